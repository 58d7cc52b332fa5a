"""A base built in another process: the same answers, the same problems, and a failure that says so."""

import asyncio
import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from bot.assistant import Assistant
from bot.dialogue.conversation import Conversation
from bot.errors import ContentError, PreparationError
from bot.handover import build_base_beside
from bot.settings import Settings
from tests.conftest import PROJECT

QUESTIONS = ("Wie alt ist Metropolis?", "whos mayor of brelin", "Gehört Köln zu UCLG?", "¿Qué es Metropolis?", "Hallo")


@pytest.fixture
def settings() -> Settings:
    return Settings.read({})


def test_base_from_another_process_answers_the_same(settings: Settings, assistant: Assistant) -> None:
    with_encoder = assistant.interpreter.knows_foreign
    base = asyncio.run(build_base_beside(replace(settings, encoder=with_encoder), assistant))
    assert base.assistant.knowledge == assistant.knowledge
    for question in QUESTIONS:
        assert base.assistant.answer(question, Conversation()) == assistant.answer(question, Conversation())
    found = base.index.search("gründung", "de")
    assert found
    assert found.entries


def test_problems_come_over_in_order(settings: Settings, assistant: Assistant, tmp_path: Path) -> None:
    for name in ("knowledge", "intents"):
        shutil.copytree(PROJECT / name, tmp_path / name)
    (tmp_path / "intents/phrases.yaml").write_text("no: [\n", encoding="utf-8")
    with pytest.raises(ContentError) as caught:
        asyncio.run(build_base_beside(replace(settings, content=tmp_path), assistant))
    assert caught.value.problems[0].where.startswith("intents/phrases.yaml:")


def test_a_process_that_fails_is_reported(settings: Settings, assistant: Assistant) -> None:
    impossible = Path("x" * 5000)
    with pytest.raises(PreparationError, match=r"The process that reads the content ended \(1\)\."):
        asyncio.run(build_base_beside(replace(settings, cache=impossible), assistant))
