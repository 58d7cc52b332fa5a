"""One thread for what must not hold up the event loop; it takes all that waits at once.

To hand something over to a thread costs more than most of what a store is asked.
"""

import asyncio
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from bot.errors import StorageError

MOST_TOGETHER = 48
"""So much goes together: what all their outcomes set off must not hold up the event loop."""
Work = TypeVar("Work")


@dataclass(eq=False, slots=True)
class _Job(Generic[Work]):
    """A piece of work, and who waits for it."""

    work: Work
    waiting: asyncio.Future[Any]
    outcome: Any = None


class Batches(Generic[Work]):
    """Pieces of work in the order in which they came; those that wait together are done together if that succeeds."""

    def __init__(
        self, name: str, alone: Callable[[Work], Any], together: Callable[[Sequence[Work]], Sequence[Any]]
    ) -> None:
        """Both functions are called in the thread and may raise StorageError; `together` has then done nothing."""
        self._alone, self._together = alone, together
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix=name)
        self._waiting: list[_Job[Work]] = []
        self._is_due = self._busy = False

    async def result(self, work: Work, seconds: float) -> Any:
        """What comes of a piece of work; raises TimeoutError, or what the work raises.

        Work that nobody waits for any more is not begun.
        """
        loop = asyncio.get_running_loop()
        waiting = loop.create_future()
        self._waiting.append(_Job(work, waiting))
        self._hand_over_soon(loop)
        timer = loop.call_later(seconds, _give_up, waiting)
        try:
            return await waiting
        finally:
            timer.cancel()

    def _hand_over_soon(self, loop: asyncio.AbstractEventLoop) -> None:
        """Once the event loop has turned, so that all that comes in this turn goes together."""
        if not self._is_due:
            self._is_due = True
            loop.call_soon(self._hand_over, loop)

    def _hand_over(self, loop: asyncio.AbstractEventLoop) -> None:
        """Hand over what waits, unless the thread is at work: then it gets it afterwards."""
        self._is_due = False
        if self._waiting and not self._busy:
            jobs, self._waiting = self._waiting[:MOST_TOGETHER], self._waiting[MOST_TOGETHER:]
            self._busy = True
            self._thread.submit(self._work_off, jobs, loop)

    def _deliver(self, jobs: Sequence[_Job[Work]], loop: asyncio.AbstractEventLoop) -> None:
        self._busy = False
        self._hand_over(loop)
        for job in jobs:
            if job.waiting.done():
                continue
            if isinstance(job.outcome, Exception):
                job.waiting.set_exception(job.outcome)
            else:
                job.waiting.set_result(job.outcome)

    # Everything below runs in the thread.

    def _work_off(self, jobs: Sequence[_Job[Work]], loop: asyncio.AbstractEventLoop) -> None:
        wanted = [job for job in jobs if not job.waiting.done()]
        if len(wanted) < 2 or not self._all_done(wanted):
            for job in wanted:
                self._do(job)
        # Whoever closed the event loop waits for nothing.
        with suppress(RuntimeError):
            loop.call_soon_threadsafe(self._deliver, wanted, loop)

    def _all_done(self, jobs: Sequence[_Job[Work]]) -> bool:
        try:
            outcomes = self._together([job.work for job in jobs])
        except StorageError:
            return False
        for job, outcome in zip(jobs, outcomes, strict=True):
            job.outcome = outcome
        return True

    def _do(self, job: _Job[Work]) -> None:
        if job.waiting.done():
            return
        try:
            job.outcome = self._alone(job.work)
        except Exception as error:
            job.outcome = error


def _give_up(waiting: asyncio.Future[Any]) -> None:
    if not waiting.done():
        waiting.set_exception(TimeoutError())
