"""When nothing is left to do: what a test waits for before it ends a bot or looks into its files."""

import sqlite3
import time
from contextlib import closing
from pathlib import Path

from tests.telegram.fake_api import FakeTelegram

SETTLE_SECONDS = 60.0


def parked(folder: Path) -> list[int]:
    """The numbers of the updates on disk."""
    file = folder / "data" / "updates.sqlite"
    if not file.exists():
        return []
    with closing(sqlite3.connect(file)) as connection:
        # A bot that was killed may have made no more than the file.
        if not connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'parked'").fetchone():
            return []
        return [number for (number,) in connection.execute("SELECT number FROM parked")]


def wait_until_nothing_is_parked(folder: Path) -> None:
    """Wait until the bot has forgotten what it answered."""
    deadline = time.monotonic() + SETTLE_SECONDS
    while left := parked(folder):
        assert time.monotonic() < deadline, left
        time.sleep(0.02)


def wait_until_settled(fake: FakeTelegram, folder: Path) -> None:
    """Wait until all updates are done with: an answer is seen before its conversation is written."""
    fake.wait_until_acknowledged()
    wait_until_nothing_is_parked(folder)
