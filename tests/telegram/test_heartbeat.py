"""A bot at work beats; one that hangs, or was stopped, does not."""

import signal
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

from bot.operations.pulse import FILE_NAME
from tests.conftest import RunBot
from tests.telegram.bot_process import BotProcess
from tests.telegram.fake_api import FakeTelegram

WAIT_SECONDS = 20.0
"""More than three beats."""


def wait_until(holds: Callable[[], bool]) -> None:
    """Look again and again, for a bounded time."""
    deadline = time.monotonic() + WAIT_SECONDS
    while not holds():
        assert time.monotonic() < deadline, "it did not come about"
        time.sleep(0.2)


def test_frozen_process_is_unhealthy_and_a_stopped_one_too(tmp_path: Path, run_bot: RunBot) -> None:
    data = tmp_path / "data"

    def health(limit: str) -> subprocess.CompletedProcess[str]:
        return run_bot("health", "--limit", limit, BOT_DATA=str(data))

    with FakeTelegram() as fake, BotProcess.small(fake, tmp_path) as bot:
        bot.wait_for(fake)
        wait_until(lambda: health("10").returncode == 0)
        bot.send(signal.SIGSTOP)
        wait_until(lambda: health("6").returncode == 1)
        bot.send(signal.SIGCONT)
        wait_until(lambda: health("6").returncode == 0)
        assert bot.stop() == 0
        assert "no heartbeat" in health("60").stderr


def test_data_folder_that_cannot_be_written_is_told_once_and_answers_go_on(tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.touch()
    with FakeTelegram() as fake, BotProcess.small(fake, tmp_path, BOT_DATA=str(blocked)) as bot:
        bot.wait_for(fake)
        assert "1985" in fake.ask("In welchem Jahr ist Metropolis entstanden?")["text"]
        wait_until(lambda: "The heartbeat cannot be written" in bot.output())
        blocked.unlink()
        wait_until((blocked / FILE_NAME).exists)
        wait_until(lambda: "can be written again" in bot.output())
        assert bot.output().count("cannot be written") == 1
