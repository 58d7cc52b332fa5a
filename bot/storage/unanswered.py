"""Unanswered questions in a SQLite file of their own, each until its time is over."""

import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import cast

from bot.errors import StorageError
from bot.storage.names import Names
from bot.storage.sqlite_file import BUSY_SECONDS, make_private
from bot.unanswered.entry import Entry, State

FILE = "unanswered.sqlite"
"""The file in the data folder."""
MOST_OF_A_PERSON = 50
"""Questions kept of one person in a period; more would fill the disk and tell nothing new."""
_FIRST_DAY = date(1970, 1, 1)
_SCHEMA = """
    PRAGMA secure_delete = ON;
    CREATE TABLE IF NOT EXISTS questions (
        text TEXT NOT NULL, intent TEXT NOT NULL, reason TEXT NOT NULL, language TEXT NOT NULL,
        person TEXT NOT NULL, period INTEGER NOT NULL, day TEXT NOT NULL
    );
    CREATE TABLE IF NOT EXISTS treated (text TEXT PRIMARY KEY, state TEXT NOT NULL);
"""
_ENTRIES = "SELECT text, intent, reason, language, person, period, day FROM questions ORDER BY rowid"


def today() -> date:
    """The day in universal time."""
    return datetime.now(UTC).date()


class UnansweredFile:
    """Every method opens the file, removes what is too old, and closes it again; each raises StorageError.

    A write-ahead log is not used: what was removed would stand in it for a while.
    """

    def __init__(self, folder: Path, days: int, now: Callable[[], date] = today) -> None:
        self._path, self._days, self._now = folder / FILE, days, now

    def exists(self) -> bool:
        """Whether anything was ever kept."""
        return self._path.exists()

    def period(self) -> int:
        """The count of retention periods since 1970."""
        return (self._now() - _FIRST_DAY).days // self._days

    def add(self, entry: Entry) -> bool:
        """Keep a question; True if it is the person's first."""
        with self._opened() as file:
            [(before,)] = file.execute("SELECT count(*) FROM questions WHERE person = ?", (entry.person,)).fetchall()
            row = (entry.text, entry.intent, entry.reason, entry.language, entry.person, entry.period)
            if before < MOST_OF_A_PERSON:
                file.execute("INSERT INTO questions VALUES (?, ?, ?, ?, ?, ?, ?)", (*row, entry.day.isoformat()))
        return bool(before == 0)

    def forget(self, persons: tuple[str, ...]) -> bool:
        """Remove everything of a person under these hashes; True if there was anything."""
        with self._opened() as file:
            marks = ", ".join("?" * len(persons))
            return file.execute(f"DELETE FROM questions WHERE person IN ({marks})", persons).rowcount > 0

    def entries(self) -> list[Entry]:
        """Everything kept, the oldest first."""
        with self._opened() as file:
            rows = file.execute(_ENTRIES).fetchall()
        return [
            Entry(text, intent, reason, language, person, period, date.fromisoformat(day))
            for text, intent, reason, language, person, period, day in rows
        ]

    def treated(self) -> dict[str, State]:
        """The questions that somebody has dealt with, and how."""
        with self._opened() as file:
            return {text: cast(State, state) for text, state in file.execute("SELECT text, state FROM treated")}

    def treat(self, text: str, state: State) -> None:
        """Note that a question and all like it are dealt with."""
        with self._opened() as file:
            file.execute("INSERT OR REPLACE INTO treated VALUES (?, ?)", (text, state))

    def tidy(self) -> None:
        """Remove what is too old."""
        with self._opened():
            pass

    @contextmanager
    def _opened(self) -> Iterator[sqlite3.Connection]:
        try:
            make_private(self._path.parent)
            os.close(os.open(self._path, os.O_RDWR | os.O_CREAT, 0o600))
            with closing(sqlite3.connect(self._path, timeout=BUSY_SECONDS)) as file, file:
                file.executescript(_SCHEMA)
                oldest = (self._now() - timedelta(days=self._days)).isoformat()
                file.execute("DELETE FROM questions WHERE day <= ?", (oldest,))
                yield file
        except (OSError, sqlite3.Error) as error:
            raise StorageError(f"{self._path} cannot be used ({error}). Check its rights, or delete it.") from error


def hashes(names: Names, user: int, period: int) -> tuple[str, ...]:
    """The names of a person in this period and in the one before, from which questions are still kept."""
    return names.asker(user, period), names.asker(user, period - 1)
