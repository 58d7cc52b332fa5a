"""A store in one SQLite file: outlives the process, and serves several processes of one machine."""

import asyncio
import os
import sqlite3
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.errors import StorageError
from bot.storage.batches import Batches
from bot.storage.sqlite_file import identity, open_file

MOST_ENTRIES = 500_000
"""Beyond so many entries (some 150 MB) those written longest ago go at the next sweep; those without an end stay."""
SWEEP_SECONDS = 60.0
"""How often expired entries are removed from the file, also while nobody writes to the bot."""
SWEEP_BATCH = 5_000
"""How many entries are removed at once; answers come in between."""
LONGEST_WAIT_SECONDS = 2.0
"""A disk that takes longer counts as failed: no answer waits for it."""
AHEAD_SECONDS = 60
"""What was written by a clock further ahead than this counts as expired: the clock was set back since."""
_LARGEST_KEY = "\U0010ffff"
_GONE = f"(ends <= :now OR (began > :now + {AHEAD_SECONDS} AND ends IS NOT NULL))"
_THERE = f"(ends IS NULL OR NOT {_GONE})"
_GET = f"SELECT value FROM entries WHERE key = :key AND {_THERE}"
_PUT = "INSERT OR REPLACE INTO entries (key, value, ends, began) VALUES (:key, :value, :ends, :now)"
_DELETE = "DELETE FROM entries WHERE key = :key"
_ADD = f"""
    INSERT INTO entries (key, value, ends, began) VALUES (:key, x'', :ends, :now)
    ON CONFLICT (key) DO UPDATE SET ends = excluded.ends, began = excluded.began WHERE {_GONE} RETURNING key
"""
_COUNT = f"""
    INSERT INTO entries (key, value, ends, began) VALUES (:key, CAST('1' AS BLOB), :ends, :now)
    ON CONFLICT (key) DO UPDATE SET
        value = CASE WHEN {_GONE} THEN excluded.value ELSE CAST(CAST(value AS INTEGER) + 1 AS BLOB) END,
        ends = CASE WHEN {_GONE} THEN excluded.ends ELSE ends END,
        began = CASE WHEN {_GONE} THEN excluded.began ELSE began END
    RETURNING CAST(value AS INTEGER)
"""
_PAIRS = f"SELECT key, value FROM entries WHERE key >= :key AND key < :last AND {_THERE}"
_EXPIRE = f"""
    DELETE FROM entries WHERE number IN (SELECT number FROM entries WHERE {_GONE} LIMIT :batch) RETURNING number
"""
_SHRINK = """
    DELETE FROM entries WHERE number IN (
        SELECT number FROM entries WHERE ends IS NOT NULL
        ORDER BY number LIMIT min(:batch, max(0, (SELECT count(*) FROM entries) - :most))
    ) RETURNING number
"""
_CHECKPOINT = "PRAGMA wal_checkpoint(TRUNCATE)"
"""The log beside the file holds what was removed until it is emptied."""
_READS = (_GET, _PAIRS)
Rows = list[tuple[Any, ...]]


@dataclass(frozen=True, slots=True)
class _Statement:
    """What the file is asked; what is asked at the same time becomes one transaction."""

    text: str
    values: Mapping[str, str | bytes | float | None]


