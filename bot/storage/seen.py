"""Which updates are answered already, whichever replica did it."""

from bot.storage.names import Names
from bot.storage.store import Store

SEEN_SECONDS = 24 * 60 * 60
"""Telegram repeats an update for at most 24 hours (Bot API, "Getting updates")."""


class Seen:
    """Remembers the numbers of updates as keyed hashes.

    An update is noted once it is answered, not when it arrives: one whose process was killed is answered anew.
    """

    def __init__(self, store: Store, names: Names) -> None:
        self._store, self._names = store, names

    async def has(self, number: int) -> bool:
        """Whether an update was answered."""
        return await self._store.get(self._key(number)) is not None

    async def add(self, number: int) -> None:
        """Note that an update was answered."""
        await self._store.put(self._key(number), b"", SEEN_SECONDS)

    def _key(self, number: int) -> str:
        return f"seen/{self._names.update(number)}"
