"""What polling promises: every question is answered, whatever breaks meanwhile, and hardly any twice."""

import signal
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.telegram.bot_process import BotProcess
from tests.telegram.conftest import Person
from tests.telegram.crowd import (
    ANSWER,
    OTHER_ANSWER,
    OTHER_QUESTION,
    QUESTION,
    QUEUED,
    TEST_SECONDS,
    answers,
    ask_all,
    message_of,
    wait_for_answers,
)
from tests.telegram.fake_api import Call, FakeTelegram
from tests.telegram.fake_rules import Json
from tests.telegram.settled import parked, wait_until_nothing_is_parked

FLOOD_SECONDS = 2
IN_WORK = 24
"""So many updates beyond the first unacknowledged one are asked for (record 6); these may be answered twice."""


@pytest.fixture
def fake() -> Iterator[FakeTelegram]:
    """A Bot API server of this test's own."""
    with FakeTelegram() as server:
        yield server


def is_acknowledged(call: Call, number: int) -> bool:
    """Whether a call tells Telegram that an update was taken."""
    return call.method == "getUpdates" and int(call.parameters.get("offset", 0)) > number


def sends_to(call: Call, person: int) -> bool:
    """Whether a call sends a person a message."""
    return call.method == "sendMessage" and str(call.parameters.get("chat_id")) == str(person)


def start(fake: FakeTelegram, folder: Path, name: str = "bot", **environment: str) -> BotProcess:
    """A bot whose data outlives its process; its output stands in a folder by name."""
    (folder / name).mkdir()
    return BotProcess.small(fake, folder / name, **{"BOT_DATA": str(folder / "data"), **environment})


class TestKilled:
    @pytest.mark.parametrize("answered", [1, 60])
    def test_all_are_answered_after_a_restart(
        self, fake: FakeTelegram, tmp_path: Path, newcomers: range, answered: int
    ) -> None:
        people = ask_all(fake, newcomers[:QUEUED])
        with start(fake, tmp_path) as bot:
            bot.wait_for(fake, "sendMessage", answered)
            bot.kill()
        on_disk = len(parked(tmp_path))
        with start(fake, tmp_path, "again") as bot:
            counts = wait_for_answers(fake, people)
            assert bot.stop() == 0
        assert set(counts) == set(people)
        assert max(counts.values()) <= 2
        assert sum(counts.values()) - QUEUED <= IN_WORK + on_disk

    def test_what_waited_for_telegram_is_answered_after_a_restart(
        self, fake: FakeTelegram, tmp_path: Path, newcomers: range
    ) -> None:
        with start(fake, tmp_path) as bot:
            bot.wait_for(fake)
            fake.fail_next("sendMessage", retry_after=20)
            number = fake.inject({"message": fake.say(QUESTION, user_id=newcomers[0])}) - 1
            fake.wait_for(lambda call: is_acknowledged(call, number), timeout=TEST_SECONDS)
            assert number in parked(tmp_path)
            bot.kill()
        with start(fake, tmp_path, "again") as bot:
            wait_for_answers(fake, newcomers[:1])
            assert bot.stop() == 0
        assert parked(tmp_path) == []
        assert "Gründungsjahr".encode() not in b"".join(file.read_bytes() for file in (tmp_path / "data").iterdir())


class TestStopped:
    @pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
    def test_answers_in_work_are_finished_and_acknowledged(
        self, fake: FakeTelegram, tmp_path: Path, newcomers: range, number: signal.Signals
    ) -> None:
        with start(fake, tmp_path) as bot:
            bot.wait_for(fake)
            fake.fail_next("sendMessage", retry_after=1)
            people = ask_all(fake, newcomers[:1])
            bot.wait_for(fake, "sendMessage")
            assert bot.stop(number) == 0
            assert answers(fake, people) == Counter(people)
            assert "Traceback" not in bot.output()
        assert parked(tmp_path) == []
        with start(fake, tmp_path, "again"):
            others = ask_all(fake, newcomers[1:2])
            assert wait_for_answers(fake, others) == Counter(others)
            assert answers(fake, people) == Counter(people)

    def test_second_signal_ends_at_once(self, fake: FakeTelegram, tmp_path: Path, newcomers: range) -> None:
        with start(fake, tmp_path) as bot:
            bot.wait_for(fake)
            fake.hang_next("sendMessage")
            ask_all(fake, newcomers[:1])
            bot.wait_for(fake, "sendMessage")
            bot.send(signal.SIGTERM)
            bot.wait_for_output("Stopping.")
            assert bot.stop(signal.SIGTERM) == -signal.SIGTERM


@dataclass(frozen=True)
class Running:
    """A bot at work, its server, and the folder with its data."""

    fake: FakeTelegram
    bot: BotProcess
    folder: Path


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """One bot for all tests that do not end it."""
    folder = tmp_path_factory.mktemp("running")
    with FakeTelegram() as fake, start(fake, folder) as bot:
        bot.wait_for(fake)
        yield Running(fake, bot, folder)
        assert bot.stop() == 0
        assert "Traceback" not in bot.output()


