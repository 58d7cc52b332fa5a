"""A store that never fails: while the real one is in trouble, memory takes its place."""

import logging
import time
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import TypeVar

from bot.errors import StorageError
from bot.storage.memory_store import MemoryStore
from bot.storage.store import Store

RETRY_SECONDS = 5.0
"""The pause after which a store in trouble is tried again, by one caller."""
MOST_CHANGES = 10_000
"""How many changes made meanwhile are carried over when trouble ends; the oldest are dropped."""
_LOG = logging.getLogger(__name__)
Result = TypeVar("Result")


@dataclass(frozen=True, slots=True)
class _Change:
    """What happened to a key while the store was in trouble: a new value, or None for its removal."""

    value: bytes | None
    ends: float | None


class FallbackStore:
    """Passes everything on to a store; one log line when its trouble begins and one when it ends.

    What is written or deleted meanwhile is carried over afterwards, so that a choice stays and a deletion is done;
    counts made meanwhile are not.
    """

    def __init__(
        self, store: Store, clock: Callable[[], float] = time.monotonic, retry_seconds: float = RETRY_SECONDS
    ) -> None:
        self._store, self._clock, self._retry_seconds = store, clock, retry_seconds
        self._memory = MemoryStore(clock)
        self._changes: dict[str, _Change] = {}
        self._retry_at: float | None = None

    @property
    def in_trouble(self) -> bool:
        """Whether memory takes the store's place now."""
        return self._retry_at is not None

    async def get(self, key: str) -> bytes | None:
        """The value, or None if there is none or it has expired."""
        return await self._through(lambda store: store.get(key))

    async def put(self, key: str, value: bytes, seconds: float | None) -> None:
        """Keep a value in place of any other; the time begins anew."""
        await self._through(lambda store: store.put(key, value, seconds))
        self._note(key, _Change(value, None if seconds is None else self._clock() + seconds))

    async def delete(self, key: str) -> None:
        """Remove an entry, if there is one."""
        await self._through(lambda store: store.delete(key))
        self._note(key, _Change(None, None))

    async def add(self, key: str, seconds: float) -> bool:
        """Keep an empty value; True only for the first who does so until it expires."""
        return await self._through(lambda store: store.add(key, seconds))

    async def count(self, key: str, seconds: float | None) -> int:
        """Add one and return the sum; the time begins with the first and is not renewed."""
        return await self._through(lambda store: store.count(key, seconds))

    async def pairs(self, prefix: str) -> list[tuple[str, bytes]]:
        """All keys that begin so, with their values."""
        return await self._through(lambda store: store.pairs(prefix))

    async def close(self) -> None:
        """Close the store and forget what was in memory."""
        with suppress(StorageError):
            await self._store.close()
        await self._memory.close()

    async def _through(self, call: Callable[[Store], Awaitable[Result]]) -> Result:
        """Call the store, or memory while the store is in trouble."""
        if self._may_be_asked():
            try:
                await self._carry_over()
                result = await call(self._store)
            except StorageError as error:
                self._note_trouble(error)
            else:
                await self._note_recovery()
                return result
        return await call(self._memory)

    def _may_be_asked(self) -> bool:
        """Always, or in trouble after each pause once."""
        if self._retry_at is None:
            return True
        if self._clock() < self._retry_at:
            return False
        self._retry_at = self._clock() + self._retry_seconds
        return True

    async def _carry_over(self) -> None:
        """Repeat on the store what was changed meanwhile; a change stays noted until it is done."""
        while self._changes:
            key, change = next(iter(self._changes.items()))
            left = None if change.ends is None else change.ends - self._clock()
            if change.value is None or (left is not None and left <= 0):
                await self._store.delete(key)
            else:
                await self._store.put(key, change.value, left)
            if self._changes.get(key) is change:
                del self._changes[key]

    def _note(self, key: str, change: _Change) -> None:
        if not self.in_trouble:
            return
        self._changes.pop(key, None)
        self._changes[key] = change
        if len(self._changes) > MOST_CHANGES:
            del self._changes[next(iter(self._changes))]

    def _note_trouble(self, error: StorageError) -> None:
        if not self.in_trouble:
            _LOG.warning("%s Until then the bot remembers in memory only.", error)
        self._retry_at = self._clock() + self._retry_seconds

    async def _note_recovery(self) -> None:
        if self.in_trouble:
            _LOG.info("Storage works again.")
            self._retry_at = None
            await self._memory.close()
