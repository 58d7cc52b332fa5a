"""Content that changes under the running bot: put in force whole, or not at all and with word of it."""

import asyncio
import re
import shutil
import signal
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Any, cast

import pytest

from bot.content.model import Words
from bot.content.phrases import PHRASES
from bot.errors import PreparationError
from bot.live_change import LiveChange
from bot.settings import Settings
from tests.content.conftest import BASE
from tests.telegram.bot_process import BotProcess
from tests.telegram.conftest import Person
from tests.telegram.fake_api import Call, FakeTelegram

ASKED, FACTS = "Hafenbund gegründet?", "knowledge/league.yaml"
OLD, NEW = "Der Hafenbund wurde 1985 gegründet.", "Seit 1985 gibt es den Hafenbund."
WRONG = "Der Hafenbund wurde 1885 gegründet."
FOLLOW_UP, WEBSITE = "website zwei?", "www.harbour.example"
OPERATOR, OTHER_OPERATOR = 4_001, 4_002
IN_FORCE, REFUSED = "is in force", "stays in force"
VERSION = re.compile(r"Fassung (\w{8})")
RELOAD_SECONDS = 120


@dataclass
class Folder:
    """A copy of the content that a test may change."""

    path: Path

    def change(self, name: str, old: str, new: str) -> None:
        """Save a file with one text in the place of another, as an editor does: a new file under the old name."""
        file = self.path / name
        text = file.read_text(encoding="utf-8")
        assert old in text
        draft = file.with_suffix(".draft")
        draft.write_text(text.replace(old, new), encoding="utf-8")
        draft.replace(file)


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    """A copy of the tiny content, which is learnt in a moment."""
    path = Path(shutil.copytree(BASE, tmp_path / "content"))
    said = dict.fromkeys(PHRASES, "Satz.") | {"about": "Fassung {version}."}
    lists = [f'{name}: {{de: ["ja"], en: ["yes"]}}\n' for name in Words.model_fields]
    phrases = [f'{name}: {{de: "{words}", en: "{words}"}}\n' for name, words in said.items()]
    (path / "intents/words.yaml").write_text("".join(lists), encoding="utf-8")
    (path / "intents/phrases.yaml").write_text("".join(phrases), encoding="utf-8")
    return Folder(path)


@pytest.fixture
def telegram() -> Iterator[FakeTelegram]:
    """A server of its own: these tests start and end the bot."""
    with FakeTelegram() as server:
        yield server


@pytest.fixture
def start(telegram: FakeTelegram, folder: Folder, tmp_path: Path) -> Iterator[Callable[..., BotProcess]]:
    """Starts the bot over the copy and waits until it polls, or does not."""
    running: list[BotProcess] = []

    def begin(*, until_it_polls: bool = True, **environment: str) -> BotProcess:
        own = {"BOT_CONTENT": str(folder.path), "BOT_CACHE": str(tmp_path / "cache"), "BOT_ENCODER": "off"}
        own["BOT_OPERATORS"] = f"{OPERATOR}, {OTHER_OPERATOR}"
        bot = BotProcess.on(telegram, tmp_path, **own, **environment)
        running.append(bot)
        if until_it_polls:
            bot.wait_for(telegram)
        return bot

    yield begin
    for bot in running:
        bot.kill()


def to(chat: int) -> Callable[[Call], bool]:
    """Whether a call sends a message to a chat."""
    return lambda call: call.method == "sendMessage" and str(call.parameters["chat_id"]) == str(chat)


def version_of(person: Person) -> str:
    found = VERSION.search(person.ask("/about")["text"])
    assert found
    return found[1]


def test_saved_content_answers_without_a_restart_or_a_lost_conversation(
    telegram: FakeTelegram, folder: Folder, start: Callable[..., BotProcess]
) -> None:
    bot, person, other = start(), Person(telegram, 5_001), Person(telegram, 5_002)
    assert OLD in person.ask(ASKED)["text"]
    other.ask(ASKED)
    before = version_of(person)
    folder.change(FACTS, OLD, NEW)
    bot.wait_for_output(IN_FORCE, RELOAD_SECONDS)
    assert NEW in person.ask(ASKED)["text"]
    assert WEBSITE in other.ask(FOLLOW_UP)["text"]
    after = version_of(person)
    assert after != before
    assert f"version {after} is in force" in bot.output()
    assert "Traceback" not in bot.output()
    assert telegram.refusals() == []
    assert bot.stop() == 0


