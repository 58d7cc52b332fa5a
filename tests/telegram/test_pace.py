"""What stays well below Telegram's limits, and what does not."""

from collections.abc import Callable

import pytest

from bot.telegram import pace
from bot.telegram.pace import AFTER_FLOOD_SECONDS, CALM_A_SECOND, CALM_CHAT_SECONDS, Pace


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Callable[[float], None]:
    """Lets time go by."""
    now = [1000.0]
    monkeypatch.setattr(pace, "_now", lambda: now[0])

    def go_on(seconds: float) -> None:
        now[0] += seconds

    return go_on


def test_a_person_who_got_something_is_left_alone_for_a_while(clock: Callable[[float], None]) -> None:
    sent = Pace()
    assert sent.is_calm(1)
    sent.note(1)
    assert not sent.is_calm(1)
    assert sent.is_calm(2)
    clock(CALM_CHAT_SECONDS / 2)
    sent.note(1)
    clock(CALM_CHAT_SECONDS / 2 + 0.1)
    assert not sent.is_calm(1)
    clock(CALM_CHAT_SECONDS)
    assert sent.is_calm(1)


def test_many_in_a_second_are_too_many(clock: Callable[[float], None]) -> None:
    sent = Pace()
    for chat in range(CALM_A_SECOND):
        assert sent.is_calm(chat)
        sent.note(chat)
        clock(0.01)
    assert not sent.is_calm(100)
    assert not sent.is_calm(None)
    clock(1)
    assert sent.is_calm(100)


def test_groups_are_never_calm_and_nothing_is_after_a_flood(clock: Callable[[float], None]) -> None:
    sent = Pace()
    assert not sent.is_calm(-5)
    sent.note_flood()
    assert not sent.is_calm(1)
    clock(AFTER_FLOOD_SECONDS + 1)
    assert sent.is_calm(1)


def test_nobody_is_remembered_for_long(clock: Callable[[float], None]) -> None:
    sent = Pace()
    for chat in range(1000):
        sent.note(chat)
        clock(CALM_CHAT_SECONDS / 10)
    assert len(sent._spoken_to) <= 11
