"""Keeping unanswered questions in the running bot: only if turned on, told, scrubbed, and forgotten on request."""

import time
from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pytest

from bot.storage.unanswered import FILE, UnansweredFile
from tests.telegram.bot_process import BotProcess
from tests.telegram.conftest import Person, buttons
from tests.telegram.fake_api import FakeTelegram

GAP = "Was kostet die Mitgliedschaft bei UCLG? Gruß, Erna Krawuttke, erna@post.example"
ANSWERED = "In welchem Jahr entstand Metropolis?"
KEPT = "Diese Frage habe ich mir gemerkt"
DAYS = 12
_NUMBERS = count(95_001)


@pytest.fixture(scope="module")
def telegram() -> Iterator[FakeTelegram]:
    with FakeTelegram() as server:
        yield server


@pytest.fixture(scope="module")
def folder(telegram: FakeTelegram, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The data folder of a bot that keeps unanswered questions."""
    home = tmp_path_factory.mktemp("unanswered")
    with BotProcess.on(telegram, home, BOT_REPORT="on", BOT_REPORT_DAYS=str(DAYS)) as bot:
        bot.wait_for(telegram)
        yield home / "data"
        assert "Traceback" not in bot.output()
        assert "Krawuttke" not in bot.output()


@pytest.fixture
def asker(telegram: FakeTelegram, folder: Path) -> Person:
    assert folder.name == "data"
    return Person(telegram, next(_NUMBERS))


def kept(folder: Path) -> list[tuple[str, str, str]]:
    return [(entry.intent, entry.reason, entry.text) for entry in UnansweredFile(folder, DAYS).entries()]


def wait_for_kept(folder: Path, number: int) -> None:
    """Questions are kept after they were answered."""
    deadline = time.monotonic() + 20
    while len(kept(folder)) < number:
        assert time.monotonic() < deadline, kept(folder)
        time.sleep(0.01)


def texts(person: Person) -> list[str]:
    return [message.get("text", "") for message in person.messages() if message["from"]["is_bot"]]


def test_person_is_told_and_the_question_is_scrubbed(asker: Person, folder: Path) -> None:
    assert f"{DAYS} Tage" in asker.ask("/start")["text"]
    assert f"{DAYS} Tage lang aufbewahrt" in asker.ask("/privacy")["text"]
    before = len(kept(folder))
    for number in (1, 2):
        asker.ask(GAP)
        wait_for_kept(folder, before + number)
    asker.ask("/contact")
    intent, reason, text = kept(folder)[before]
    assert (intent, reason) == ("membership_fee", "unknown")
    assert "Mitgliedschaft bei UCLG" in text
    assert not any(secret in text for secret in ("Erna", "Krawuttke", "post.example"))
    assert len([one for one in texts(asker) if KEPT in one]) == 1
    raw = (folder / FILE).read_bytes()
    assert [secret for secret in (b"Krawuttke", str(asker.number).encode()) if secret in raw] == []


def test_answer_that_did_not_help(asker: Person, folder: Path) -> None:
    before = len(kept(folder))
    answer = asker.ask(ANSWERED)
    assert len(kept(folder)) == before
    data = next(one["callback_data"] for one in buttons(answer) if one["text"] == "Nicht hilfreich")
    closed, [told] = asker.press(data, answer)
    assert closed["text"] == "Danke für Ihre Rückmeldung."
    assert KEPT in told["text"]
    assert kept(folder)[before] == ("founded", "not_helpful", ANSWERED)


def test_forget_removes_the_questions_of_the_person_alone(asker: Person, telegram: FakeTelegram, folder: Path) -> None:
    other = Person(telegram, next(_NUMBERS))
    start = len(kept(folder))
    for number, person in enumerate((asker, other), 1):
        person.ask(GAP)
        wait_for_kept(folder, start + number)
    asker.fake.wait_for(lambda call: KEPT in str(call.parameters.get("text")) and asker.is_sent(call))
    before = len(kept(folder))
    assert "Fragen gelöscht" in asker.ask("/forget")["text"]
    assert len(kept(folder)) == before - 1
    assert "Fragen gelöscht" not in asker.ask("/forget")["text"]


def test_nothing_is_kept_unless_turned_on(person: Person, bot: BotProcess) -> None:
    person.ask(GAP)
    assert "merke ich mir" not in person.ask("/start")["text"]
    assert KEPT not in " ".join(texts(person))
    assert not (bot.data / FILE).exists()