def test_broken_content_changes_nothing_and_operators_hear_of_it_once(
    telegram: FakeTelegram, folder: Folder, start: Callable[..., BotProcess]
) -> None:
    telegram.chat(OPERATOR, "private")
    bot, person = start(), Person(telegram, 5_003)
    folder.change(FACTS, OLD, WRONG)
    bot.wait_for_output(REFUSED, RELOAD_SECONDS)
    [note] = telegram.wait_for(to(OPERATOR))
    assert re.search(r"knowledge/league\.yaml:\d+:\d+: .*1885", note.parameters["text"])
    assert "The content before stays in force." in note.parameters["text"]
    assert re.search(r"knowledge/league\.yaml:\d+:\d+: .*1885", bot.output())
    assert OLD in person.ask(ASKED)["text"]
    bot.wait_for_output("An operator could not be told (BadRequest)")
    bot.send(signal.SIGHUP)
    bot.wait_for_outputs(REFUSED, 2, RELOAD_SECONDS)
    folder.change(FACTS, WRONG, NEW)
    bot.wait_for_output(IN_FORCE, RELOAD_SECONDS)
    assert NEW in person.ask(ASKED)["text"]
    assert len([call for call in telegram.calls if to(OPERATOR)(call)]) == 1
    assert "Traceback" not in bot.output()
    assert bot.stop() == 0


def test_learns_new_examples_while_it_answers(
    telegram: FakeTelegram, folder: Folder, start: Callable[..., BotProcess]
) -> None:
    bot, person = start(), Person(telegram, 5_004)
    learnt = "Hafenbund Stunde Null?"
    assert OLD not in person.ask(learnt)["text"]
    folder.change("intents/facts/founded.yaml", "  de:\n", '  de:\n    - "Stunde Null?"\n')
    others = (Person(telegram, number) for number in count(5_100))
    while IN_FORCE not in bot.output():
        assert OLD in next(others).ask(ASKED)["text"]
    assert OLD in person.ask(learnt)["text"]
    assert bot.stop() == 0


def test_with_reload_off_only_the_signal_renews(
    telegram: FakeTelegram, folder: Folder, start: Callable[..., BotProcess]
) -> None:
    bot, person = start(BOT_RELOAD="off"), Person(telegram, 5_005)
    folder.change(FACTS, OLD, NEW)
    assert OLD in person.ask(ASKED)["text"]
    bot.send(signal.SIGHUP)
    bot.wait_for_output(IN_FORCE, RELOAD_SECONDS)
    assert NEW in person.ask(ASKED)["text"]
    assert bot.stop() == 0


def test_a_signal_while_the_first_content_is_read_is_heeded_afterwards(
    telegram: FakeTelegram, folder: Folder, start: Callable[..., BotProcess]
) -> None:
    bot, person = start(until_it_polls=False, BOT_RELOAD="off"), Person(telegram, 5_006)
    bot.wait_for_output("Learning the example questions", RELOAD_SECONDS)
    folder.change(FACTS, OLD, NEW)
    bot.send(signal.SIGHUP)
    bot.wait_for_output(IN_FORCE, RELOAD_SECONDS)
    assert NEW in person.ask(ASKED)["text"]
    assert bot.stop() == 0


def test_stops_at_once_while_content_is_prepared(
    telegram: FakeTelegram, folder: Folder, start: Callable[..., BotProcess]
) -> None:
    bot = start(BOT_RELOAD="off", BOT_LOG_LEVEL="DEBUG")
    bot.send(signal.SIGHUP)
    bot.wait_for_output("is being prepared")
    assert folder.path.is_dir()
    assert telegram.refusals() == []
    assert bot.stop() == 0
    assert "Traceback" not in bot.output()


def test_what_was_saved_before_the_watch_began_is_looked_at_too(
    folder: Folder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: asyncio.Queue[str] = asyncio.Queue()

    async def looked_at(*_: object) -> None:
        raise PreparationError("It is looked at.")

    async def run() -> None:
        settings = Settings.read({"BOT_CONTENT": str(folder.path), "BOT_CACHE": str(tmp_path)})
        change = LiveChange(settings, cast(Any, None), Path("other content"), cast(Any, None), told.put)
        async with change.at_work(), asyncio.timeout(20):
            assert "It is looked at." in await told.get()

    monkeypatch.setattr("bot.live_change.build_base_beside", looked_at)
    asyncio.run(run())
