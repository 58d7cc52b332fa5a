"""What the running bot keeps: over restarts and sudden ends, on a shared server, and when it cannot keep anything."""

import signal
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from itertools import count
from pathlib import Path

import pytest

from tests.storage.valkey_server import ValkeyServer
from tests.telegram.bot_process import BotProcess
from tests.telegram.conftest import Person, buttons
from tests.telegram.fake_api import FakeTelegram
from tests.telegram.fake_rules import Json
from tests.telegram.settled import wait_until_settled

UCLG, FOLLOW_UP, UCLG_WEBSITE = "Was ist UCLG?", "Und die Website?", "www.uclg.org"
NEUTRAL = "Metropolis?"
_NUMBERS = count(90_001)


@pytest.fixture
def telegram() -> Iterator[FakeTelegram]:
    """A server of its own: these tests start and end the bot."""
    with FakeTelegram() as server:
        yield server


def kept(folder: Path) -> str:
    """Everything in the data folder, as text."""
    return "".join(path.read_bytes().decode("latin-1") for path in sorted((folder / "data").iterdir()))


def button(message: Json, label: str) -> str:
    """What the button with this label sends."""
    [data] = [each["callback_data"] for each in buttons(message) if each["text"] == label]
    return str(data)


class TestForget:
    def test_forget_says_what_was_removed(self, person: Person) -> None:
        assert "nichts über Sie gemerkt" in person.ask("/forget")["text"]
        person.ask(UCLG)
        assert person.ask("/forget")["text"] == "Ich habe gelöscht, worum es in diesem Chat zuletzt ging."
        assert UCLG_WEBSITE not in person.ask(FOLLOW_UP)["text"]

    def test_forget_removes_the_language_too(self, person: Person) -> None:
        person.ask(NEUTRAL)
        person.press("v1:l:en", person.ask("/language"))
        assert person.ask("/forget")["text"] == (
            "I have deleted what we last spoke of in this chat.\nI have deleted which language you had chosen."
        )
        assert "nichts über Sie gemerkt" in person.ask("/forget")["text"]

    def test_forget_concerns_nobody_else(self, person: Person, stranger: Person) -> None:
        stranger.ask(UCLG)
        person.ask("/forget")
        assert UCLG_WEBSITE in stranger.ask(FOLLOW_UP)["text"]


@pytest.mark.parametrize("end", [signal.SIGTERM, signal.SIGKILL])
def test_conversation_and_language_outlive_the_process(
    telegram: FakeTelegram, tmp_path: Path, end: signal.Signals
) -> None:
    person = Person(telegram, next(_NUMBERS))
    with BotProcess.small(telegram, tmp_path) as bot:
        bot.wait_for(telegram)
        person.press("v1:l:en", person.ask("/language"))
        person.ask(UCLG)
        wait_until_settled(telegram, tmp_path)
        bot.stop(end)
    polled = len(telegram.calls)
    with BotProcess.small(telegram, tmp_path) as bot:
        telegram.wait_for("getUpdates", after=polled, timeout=120)
        assert UCLG_WEBSITE in person.ask(FOLLOW_UP)["text"]
        assert "How to reach" in person.ask("/contact")["text"]
        assert "Traceback" not in bot.output()


def test_nothing_anyone_wrote_and_no_number_is_kept(telegram: FakeTelegram, tmp_path: Path) -> None:
    person = Person(telegram, 777_111_333)
    with BotProcess.small(telegram, tmp_path) as bot:
        bot.wait_for(telegram)
        person.ask("Was ist UCLG, fragt Frau Geheimrat?")
        answer = person.ask(NEUTRAL)
        person.press(button(answer, "Hilfreich"), answer)
        wait_until_settled(telegram, tmp_path)
        text = kept(tmp_path)
        assert bot.stop() == 0
    assert [part for part in ("metropolis", "tally/helpful/") if part not in text] == []
    assert [secret for secret in ("777111333", "Geheimrat", "fragt", telegram.token) if secret in text] == []


def test_forgotten_is_gone_from_the_file(telegram: FakeTelegram, tmp_path: Path) -> None:
    person = Person(telegram, next(_NUMBERS))
    with BotProcess.small(telegram, tmp_path) as bot:
        bot.wait_for(telegram)
        person.ask(UCLG)
        wait_until_settled(telegram, tmp_path)
        assert "uclg" in kept(tmp_path)
        person.ask("/forget")
        assert bot.stop() == 0
    assert "uclg" not in kept(tmp_path)
    with closing(sqlite3.connect(tmp_path / "data" / "bot.sqlite")) as file:
        # What limits count stays for an hour, so that /forget is no way around them.
        kept_of_chats = file.execute("SELECT count(*) FROM entries WHERE key LIKE 'chat/%'").fetchall()
        assert kept_of_chats == [(0,)]


def test_bot_without_a_data_folder_answers_and_says_so_once(telegram: FakeTelegram, tmp_path: Path) -> None:
    person = Person(telegram, next(_NUMBERS))
    (tmp_path / "data").write_text("a file in the place of the folder")
    with BotProcess.small(telegram, tmp_path) as bot:
        bot.wait_for(telegram)
        person.ask(UCLG)
        assert UCLG_WEBSITE in person.ask(FOLLOW_UP)["text"]
        assert bot.stop() == 0
        assert bot.output().count("in memory only") == 1
        assert "Traceback" not in bot.output()


def test_two_bots_share_a_server_and_outlive_it(telegram: FakeTelegram, tmp_path: Path) -> None:
    person = Person(telegram, next(_NUMBERS))
    with ValkeyServer(tmp_path, "geheimnis") as server:
        shared = {"BOT_STORE_URL": server.url, "BOT_SECRET": "gemeinsam", "BOT_LOG_LEVEL": "DEBUG"}
        for name in ("one", "other"):
            (tmp_path / name).mkdir()
        with BotProcess.small(telegram, tmp_path / "one", **shared) as bot:
            bot.wait_for(telegram)
            person.ask(UCLG)
            assert bot.stop() == 0
        polled = len(telegram.calls)
        with BotProcess.small(telegram, tmp_path / "other", **shared) as bot:
            telegram.wait_for("getUpdates", after=polled, timeout=120)
            assert UCLG_WEBSITE in person.ask(FOLLOW_UP)["text"]
            server.kill()
            assert "UCLG" in person.ask(UCLG)["text"]
            assert UCLG_WEBSITE in person.ask(FOLLOW_UP)["text"]
            assert bot.stop() == 0
            assert bot.output().count("in memory only") == 1
            assert "geheimnis" not in bot.output()
            assert "Traceback" not in bot.output()
