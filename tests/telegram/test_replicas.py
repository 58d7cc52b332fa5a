"""Two replicas behind a proxy, as people see them: one bot, whichever of them takes a message and whatever ends."""

import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.telegram.conftest import Person
from tests.telegram.crowd import ANSWER, IN_FLIGHT, QUESTION, QUEUED, ask_all, wait_for_answers
from tests.telegram.fake_api import FakeTelegram
from tests.telegram.replicas import NAMES, Replicas, running_replicas
from tests.telegram.small_content import small_content

FOLLOW_UP, FOLLOW_UP_ANSWER = "Und UCLG?", "wann UCLG gegründet wurde"
RECOVERY_SECONDS = 30.0
BETWEEN_QUESTIONS_SECONDS = 0.05
"""While storage is not used again yet: a bot looks for it every few seconds, whoever asks."""


@pytest.fixture(scope="module")
def replicas(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Replicas]:
    """Two replicas for all tests that end neither."""
    with FakeTelegram() as fake, running_replicas(fake, tmp_path_factory.mktemp("two"), small_content()) as running:
        yield running
        assert [bot.stop() for bot in running.bots.values()] == [0, 0]
        assert [name for name, bot in running.bots.items() if "Traceback" in bot.output()] == []


def asked_in_turn(replicas: Replicas, person: Person, *questions: str) -> tuple[list[str], list[int]]:
    """The answers to questions one after the other, and the ports of the replicas that took them."""
    before = len(replicas.proxy.taken)
    answers = [person.ask(question)["text"] for question in questions]
    replicas.fake.wait_until_acknowledged()
    return answers, replicas.proxy.taken[before:]


class TestAlike:
    def test_both_give_the_same_answer(self, replicas: Replicas, newcomers: range) -> None:
        (one,), first = asked_in_turn(replicas, Person(replicas.fake, newcomers[0]), QUESTION)
        (other,), second = asked_in_turn(replicas, Person(replicas.fake, newcomers[1]), QUESTION)
        assert first != second
        assert one == other
        assert ANSWER in one

    def test_a_follow_up_is_understood_by_the_other(self, replicas: Replicas, newcomers: range) -> None:
        answers, ports = asked_in_turn(replicas, Person(replicas.fake, newcomers[0]), QUESTION, FOLLOW_UP)
        assert FOLLOW_UP_ANSWER in answers[1]
        assert len(set(ports)) == 2

    def test_a_crowd_is_answered_by_both_once_each(self, replicas: Replicas, newcomers: range) -> None:
        before = len(replicas.proxy.taken)
        people = ask_all(replicas.fake, newcomers[:QUEUED])
        assert wait_for_answers(replicas.fake, people) == Counter(people)
        assert len(set(replicas.proxy.taken[before:])) == 2


def test_answers_go_on_without_storage_and_it_is_used_again(replicas: Replicas, newcomers: range) -> None:
    fake, people = replicas.fake, newcomers[:QUEUED]
    replicas.valkey.kill()
    ask_all(fake, people)
    assert wait_for_answers(fake, people) == Counter(people)
    assert [bot.output().count("in memory only") for bot in replicas.bots.values()] == [1, 1]
    replicas.valkey.start()
    passers_by = iter(newcomers[QUEUED:])
    deadline = time.monotonic() + RECOVERY_SECONDS
    while not all("Storage works again." in bot.output() for bot in replicas.bots.values()):
        assert time.monotonic() < deadline, "storage is not used again"
        Person(fake, next(passers_by)).ask(QUESTION)
        time.sleep(BETWEEN_QUESTIONS_SECONDS)
    answers, _ = asked_in_turn(replicas, Person(fake, next(passers_by)), QUESTION, FOLLOW_UP)
    assert FOLLOW_UP_ANSWER in answers[1]


@pytest.mark.parametrize("name", NAMES)
def test_nothing_is_lost_when_one_is_killed_with_questions_in_flight(
    tmp_path: Path, newcomers: range, name: str
) -> None:
    with FakeTelegram() as fake, running_replicas(fake, tmp_path, small_content()) as running:
        people = ask_all(fake, newcomers[:QUEUED])
        fake.wait_for("sendMessage", 5, timeout=RECOVERY_SECONDS)
        running.bots[name].kill()
        counts = wait_for_answers(fake, people)
        assert set(counts) == set(people)
        assert sum(counts.values()) - QUEUED <= IN_FLIGHT
        [survivor] = [bot for other, bot in running.bots.items() if other != name]
        assert survivor.stop() == 0
        assert "Traceback" not in survivor.output()
