"""What waits for one thread goes together, and nothing that fails takes anything else along."""

import asyncio
import threading
from collections.abc import Sequence

import pytest

from bot.errors import StorageError
from bot.storage.batches import Batches

SECONDS = 10.0


class Work:
    """Notes what it is given together and alone; odd numbers fail together, negative ones always."""

    def __init__(self) -> None:
        self.together: list[list[int]] = []
        self.goes_on = threading.Event()
        self.goes_on.set()
        self.batches = Batches[int]("test", self._one, self._all)

    def _one(self, number: int) -> int:
        assert self.goes_on.wait(SECONDS)
        if number < 0:
            raise StorageError("negative")
        return 10 * number

    def _all(self, numbers: Sequence[int]) -> list[int]:
        self.together.append(list(numbers))
        if any(number % 2 for number in numbers):
            raise StorageError("odd")
        return [10 * number for number in numbers]


def test_what_is_asked_at_once_goes_together() -> None:
    async def run() -> None:
        work = Work()
        assert await asyncio.gather(*(work.batches.result(n, SECONDS) for n in (2, 4, 6))) == [20, 40, 60]
        assert work.together == [[2, 4, 6]]
        assert await work.batches.result(8, SECONDS) == 80

    asyncio.run(run())


def test_one_that_fails_takes_no_other_along() -> None:
    async def run() -> None:
        work = Work()
        asked = (work.batches.result(n, SECONDS) for n in (2, -1, 4))
        first, second, third = await asyncio.gather(*asked, return_exceptions=True)
        assert (first, third) == (20, 40)
        assert isinstance(second, StorageError)

    asyncio.run(run())


def test_what_takes_too_long_is_given_up_and_not_begun_later() -> None:
    async def run() -> None:
        work = Work()
        work.goes_on.clear()
        slow = asyncio.create_task(work.batches.result(1, SECONDS))
        await asyncio.sleep(0.01)
        with pytest.raises(TimeoutError):
            await work.batches.result(-5, 0.01)
        work.goes_on.set()
        assert await slow == 10
        assert await work.batches.result(3, SECONDS) == 30
        assert work.together == []

    asyncio.run(run())
