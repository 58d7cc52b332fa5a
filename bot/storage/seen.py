"""Which updates are in work or handled already, whichever replica does it."""

from enum import Enum, auto

from bot.storage.names import Names
from bot.storage.store import Store

SEEN_SECONDS = 24 * 60 * 60
"""Telegram repeats an update for at most 24 hours (Bot API, "Getting updates")."""
IN_WORK_SECONDS = 90
"""A claim that is so old without an end was abandoned by a killed process, and the update may be taken anew."""
_HANDLED = b"handled"


class Claim(Enum):
    """What becomes of an update that has arrived."""

    TAKEN = auto()
    """Whoever asked handles it now."""
    IN_WORK = auto()
    """Somebody is at it; it may come again."""
    HANDLED = auto()
    """It is done, and need not come again."""


class Seen:
    """Remembers the numbers of updates as keyed hashes."""

    def __init__(self, store: Store, names: Names) -> None:
        self._store, self._names = store, names

    async def claim(self, update: int) -> Claim:
        """Take an update, unless somebody has; of several who ask at once one gets it."""
        key = self._key(update)
        if await self._store.add(key, IN_WORK_SECONDS):
            return Claim.TAKEN
        return Claim.HANDLED if await self._store.get(key) == _HANDLED else Claim.IN_WORK

    async def finish(self, update: int) -> None:
        """Note that an update is handled."""
        await self._store.put(self._key(update), _HANDLED, SEEN_SECONDS)

    def _key(self, update: int) -> str:
        return f"seen/{self._names.update(update)}"
