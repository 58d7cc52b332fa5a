"""Updates that come while the content is loaded wait, and are answered in their order once it is."""

import asyncio
import os
from pathlib import Path
from typing import Any, cast

import pytest
from telegram.ext import Application

from bot.storage.parked import FILE as UPDATES
from bot.telegram.answering import Answering
from bot.telegram.gate import Gate, GatedAnswering
from bot.telegram.handling import Handling
from bot.telegram.health import Health
from tests.telegram.bot_process import BotProcess
from tests.telegram.fake_api import FakeTelegram
from tests.telegram.small_content import small_content

ASKED = "Wann wurde Metropolis gegründet?"


def _gate() -> tuple[Gate, Health]:
    health = Health(lambda: 0.0)
    health.heard_from_telegram()
    return Gate(health), health


def test_updates_wait_for_the_gate_in_order(monkeypatch: pytest.MonkeyPatch) -> None:
    answered: list[int] = []

    async def answer(_: Answering, raw: dict[str, Any], __: Handling) -> None:
        answered.append(raw["update_id"])

    async def scene() -> None:
        gate, health = _gate()
        answering = GatedAnswering(cast(Application[Any, Any, Any, Any, Any, Any], None), gate)
        tasks = [asyncio.create_task(answering.answer({"update_id": number}, Handling())) for number in range(5)]
        await asyncio.sleep(0.01)
        assert answered == []
        assert not health.is_ready()
        gate.open()
        await asyncio.gather(*tasks)
        await answering.answer({"update_id": 5}, Handling())
        assert health.is_ready()

    monkeypatch.setattr(Answering, "answer", answer)
    asyncio.run(scene())
    assert answered == [0, 1, 2, 3, 4, 5]


def test_updates_stay_unanswered_if_the_gate_is_shut() -> None:
    async def scene() -> None:
        gate, health = _gate()
        waiting = asyncio.create_task(gate.passed())
        await asyncio.sleep(0)
        gate.shut()
        with pytest.raises(asyncio.CancelledError):
            await waiting
        assert not health.is_ready()

    asyncio.run(scene())


class TestStart:
    def test_what_waited_is_answered_after_a_start_with_kept_content(self, tmp_path: Path) -> None:
        for folder in ("first", "second"):
            (tmp_path / folder).mkdir()
            with FakeTelegram() as fake, BotProcess.small(fake, tmp_path / folder) as bot:
                fake.say(ASKED)
                bot.wait_for(fake, "sendMessage")
                assert "1985" in next(call for call in fake.calls if call.method == "sendMessage").parameters["text"]
                assert bot.stop() == 0
                assert "Traceback" not in bot.output()

    def test_kept_content_that_is_broken_is_made_anew_while_telegram_keeps_the_questions(self, tmp_path: Path) -> None:
        environment = {**small_content(), "BOT_CACHE": str(tmp_path / "cache")}
        for folder in ("first", "second"):
            (tmp_path / folder).mkdir()
            for file in (tmp_path / "cache/compiled").glob("content-*"):
                os.truncate(file, 100_000)
            with FakeTelegram() as fake, BotProcess.on(fake, tmp_path / folder, **environment) as bot:
                fake.say(ASKED)
                bot.wait_for(fake, "sendMessage")
                assert bot.stop() == 0
            assert not (bot.data / UPDATES).exists()
        assert "cannot be read and is made anew" in bot.output()
