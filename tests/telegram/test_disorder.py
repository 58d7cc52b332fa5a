"""Each update is answered once, however often and in whatever order it comes."""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.telegram.bot_process import BotProcess
from tests.telegram.crowd import QUEUED, answers, ask_all, wait_for_answers
from tests.telegram.disorder import DisorderlyTelegram, RepeatedDeliveries
from tests.telegram.fake_api import FakeTelegram
from tests.telegram.fake_webhook import free_port
from tests.telegram.replicas import WEBHOOK, running_replicas
from tests.telegram.settled import wait_until_settled
from tests.telegram.small_content import small_content

ROUNDS = 3


def test_polled_twice_and_backwards(tmp_path: Path, newcomers: range) -> None:
    with DisorderlyTelegram() as fake, BotProcess.small(fake, tmp_path) as bot:
        bot.wait_for(fake)
        for first in range(0, QUEUED * ROUNDS, QUEUED):
            wait_for_answers(fake, ask_all(fake, newcomers[first : first + QUEUED]))
        wait_until_settled(fake, tmp_path)
        everybody = newcomers[: QUEUED * ROUNDS]
        assert answers(fake, everybody) == Counter(everybody)
        assert bot.stop() == 0
        assert "Traceback" not in bot.output()


@contextmanager
def one_bot(fake: FakeTelegram, folder: Path) -> Iterator[RepeatedDeliveries]:
    """A bot that listens for deliveries itself."""
    port = free_port()
    here = {"BOT_WEBHOOK_URL": WEBHOOK, "BOT_LISTEN": f"127.0.0.1:{port}"}
    with BotProcess.small(fake, folder, **here) as bot, RepeatedDeliveries(fake, port) as deliveries:
        bot.wait_for(fake, "setWebhook")
        yield deliveries
        assert bot.stop() == 0
        assert "Traceback" not in bot.output()


@contextmanager
def two_bots(fake: FakeTelegram, folder: Path) -> Iterator[RepeatedDeliveries]:
    """Two that share their storage: of two deliveries at once each gets one."""
    with running_replicas(fake, folder, small_content(), RepeatedDeliveries) as running:
        assert isinstance(running.deliveries, RepeatedDeliveries)
        yield running.deliveries
        assert len(set(running.proxy.taken)) == 2


@pytest.mark.parametrize("bots", [one_bot, two_bots])
def test_delivered_twice_at_once_and_later(tmp_path: Path, newcomers: range, bots: type) -> None:
    with FakeTelegram() as fake, bots(fake, tmp_path) as deliveries:
        for first in range(0, QUEUED * ROUNDS, QUEUED):
            wait_for_answers(fake, ask_all(fake, newcomers[first : first + QUEUED]))
        deliveries.wait_until_done()
        everybody = newcomers[: QUEUED * ROUNDS]
        assert answers(fake, everybody) == Counter(everybody)
