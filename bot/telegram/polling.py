"""Asks Telegram for updates, and tells it that one was taken only when it was answered: see decision 6."""

import asyncio
import json
from collections.abc import Awaitable, Callable, Coroutine
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any, TypeVar
from urllib.parse import urlencode

from telegram import Bot
from telegram.error import InvalidToken, RetryAfter
from telegram.error import TelegramError as LibraryError
from telegram.request import BaseRequest

from bot.telegram.answering import Answering, Json
from bot.telegram.backoff import Backoff
from bot.telegram.handling import Handling
from bot.telegram.parking import Parking
from bot.telegram.patience import flood_seconds
from bot.telegram.recent import RecentNumbers
from bot.telegram.wire import ANSWER_SECONDS

POLL_SECONDS = 30
"""How long Telegram holds a request for updates open while there are none."""
AT_ONCE = 24
"""Telegram is asked for no updates further than this beyond the first that it still holds, though it would give more:
if the process is killed, no more than these, and parked ones not yet removed, are answered twice."""
MOST_GIVEN = 100
"""Updates that Telegram gives at most. So many are asked for while none can be parked: one that waits holds up only
what lies further behind."""
BEGUN_AT_ONCE = 8
"""Updates whose work begins in one turn of the event loop, so that many that come together do not hold it up."""
PARK_AFTER_SECONDS = 0.25
"""An update is parked when so long no earlier one was finished: it holds up the acknowledgement of later ones."""
OVERTAKEN = AT_ONCE // 2
"""An update is parked as well when so many later ones were finished, while there is still room for others."""
GLANCE_SECONDS = 0.05
"""How long to wait, while updates are in work, before looking for new ones."""
STUCK_GLANCE_SECONDS = 0.5
"""The same when those in work can neither be finished nor parked."""
TOGETHER = 5
"""So many finished updates are acknowledged together while many are in work, since each request costs as much as half
an answer; they might be answered twice if the process were killed meanwhile."""
STORE_RETRY_SECONDS = 5.0
"""How long a store that failed is left alone."""
MOST_IN_WORK = 4096
"""Beyond so many updates none is parked any more, so that Telegram keeps the next ones."""
LAST_WORD_SECONDS = 2.0
"""How long the last acknowledgement before the end may take."""
Fetch = Callable[[int, int, int], Awaitable[list[Json]]]
"""Gives updates from a number on (0: the oldest there are), at most so many, waiting so many seconds for the first."""
_Result = TypeVar("_Result")


@dataclass(eq=False)
class _Open:
    """An update that Telegram still holds, because it is neither answered nor parked."""

    number: int
    raw: Json
    since: float
    """When its time began: it came, the content was there to answer it from, or an earlier one was finished."""
    overtaken: int = 0
    """Later ones that were finished."""
    parking: asyncio.Task[bool] | None = field(default=None)


