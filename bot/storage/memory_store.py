"""A store that lasts as long as the process."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from math import inf

MOST_ENTRIES = 100_000
"""Beyond so many entries the one that was written longest ago goes; those without an end stay."""
SWEEP_SECONDS = 60.0
"""How often expired entries are removed, as long as the store is written to."""


@dataclass(frozen=True, slots=True)
class _Entry:
    value: bytes
    ends: float


class MemoryStore:
    """For tests, and for the time in which another store cannot be used."""

    def __init__(self, clock: Callable[[], float] = time.monotonic, most: int = MOST_ENTRIES) -> None:
        self._clock, self._most = clock, most
        self._entries: dict[str, _Entry] = {}
        self._next_sweep = clock() + SWEEP_SECONDS

    async def get(self, key: str) -> bytes | None:
        """The value, or None if there is none or it has expired."""
        entry = self._current(key)
        return entry.value if entry else None

    async def put(self, key: str, value: bytes, seconds: float | None) -> None:
        """Keep a value in place of any other; the time begins anew."""
        self._entries.pop(key, None)
        self._keep(key, _Entry(value, self._end(seconds)))

    async def delete(self, key: str) -> None:
        """Remove an entry, if there is one."""
        self._entries.pop(key, None)

    async def add(self, key: str, seconds: float) -> bool:
        """Keep an empty value; True only for the first who does so until it expires."""
        if self._current(key):
            return False
        await self.put(key, b"", seconds)
        return True

    async def count(self, key: str, seconds: float | None) -> int:
        """Add one and return the sum; the time begins with the first and is not renewed."""
        entry = self._current(key) or _Entry(b"0", self._end(seconds))
        number = int(entry.value) + 1
        self._keep(key, _Entry(str(number).encode(), entry.ends))
        return number

    async def pairs(self, prefix: str) -> list[tuple[str, bytes]]:
        """All keys that begin so, with their values."""
        now = self._clock()
        return [(k, entry.value) for k, entry in self._entries.items() if k.startswith(prefix) and entry.ends > now]

    async def close(self) -> None:
        """Forget everything."""
        self._entries.clear()

    def __len__(self) -> int:
        """How many entries are held, expired ones included until they are removed."""
        return len(self._entries)

    def _end(self, seconds: float | None) -> float:
        return inf if seconds is None else self._clock() + seconds

    def _current(self, key: str) -> _Entry | None:
        entry = self._entries.get(key)
        return entry if entry and entry.ends > self._clock() else None

    def _keep(self, key: str, entry: _Entry) -> None:
        self._entries[key] = entry
        if self._clock() >= self._next_sweep:
            self._sweep()
        if len(self._entries) > self._most:
            oldest = next((key for key, entry in self._entries.items() if entry.ends < inf), key)
            del self._entries[oldest]

    def _sweep(self) -> None:
        now = self._clock()
        self._entries = {key: entry for key, entry in self._entries.items() if entry.ends > now}
        self._next_sweep = now + SWEEP_SECONDS