class SqliteStore:
    """One connection in one worker thread; statements that wait for it together are one transaction."""

    def __init__(
        self,
        path: Path,
        clock: Callable[[], float] = time.time,
        most: int = MOST_ENTRIES,
        sweep_seconds: float = SWEEP_SECONDS,
    ) -> None:
        self._path, self._clock, self._most = path, clock, most
        self._sweep_seconds = sweep_seconds
        self._worker = Batches[_Statement | Callable[[], Any]]("storage", self._do, self._do_all)
        self._connection: sqlite3.Connection | None = None
        self._file: tuple[int, int] | None = None
        self._sweeper: asyncio.Task[None] | None = None

    async def get(self, key: str) -> bytes | None:
        """The value, or None if there is none or it has expired."""
        rows = await self._ask(_GET, key)
        return rows[0][0] if rows else None

    async def put(self, key: str, value: bytes, seconds: float | None) -> None:
        """Keep a value in place of any other; the time begins anew."""
        await self._ask(_PUT, key, seconds, value=value)

    async def delete(self, key: str) -> None:
        """Remove an entry, if there is one."""
        await self._ask(_DELETE, key)

    async def add(self, key: str, seconds: float) -> bool:
        """Keep an empty value; True only for the first who does so until it expires."""
        return bool(await self._ask(_ADD, key, seconds))

    async def count(self, key: str, seconds: float | None) -> int:
        """Add one and return the sum; the time begins with the first and is not renewed."""
        [(number,)] = await self._ask(_COUNT, key, seconds)
        return int(number)

    async def pairs(self, prefix: str) -> list[tuple[str, bytes]]:
        """All keys that begin so, with their values."""
        return [(key, value) for key, value in await self._ask(_PAIRS, prefix, last=prefix + _LARGEST_KEY)]

    async def close(self) -> None:
        """Close the file."""
        if self._sweeper:
            self._sweeper.cancel()
            self._sweeper = None
        with suppress(StorageError):
            await self._in_worker(self._disconnect)

    async def _ask(self, statement: str, key: str, seconds: float | None = None, **values: str | bytes) -> Rows:
        if self._sweeper is None:
            self._sweeper = asyncio.create_task(self._sweep_regularly())
        now = self._clock()
        ends = None if seconds is None else now + seconds
        rows: Rows = await self._in_worker(_Statement(statement, {"key": key, "now": now, "ends": ends, **values}))
        return rows

    async def _in_worker(self, work: _Statement | Callable[[], Any]) -> Any:
        try:
            return await self._worker.result(work, LONGEST_WAIT_SECONDS)
        except TimeoutError:
            raise StorageError(f"{self._path} did not answer in {LONGEST_WAIT_SECONDS:.0f} seconds.") from None

    async def _sweep_regularly(self) -> None:
        while True:
            # Whoever needs the file next will report what is wrong with it.
            with suppress(StorageError):
                while await self._in_worker(self._sweep):
                    pass
                await self._in_worker(lambda: self._execute(_CHECKPOINT))
            await asyncio.sleep(self._sweep_seconds)

    # Everything below runs in the worker thread.

    def _sweep(self) -> bool:
        """Remove what has expired and what is too much; True if there may be more of it."""
        expired = self._execute(_EXPIRE, now=self._clock(), batch=SWEEP_BATCH)
        surplus = self._execute(_SHRINK, most=self._most, batch=SWEEP_BATCH)
        return SWEEP_BATCH in (len(expired), len(surplus))

    def _do(self, work: _Statement | Callable[[], Any]) -> Any:
        return self._execute(work.text, **work.values) if isinstance(work, _Statement) else work()

    def _do_all(self, works: Sequence[_Statement | Callable[[], Any]]) -> list[Rows]:
        """Answer statements in one transaction, which costs hardly more than one of them; else do none of it."""
        statements = [work for work in works if isinstance(work, _Statement)]
        if len(statements) < len(works):
            raise StorageError("What is no statement can be part of no transaction.")
        only_reads = all(statement.text in _READS for statement in statements)
        with self._translated() as connection:
            connection.execute("BEGIN" if only_reads else "BEGIN IMMEDIATE")
            rows = [connection.execute(one.text, one.values).fetchall() for one in statements]
            connection.execute("COMMIT")
        return rows

    def _execute(self, statement: str, **values: str | bytes | float | None) -> Rows:
        with self._translated() as connection:
            return connection.execute(statement, values).fetchall()

    @contextmanager
    def _translated(self) -> Iterator[sqlite3.Connection]:
        """The connection; it is given up where it fails, and with it what was not finished."""
        try:
            yield self._connected()
        except (OSError, sqlite3.Error) as error:
            self._disconnect()
            raise StorageError(_explained(self._path, error)) from error

    def _connected(self) -> sqlite3.Connection:
        """The connection, or a new one if the file was removed or replaced."""
        if self._connection and identity(self._path) != self._file:
            self._disconnect()
        if self._connection is None:
            self._connection = open_file(self._path)
            self._file = identity(self._path)
        return self._connection

    def _disconnect(self) -> None:
        connection, self._connection = self._connection, None
        if connection:
            with suppress(sqlite3.Error):
                connection.close()


def _explained(path: Path, error: Exception) -> str:
    """What is wrong and what to do, without any value that was to be written."""
    reason = os.strerror(error.errno) if isinstance(error, OSError) and error.errno else str(error)
    if type(error) is sqlite3.DatabaseError:
        mend = "Delete the file: it is made anew."
    elif "locked" in reason:
        mend = "Another process holds the file."
    else:
        mend = "Check the rights of its folder (BOT_DATA) and the free space."
    return f"{path} cannot be used ({reason}). {mend}"
