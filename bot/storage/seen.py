"""Which updates are answered already, whichever replica did it, and which are being answered now."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from bot.storage.names import Names
from bot.storage.store import Store

SEEN_SECONDS = 24 * 60 * 60
"""Telegram repeats an update for at most 24 hours (Bot API, "Getting updates")."""
CLAIM_SECONDS = 6.0
"""So long after the end of a killed replica its updates in work are free for another."""
RENEW_SECONDS = 2.0
"""How often a claim is renewed while an answer takes longer."""


class Seen:
    """Remembers the numbers of updates as keyed hashes.

    An update is noted once it is answered, not when it arrives: one whose process was killed is answered anew.
    """

    def __init__(self, store: Store, names: Names, *, shared: bool = False) -> None:
        """Only where replicas share the store there is anybody to claim an update against."""
        self._store, self._names, self._shared = store, names, shared

    async def has(self, number: int) -> bool:
        """Whether an update was answered."""
        return await self._store.get(self._key(number)) is not None

    async def add(self, number: int) -> None:
        """Note that an update was answered."""
        await self._store.put(self._key(number), b"", SEEN_SECONDS)

    @asynccontextmanager
    async def claim(self, number: int) -> AsyncIterator[bool]:
        """Keep an update from all other replicas meanwhile; False if one of them has it."""
        if not self._shared:
            yield True
            return
        key = f"claim/{self._names.update(number)}"
        if not await self._store.add(key, CLAIM_SECONDS):
            yield False
            return
        renewing = asyncio.create_task(self._renew(key))
        try:
            yield True
        finally:
            renewing.cancel()
            await self._store.delete(key)

    async def _renew(self, key: str) -> None:
        while True:
            await asyncio.sleep(RENEW_SECONDS)
            await self._store.put(key, b"", CLAIM_SECONDS)

    def _key(self, number: int) -> str:
        return f"seen/{self._names.update(number)}"