class TestOthersAreNotHeldUp:
    def test_a_flood_wait_of_one_chat_holds_up_no_other(self, running: Running, newcomers: range) -> None:
        fake, seen = running.fake, len(running.fake.calls)
        fake.fail_next("sendMessage", retry_after=FLOOD_SECONDS)
        slow = ask_all(fake, newcomers[:1])
        fake.wait_for(lambda call: sends_to(call, slow[0]), after=seen)
        others = ask_all(fake, newcomers[1:40])
        wait_for_answers(fake, others)
        assert wait_for_answers(fake, newcomers[:40]) == Counter(newcomers[:40])
        sent = [call for call in fake.calls[seen:] if call.method == "sendMessage" and not call.error]
        assert sent[0].parameters["chat_id"] != slow[0]

    def test_more_waiting_chats_than_telegram_gives_at_once(self, running: Running, newcomers: range) -> None:
        fake, seen = running.fake, len(running.fake.calls)
        fake.fail_next("sendMessage", retry_after=FLOOD_SECONDS, times=120)
        waiting = ask_all(fake, newcomers[:120])
        fake.wait_for("sendMessage", 120, timeout=TEST_SECONDS, after=seen)
        assert ANSWER in fake.ask(QUESTION, user_id=newcomers[120])["text"]
        assert wait_for_answers(fake, waiting) == Counter(waiting)
        wait_until_nothing_is_parked(running.folder)

    def test_order_within_a_chat_is_kept_while_it_waits(self, running: Running, newcomers: range) -> None:
        fake, seen = running.fake, len(running.fake.calls)
        fake.fail_next("sendMessage", retry_after=1)
        for question in (QUESTION, OTHER_QUESTION, QUESTION):
            fake.say(question, user_id=newcomers[0])
        calls = fake.wait_for(lambda call: sends_to(call, newcomers[0]), 4, after=seen)
        told = [call.parameters["text"] for call in calls if not call.error]
        assert [answer in text for answer, text in zip((ANSWER, OTHER_ANSWER, ANSWER), told, strict=True)] == [True] * 3


class TestStrangeUpdates:
    def test_duplicates_are_dropped(self, running: Running, newcomers: range) -> None:
        fake, person = running.fake, newcomers[0]
        message = message_of(fake, person)
        number = fake.inject({"message": message})
        for _ in range(3):
            fake.inject({"update_id": number, "message": message})
        wait_for_answers(fake, newcomers[:1])
        # Messages of a chat are answered in order: with this answer all earlier ones have come.
        assert OTHER_ANSWER in Person(fake, person).ask(OTHER_QUESTION)["text"]
        assert [message["from"]["is_bot"] for message in fake.messages(person)] == [False, True, False, True]

    @pytest.mark.parametrize("update", [{"message": {"message_id": 1}}, {"message": []}, {"callback_query": {"id": 1}}])
    def test_an_update_that_cannot_be_read_stops_nothing(
        self, running: Running, newcomers: range, update: Json
    ) -> None:
        running.fake.inject(update)
        assert ANSWER in running.fake.ask(QUESTION, user_id=newcomers[0])["text"]
        assert "could not be read" in running.bot.output()


class TestStoreFails:
    def test_nothing_is_lost_and_one_line_for_each_file_says_so(
        self, fake: FakeTelegram, tmp_path: Path, newcomers: range
    ) -> None:
        (tmp_path / "data").write_text("a file where the folder should be")
        with start(fake, tmp_path) as bot:
            bot.wait_for(fake)
            fake.fail_next("sendMessage", retry_after=FLOOD_SECONDS, times=2)
            waiting = ask_all(fake, newcomers[:2])
            bot.wait_for_output("updates.sqlite cannot be used")
            assert ANSWER in fake.ask(QUESTION)["text"]
            assert wait_for_answers(fake, waiting) == Counter(waiting)
            assert bot.stop() == 0
            assert [bot.output().count(f"{file} cannot be used") for file in ("updates.sqlite", "bot.sqlite")] == [1, 1]
            assert "Traceback" not in bot.output()

    def test_unanswered_stays_with_telegram(self, fake: FakeTelegram, tmp_path: Path, newcomers: range) -> None:
        (tmp_path / "data").write_text("a file where the folder should be")
        with start(fake, tmp_path) as bot:
            bot.wait_for(fake)
            fake.fail_next("sendMessage", retry_after=20)
            waiting = ask_all(fake, newcomers[:1])
            bot.wait_for_output("updates.sqlite cannot be used")
            bot.kill()
        with start(fake, tmp_path, "again"):
            assert wait_for_answers(fake, waiting) == Counter(waiting)
