"""How far polling looks ahead, and what it puts aside so that one update that waits holds up no other."""

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable, Collection
from typing import Any, cast

import pytest
from telegram import Bot

from bot.errors import StorageError
from bot.telegram import polling
from bot.telegram.answering import Answering, Json
from bot.telegram.handling import Handling
from bot.telegram.parking import Parking
from bot.telegram.polling import Polling

MOST_SECONDS = 30.0
WINDOW = 24
NEVER, AT_ONCE = 3600.0, 0.0


class Telegram:
    """Holds updates until they are acknowledged, and gives the oldest."""

    def __init__(self, last: int) -> None:
        self.held = list(range(1, last + 1))
        self.limits: list[int] = []

    async def fetch(self, first: int, limit: int, seconds: int) -> list[Json]:
        """Like getUpdates."""
        self.held = [number for number in self.held if number >= first]
        self.limits.append(limit)
        if not self.held and seconds:
            await asyncio.sleep(NEVER)
        # Whatever was begun before goes on first.
        for _ in range(3):
            await asyncio.sleep(0)
        return [{"update_id": number} for number in self.held[:limit]]


class Store:
    """Keeps parked updates, unless it is broken."""

    def __init__(self, numbers: Collection[int] = (), *, broken: bool = False) -> None:
        self.kept = {number: b'{"update_id": %d}' % number for number in numbers}
        self.tried: list[int] = []
        self.broken = broken

    async def put(self, number: int, update: bytes) -> None:
        self.tried.append(number)
        if self.broken:
            raise StorageError("The disk is full.")
        self.kept[number] = update

    async def remove(self, number: int) -> None:
        self.kept.pop(number, None)

    async def all(self) -> list[tuple[int, bytes]]:
        return list(self.kept.items())


class Answers(Answering):
    """Notes what was answered; some updates take until they are let go."""

    def __init__(self, slow: Collection[int] = ()) -> None:
        super().__init__(cast(Any, None))
        self.answered: Counter[int] = Counter()
        self.let_go = asyncio.Event()
        self.is_ready = True
        self._slow = slow

    @property
    def ready(self) -> bool:
        return self.is_ready

    async def answer(self, raw: Json, handling: Handling) -> None:  # noqa: ARG002
        if raw["update_id"] in self._slow:
            await self.let_go.wait()
        self.answered[raw["update_id"]] += 1


def scene(
    telegram: Telegram, store: Store, play: Callable[[Answers], Awaitable[None]], slow: Collection[int] = ()
) -> Counter[int]:
    """Poll until the play is over; returns how often each update was answered."""

    async def run() -> Counter[int]:
        answers = Answers(slow)
        intake = Polling(cast(Bot, None), telegram.fetch, answers, Parking(store))
        async with asyncio.timeout(MOST_SECONDS):
            at_work = asyncio.create_task(intake.run())
            await play(answers)
            at_work.cancel()
            await asyncio.gather(at_work, return_exceptions=True)
            answers.let_go.set()
            await intake.finish(MOST_SECONDS)
        return answers.answered

    return asyncio.run(run())


async def until(holds: Callable[[], bool]) -> None:
    while not holds():
        await asyncio.sleep(0.001)


def test_what_lies_on_the_disk_and_with_telegram_is_answered_once_and_acknowledged() -> None:
    telegram, store = Telegram(WINDOW + 1), Store(range(1, WINDOW + 1))

    async def play(answers: Answers) -> None:
        await until(lambda: len(answers.answered) == WINDOW + 1 and not telegram.held)

    assert scene(telegram, store, play) == Counter(range(1, WINDOW + 2))
    assert store.kept == {}


def test_an_update_that_many_later_ones_overtook_is_put_aside(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(polling, "PARK_AFTER_SECONDS", NEVER)
    telegram, store = Telegram(3 * WINDOW), Store()

    async def play(answers: Answers) -> None:
        await until(lambda: len(answers.answered) == 3 * WINDOW - 1 and not telegram.held)
        assert list(store.kept) == [1]

    assert scene(telegram, store, play, slow=[1]) == Counter(range(1, 3 * WINDOW + 1))
    assert store.kept == {}
    assert max(telegram.limits) == WINDOW


def test_what_waited_for_the_content_is_not_put_aside_when_it_is_there(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(polling, "PARK_AFTER_SECONDS", 0.05)
    monkeypatch.setattr(polling, "STUCK_GLANCE_SECONDS", 0.2)
    telegram, store = Telegram(3), Store()

    async def play(answers: Answers) -> None:
        answers.is_ready = False
        asyncio.get_running_loop().call_later(0.1, lambda: setattr(answers, "is_ready", True))
        # The second time is the first after a look at what has to wait.
        await until(lambda: len(telegram.limits) == 2)
        answers.let_go.set()
        await until(lambda: len(answers.answered) == 3)

    assert scene(telegram, store, play, slow=[1, 2, 3]) == Counter([1, 2, 3])
    assert store.tried == []


def test_with_a_broken_disk_more_are_asked_for_and_it_is_tried_now_and_then(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(polling, "PARK_AFTER_SECONDS", AT_ONCE)
    monkeypatch.setattr(polling, "STORE_RETRY_SECONDS", NEVER)
    telegram, store = Telegram(3 * WINDOW), Store(broken=True)
    slow = range(1, WINDOW)

    async def play(answers: Answers) -> None:
        await until(lambda: len(answers.answered) == 3 * WINDOW - len(slow))
        assert telegram.held[0] == 1

    assert scene(telegram, store, play, slow) == Counter(range(1, 3 * WINDOW + 1))
    assert max(Counter(store.tried).values()) == 1


def test_with_a_mended_disk_all_that_wait_are_put_aside_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(polling, "PARK_AFTER_SECONDS", AT_ONCE)
    monkeypatch.setattr(polling, "STORE_RETRY_SECONDS", AT_ONCE)
    telegram, store = Telegram(WINDOW), Store(broken=True)
    slow = range(1, WINDOW + 1)

    async def play(_: Answers) -> None:
        await until(lambda: len(store.tried) >= len(slow))
        # Whoever still waited for the next try would now wait too long.
        monkeypatch.setattr(polling, "STORE_RETRY_SECONDS", NEVER)
        store.broken = False
        await until(lambda: list(store.kept) == list(slow))

    assert scene(telegram, store, play, slow) == Counter(slow)
