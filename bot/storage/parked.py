"""Updates whose answers have to wait, kept on disk so that Telegram need not keep them: see decision 6."""

import asyncio
import sqlite3
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Protocol, TypeVar

from bot.errors import StorageError

FILE = "updates.sqlite"
KEPT_SECONDS = 24 * 60 * 60.0
"""As long as Telegram itself keeps an update that nobody fetched."""
BUSY_SECONDS = 1.0
"""How long to wait for another process that has the file open."""
_TABLE = (
    "CREATE TABLE IF NOT EXISTS parked "
    "(bot INTEGER, number INTEGER, since REAL NOT NULL, update_json BLOB NOT NULL, PRIMARY KEY (bot, number))"
)
Value = TypeVar("Value")


class Parked(Protocol):
    """A store of updates by number; each method raises StorageError if it cannot do what it says."""

    async def put(self, number: int, update: bytes) -> None:
        """Keep an update, safely once this returns."""

    async def remove(self, number: int) -> None:
        """Forget an update, also one that is not there."""

    async def all(self) -> list[tuple[int, bytes]]:
        """Everything kept, in the order of the numbers."""


class ParkedUpdates:
    """The store in one SQLite file, which comes into being with the first update that has to wait."""

    def __init__(self, folder: Path, bot: int, now: Callable[[], float] = time.time) -> None:
        self._file, self._bot, self._now = folder / FILE, bot, now
        # A connection belongs to one thread, and the event loop must not wait for a disk.
        self._thread = ThreadPoolExecutor(1, "parked")
        self._connection: sqlite3.Connection | None = None
        self._finished: set[int] = set()

    async def put(self, number: int, update: bytes) -> None:
        """Keep an update, safely once this returns."""
        await self._run(lambda: self._put(number, update))

    async def remove(self, number: int) -> None:
        """Forget an update; one whose removal fails is removed with the next."""
        self._finished.add(number)
        await self._run(self._remove)

    async def all(self) -> list[tuple[int, bytes]]:
        """Everything younger than a day; what is older goes."""
        return await self._run(self._all)

    async def close(self) -> None:
        """Let go of the file."""
        await self._run(self._disconnect)
        self._thread.shutdown()

    async def _run(self, work: Callable[[], Value]) -> Value:
        try:
            return await asyncio.get_running_loop().run_in_executor(self._thread, work)
        except (sqlite3.Error, OSError) as error:
            self._thread.submit(self._disconnect)
            raise StorageError(
                f"{self._file} cannot be used ({error}). Make its folder writable, or delete it."
            ) from error

    def _put(self, number: int, update: bytes) -> None:
        row = (self._bot, number, self._now(), update)
        with self._connected() as connection:
            connection.execute("INSERT OR REPLACE INTO parked VALUES (?, ?, ?, ?)", row)

    def _remove(self) -> None:
        # The event loop may add more meanwhile. Those that wait for the disk together are removed together.
        finished = self._finished.copy()
        if not finished:
            return
        rows = [(self._bot, number) for number in finished]
        with self._connected() as connection:
            connection.executemany("DELETE FROM parked WHERE bot = ? AND number = ?", rows)
        self._finished -= finished
        self._wipe_if_empty()

    def _all(self) -> list[tuple[int, bytes]]:
        if not self._file.exists():
            return []
        with self._connected() as connection:
            connection.execute("DELETE FROM parked WHERE since < ?", (self._now() - KEPT_SECONDS,))
            query = "SELECT number, update_json FROM parked WHERE bot = ? ORDER BY number"
            return list(connection.execute(query, (self._bot,)))

    def _wipe_if_empty(self) -> None:
        """What was deleted still stands in the log that SQLite writes first; empty it as soon as nothing waits."""
        connection = self._connected()
        if connection.execute("SELECT 1 FROM parked LIMIT 1").fetchone() is None:
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def _connected(self) -> sqlite3.Connection:
        if self._connection is None:
            self._file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            self._file.touch(mode=0o600)
            self._connection = sqlite3.connect(self._file, timeout=BUSY_SECONDS, check_same_thread=False)
            # Once Telegram is told that an update was taken, it must be on the disk itself.
            for setting in ("journal_mode = WAL", "synchronous = FULL", "secure_delete = ON"):
                self._connection.execute(f"PRAGMA {setting}")
            self._connection.execute(_TABLE)
        return self._connection

    def _disconnect(self) -> None:
        connection, self._connection = self._connection, None
        if connection is not None:
            connection.close()