class Polling:
    """Takes updates in and sees each through to its end."""

    def __init__(self, bot: Bot, fetch: Fetch, answering: Answering, parking: Parking) -> None:
        self._bot, self._fetch, self._answering, self._parking = bot, fetch, answering, parking
        self._open: dict[int, _Open] = {}
        self._begun = RecentNumbers()
        self._in_work: set[asyncio.Task[Any]] = set()
        self._next = 0
        self._finished = 0
        """Updates since the last request for others."""
        self._changed = asyncio.Event()
        self._backoff = Backoff()
        self._store_rests_until = 0.0
        """When the store is tried again; 0 while it works."""

    async def prepare(self) -> None:
        """Telegram gives no updates to those who ask while it delivers them."""
        await self._bot.delete_webhook()

    async def run(self) -> None:
        """Poll until cancelled; raises InvalidToken when Telegram refuses the token."""
        await self._resume()
        while True:
            await self._pause_while_busy()
            for place, raw in enumerate(await self._ask(), 1):
                self._begin(raw)
                if place % BEGUN_AT_ONCE == 0:
                    await asyncio.sleep(0)

    async def finish(self, seconds: float) -> None:
        """Give running answers some time, then tell Telegram which updates it need not keep."""
        if self._in_work:
            await asyncio.wait(self._in_work, timeout=seconds)
        for task in self._in_work:
            task.cancel()
        await asyncio.gather(*self._in_work, return_exceptions=True)
        if first := self._first_unanswered():
            with suppress(LibraryError, TimeoutError):
                async with asyncio.timeout(LAST_WORD_SECONDS):
                    await self._fetch(first, 1, 0)

    # Asking

    async def _ask(self) -> list[Json]:
        """New updates, beside those that Telegram still holds because they are in work."""
        first, idle = self._first_unanswered(), not self._open
        self._finished = 0
        # A full window has no room for new ones; then the request only acknowledges.
        window = MOST_GIVEN if self._store_rests_until else AT_ONCE
        limit = window if len(self._open) <= window // 2 else 1
        try:
            updates = await self._fetch(first, limit, POLL_SECONDS if idle else 0)
        except InvalidToken:
            raise
        except RetryAfter as error:
            await asyncio.sleep(flood_seconds(error))
            return []
        except LibraryError:
            # The wire has said what is wrong.
            await self._backoff.sleep()
            return []
        self._backoff.reset()
        if idle and not updates:
            # All is acknowledged. After a quiet week Telegram begins with any number, which may be a lower one.
            self._next = 0
        return updates

    def _first_unanswered(self) -> int:
        return min(self._open, default=self._next)

    async def _pause_while_busy(self) -> None:
        """With updates in work Telegram answers at once: wait until some are finished, or a moment for new ones."""
        if not self._open:
            return
        now, ready = asyncio.get_running_loop().time(), self._answering.ready
        stuck = not ready or all(now - one.since > PARK_AFTER_SECONDS for one in self._open.values())
        with suppress(TimeoutError):
            async with asyncio.timeout(STUCK_GLANCE_SECONDS if stuck else GLANCE_SECONDS):
                await self._changed.wait()
        self._changed.clear()
        if ready:
            self._park_overdue()
        else:
            self._begin_anew()

    # Seeing through

    def _begin(self, raw: Json) -> None:
        number = int(raw["update_id"])
        # Also what was begun before is finished, parked or open: Telegram need not give it again and again.
        self._next = max(self._next, number + 1)
        if number in self._begun:
            return
        self._begun.add(number)
        entry = self._open[number] = _Open(number, raw, asyncio.get_running_loop().time())
        self._start(self._see_through(entry))

    def _start(self, work: Coroutine[Any, Any, _Result]) -> asyncio.Task[_Result]:
        task = asyncio.create_task(work)
        self._in_work.add(task)
        task.add_done_callback(self._in_work.discard)
        return task

    async def _see_through(self, entry: _Open) -> None:
        await self._answering.answer(entry.raw, Handling(lambda: self._park(entry)))
        self._open.pop(entry.number, None)
        now = asyncio.get_running_loop().time()
        for other in self._open.values():
            if other.number > entry.number:
                other.since = now
            else:
                other.overtaken += 1
        self._finished += 1
        if self._finished >= min(TOGETHER, len(self._open) / TOGETHER):
            self._changed.set()
        if entry.parking and await entry.parking:
            await self._parking.remove(entry.number)

    # Parking

    def _park_overdue(self) -> None:
        latest = asyncio.get_running_loop().time() - PARK_AFTER_SECONDS
        for entry in self._open.values():
            if entry.since < latest or entry.overtaken >= OVERTAKEN:
                self._park(entry)

    def _begin_anew(self) -> None:
        """While the content is loaded Telegram keeps what comes as safely as a disk, and nobody's words lie there."""
        now = asyncio.get_running_loop().time()
        for entry in self._open.values():
            entry.since = now

    def _park(self, entry: _Open) -> None:
        now = asyncio.get_running_loop().time()
        if entry.parking or len(self._in_work) >= MOST_IN_WORK or now < self._store_rests_until:
            return
        if self._store_rests_until:
            # One update is enough to find out whether it works again.
            self._store_rests_until = now + STORE_RETRY_SECONDS
        entry.parking = self._start(self._put(entry))

    async def _put(self, entry: _Open) -> bool:
        """Whether an update is safe on disk, so that Telegram may forget it."""
        kept = await self._parking.put(entry.number, entry.raw)
        if kept:
            self._store_rests_until = 0.0
            self._open.pop(entry.number, None)
            self._changed.set()
        else:
            entry.parking = None
            self._store_rests_until = asyncio.get_running_loop().time() + STORE_RETRY_SECONDS
        return kept

    async def _resume(self) -> None:
        """Answer first what was parked when the bot was stopped."""
        for number, raw in await self._parking.all():
            self._begun.add(number)
            self._start(self._see_through_parked(number, raw))

    async def _see_through_parked(self, number: int, raw: Json) -> None:
        await self._answering.answer(raw, Handling())
        await self._parking.remove(number)


def updates_over(wire: BaseRequest, address: str, kinds: tuple[str, ...]) -> Fetch:
    """Ask over a wire; `address` ends in the token. The library's own method fails for all if one cannot be read."""

    async def fetch(first: int, limit: int, seconds: int) -> list[Json]:
        offset = {"offset": first} if first else {}
        query = urlencode({**offset, "limit": limit, "timeout": seconds, "allowed_updates": json.dumps(kinds)})
        answer = await wire.post(f"{address}/getUpdates?{query}", read_timeout=ANSWER_SECONDS + seconds)
        return answer if isinstance(answer, list) else []

    return fetch
