"""The SQLite file: who may read it, several processes, sudden ends, and every way in which it can be unusable."""

import asyncio
import shutil
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from bot.errors import StorageError
from bot.storage.sqlite_store import SqliteStore
from tests.storage.clock import Clock

PROJECT = Path(__file__).resolve().parents[2]
PATIENCE_SECONDS = 20


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "data" / "bot.sqlite"


def writer(file: Path, *arguments: str) -> subprocess.Popen[str]:
    """Start tests/storage/writer.py."""
    command = [sys.executable, "-m", "tests.storage.writer", str(file), *arguments]
    return subprocess.Popen(command, cwd=PROJECT, stdout=subprocess.PIPE, text=True)


def rows(file: Path, statement: str = "SELECT key FROM entries ORDER BY key") -> list[str]:
    """What stands in the file, expired or not."""
    with closing(sqlite3.connect(file)) as connection:
        return [row[0] for row in connection.execute(statement)]


def put(file: Path, key: str = "a") -> None:
    """Write one entry with a store of its own."""

    async def run() -> None:
        store = SqliteStore(file)
        try:
            await store.put(key, b"1", 60)
        finally:
            await store.close()

    asyncio.run(run())


async def until(condition: Callable[[], bool]) -> None:
    """Wait for a condition, but not for ever."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not condition():
        assert time.monotonic() < deadline
        await asyncio.sleep(0.01)


def test_nobody_else_may_read(file: Path) -> None:
    async def run() -> dict[str, int]:
        store = SqliteStore(file)
        await store.put("a", b"1", 60)
        modes = {path.name: path.stat().st_mode & 0o777 for path in (file.parent, *file.parent.iterdir())}
        await store.close()
        return modes

    modes = asyncio.run(run())
    assert modes.pop("data") == 0o700
    assert "bot.sqlite-wal" in modes
    assert set(modes.values()) == {0o600}


def test_expired_entries_leave_the_file_and_its_log_while_nobody_writes(file: Path) -> None:
    async def run() -> None:
        clock = Clock()
        store = SqliteStore(file, clock, sweep_seconds=0.01)
        await store.put("geheim", b"vertraulich", 30)
        await store.put("stays", b"1", None)
        clock.now += 30
        await until(lambda: rows(file) == ["stays"])
        await until(lambda: not any(b"vertraulich" in path.read_bytes() for path in file.parent.iterdir()))
        await store.close()

    asyncio.run(run())


def test_leftovers_of_an_earlier_process_are_removed_at_the_first_use(file: Path) -> None:
    async def run() -> None:
        clock = Clock()
        store = SqliteStore(file, clock)
        await store.put("old", b"1", 30)
        await store.close()
        clock.now += 30
        await store.get("")
        await until(lambda: rows(file) == [])
        await store.close()

    asyncio.run(run())


def test_number_of_entries_is_bounded_and_those_written_longest_ago_go(file: Path) -> None:
    async def run() -> None:
        store = SqliteStore(file, most=4, sweep_seconds=0.01)
        await store.count("tally", None)
        for key in "abcdefa":
            await store.put(key, b"1", 60)
        await until(lambda: rows(file) == ["a", "e", "f", "tally"])
        await store.close()

    asyncio.run(run())


def test_two_processes_lose_no_count_and_only_one_is_first(file: Path) -> None:
    with writer(file, "count", "300") as one, writer(file, "count", "300") as other:
        assert [process.wait(PATIENCE_SECONDS) for process in (one, other)] == [0, 0]
    assert rows(file, "SELECT CAST(value AS TEXT) FROM entries WHERE key = 'sum'") == ["600"]
    assert rows(file, "SELECT CAST(value AS TEXT) FROM entries WHERE key = 'firsts'") == ["300"]


def test_what_was_written_before_kill_9_is_there(file: Path) -> None:
    with writer(file, "write", "0") as process:
        assert process.stdout
        written = [process.stdout.readline() for _ in range(200)]
        process.kill()
        numbers = {int(line) for line in (*written, *process.stdout)}
    assert len(numbers) >= 200
    put(file)
    assert {f"key/{number}" for number in numbers} <= set(rows(file))
    assert rows(file, "PRAGMA integrity_check") == ["ok"]


def test_full_disk_is_told_and_survived(file: Path) -> None:
    with writer(file, "fill", "500000") as process:
        told, _ = process.communicate(timeout=PATIENCE_SECONDS)
    trouble, after = told.splitlines()
    assert f"{file} cannot be used (" in trouble
    assert "free space" in trouble
    assert after == "b'1' b'2'"


def no_folder(file: Path) -> None:
    file.parent.write_text("a file in the place of the folder")


def folder_in_its_place(file: Path) -> None:
    file.mkdir(parents=True)


def no_database(file: Path) -> None:
    file.parent.mkdir()
    file.write_bytes(b"no database, but rubbish" * 1000)


def damaged(file: Path) -> None:
    for number in range(200):
        put(file, f"{number}" * 50)
    content = file.read_bytes()
    file.write_bytes(content[:4096] + b"\x00\xff" * 4096 + content[12288:])


def cut_off(file: Path) -> None:
    put(file)
    file.write_bytes(file.read_bytes()[:5000])


def read_only(file: Path) -> None:
    # A write version above 2 makes a file read-only for everybody, even for root (sqlite.org/fileformat, 1.3.3).
    put(file)
    content = bytearray(file.read_bytes())
    content[18:20] = b"\x03\x01"
    file.write_bytes(content)


def other_tables(file: Path) -> None:
    file.parent.mkdir()
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("CREATE TABLE entries (something TEXT)")


@pytest.mark.parametrize(
    ("harm", "expected"),
    [
        (no_folder, "Check the rights of its folder (BOT_DATA)"),
        (folder_in_its_place, "(Is a directory). Check the rights"),
        (no_database, "(file is not a database). Delete the file"),
        (damaged, "Delete the file"),
        (cut_off, "Delete the file"),
        (read_only, "(attempt to write a readonly database). Check the rights"),
        (other_tables, "cannot be used ("),
    ],
)
def test_unusable_file_is_told_and_used_again_once_it_is_mended(
    file: Path, harm: Callable[[Path], None], expected: str
) -> None:
    harm(file)

    async def run() -> list[str]:
        store = SqliteStore(file)
        told = []
        for _ in range(2):
            with pytest.raises(StorageError) as caught:
                await store.put("a", b"vertraulich", 60)
            told.append(str(caught.value))
        _remove(file.parent)
        await store.put("a", b"1", 60)
        assert await store.get("a") == b"1"
        await store.close()
        return told

    first, second = asyncio.run(run())
    assert str(file) in first
    assert expected in first
    assert expected in second
    assert "vertraulich" not in first


def test_file_that_another_process_holds_is_told_after_a_bounded_wait(file: Path) -> None:
    put(file)

    async def run() -> str:
        store = SqliteStore(file)
        await store.get("a")
        with closing(sqlite3.connect(file, isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            assert await store.get("a") == b"1"
            with pytest.raises(StorageError) as caught:
                await store.put("a", b"2", 60)
        await store.put("a", b"3", 60)
        await store.close()
        return str(caught.value)

    assert "(database is locked). Another process holds the file." in asyncio.run(run())


def test_removed_folder_is_noticed_at_the_next_use(file: Path) -> None:
    async def run() -> None:
        store = SqliteStore(file)
        await store.put("a", b"1", 60)
        _remove(file.parent)
        assert await store.get("a") is None
        await store.put("b", b"1", 60)
        assert rows(file) == ["b"]
        await store.close()

    asyncio.run(run())


def _remove(path: Path) -> None:
    if path.is_dir():
        shutil.rmtree(path)
    else:
        path.unlink()
