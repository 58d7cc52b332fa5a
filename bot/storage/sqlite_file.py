"""The SQLite file itself: who may read it, and how it is set up."""

import os
import sqlite3
import time
from pathlib import Path

BUSY_SECONDS = 0.5
"""How long to wait for another process that is writing."""
_PAUSE_SECONDS = 0.01
# The log is carried over after 4,000 pages (16 MB) instead of 1,000: whoever asks just then waits for the disk.
_SCHEMA = """
    PRAGMA journal_mode = WAL;
    PRAGMA synchronous = NORMAL;
    PRAGMA secure_delete = ON;
    PRAGMA wal_autocheckpoint = 4000;
    CREATE TABLE IF NOT EXISTS entries (
        number INTEGER PRIMARY KEY,
        key TEXT NOT NULL UNIQUE,
        value BLOB NOT NULL,
        ends REAL,
        began REAL NOT NULL DEFAULT 0
    );
    CREATE INDEX IF NOT EXISTS entries_by_end ON entries (ends);
"""
_HAS_BEGINNING = "SELECT 1 FROM pragma_table_info('entries') WHERE name = 'began'"
"""Files of version 0.1 before this column counted on a clock that never goes back."""
_ADD_BEGINNING = "ALTER TABLE entries ADD COLUMN began REAL NOT NULL DEFAULT 0"
_INDEX_BEGINNING = "CREATE INDEX IF NOT EXISTS entries_by_beginning ON entries (began)"


def make_private(folder: Path) -> None:
    """Create a folder that only this user may enter; raises OSError."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)


def open_file(path: Path) -> sqlite3.Connection:
    """Create the file or open and check it; raises OSError or sqlite3.Error."""
    make_private(path.parent)
    os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))
    connection = sqlite3.connect(path, timeout=BUSY_SECONDS, isolation_level=None, check_same_thread=False)
    try:
        _set_up(connection)
        [(verdict,)] = connection.execute("PRAGMA quick_check(1)").fetchall()
        if verdict != "ok":
            raise sqlite3.DatabaseError("the file is damaged")
    except sqlite3.Error:
        connection.close()
        raise
    return connection


def _set_up(connection: sqlite3.Connection) -> None:
    """SQLite does not wait by itself when two processes switch a new file to its write-ahead log."""
    deadline = time.monotonic() + BUSY_SECONDS
    while True:
        try:
            connection.executescript(_SCHEMA)
            if not connection.execute(_HAS_BEGINNING).fetchall():
                connection.execute(_ADD_BEGINNING)
            connection.execute(_INDEX_BEGINNING)
            return
        except sqlite3.OperationalError as error:
            if "locked" not in str(error) or time.monotonic() > deadline:
                raise
        time.sleep(_PAUSE_SECONDS)


def identity(path: Path) -> tuple[int, int] | None:
    """Which file is at a path now; None if there is none."""
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino
