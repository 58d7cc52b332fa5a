"""Updates on disk: what is kept comes back, what is removed leaves no trace, and a failing disk says so."""

import asyncio
import sqlite3
import stat
from collections.abc import Awaitable, Callable
from contextlib import closing
from pathlib import Path
from typing import TypeVar

import pytest

from bot.errors import StorageError
from bot.storage.parked import FILE, KEPT_SECONDS, ParkedUpdates

BOT, OTHER_BOT = 42, 43
UPDATE = b'{"update_id": 7, "message": "Geheimfrage"}'
Value = TypeVar("Value")


def using(store: ParkedUpdates, use: Callable[[ParkedUpdates], Awaitable[Value]]) -> Value:
    """Do something with a store and close it."""

    async def run() -> Value:
        try:
            return await use(store)
        finally:
            await store.close()

    return asyncio.run(run())


def test_what_is_kept_comes_back_in_order(tmp_path: Path) -> None:
    async def keep(store: ParkedUpdates) -> None:
        for number in (9, 7, 8):
            await store.put(number, UPDATE)
        await store.put(8, b"anew")
        await store.remove(9)
        await store.remove(1000)

    using(ParkedUpdates(tmp_path / "data", BOT), keep)
    assert using(ParkedUpdates(tmp_path / "data", BOT), ParkedUpdates.all) == [(7, UPDATE), (8, b"anew")]
    assert using(ParkedUpdates(tmp_path / "data", OTHER_BOT), ParkedUpdates.all) == []


def test_many_at_once_leave_nothing_behind(tmp_path: Path) -> None:
    async def pass_through(store: ParkedUpdates) -> list[tuple[int, bytes]]:
        async def one(number: int) -> None:
            await store.put(number, UPDATE)
            await store.remove(number)

        await asyncio.gather(*(one(number) for number in range(300)))
        return await store.all()

    assert using(ParkedUpdates(tmp_path, BOT), pass_through) == []
    assert b"Geheimfrage" not in b"".join(file.read_bytes() for file in tmp_path.iterdir())


def test_older_than_a_day_is_forgotten(tmp_path: Path) -> None:
    using(ParkedUpdates(tmp_path, BOT, lambda: 0.0), lambda store: store.put(7, UPDATE))
    assert using(ParkedUpdates(tmp_path, BOT, lambda: KEPT_SECONDS), ParkedUpdates.all) == [(7, UPDATE)]
    assert using(ParkedUpdates(tmp_path, BOT, lambda: KEPT_SECONDS + 1), ParkedUpdates.all) == []


def test_nothing_is_created_before_it_is_needed(tmp_path: Path) -> None:
    assert using(ParkedUpdates(tmp_path / "data", BOT), ParkedUpdates.all) == []
    assert not (tmp_path / "data").exists()


def test_nobody_else_may_look(tmp_path: Path) -> None:
    using(ParkedUpdates(tmp_path / "data", BOT), lambda store: store.put(7, UPDATE))
    assert stat.S_IMODE((tmp_path / "data").stat().st_mode) == 0o700
    assert stat.S_IMODE((tmp_path / "data" / FILE).stat().st_mode) == 0o600


def test_a_broken_file_is_named_and_a_mended_one_used_again(tmp_path: Path) -> None:
    file = tmp_path / FILE
    file.write_bytes(b"no database" * 1000)

    async def fail_then_work(store: ParkedUpdates) -> list[tuple[int, bytes]]:
        with pytest.raises(StorageError, match=r"updates\.sqlite cannot be used"):
            await store.put(7, UPDATE)
        file.unlink()
        await store.put(8, UPDATE)
        return await store.all()

    assert using(ParkedUpdates(tmp_path, BOT), fail_then_work) == [(8, UPDATE)]


def test_a_removal_that_failed_is_made_up_for(tmp_path: Path) -> None:
    async def remove_while_locked(store: ParkedUpdates) -> list[tuple[int, bytes]]:
        await store.put(7, UPDATE)
        await store.put(8, UPDATE)
        with closing(sqlite3.connect(tmp_path / FILE)) as other:
            other.execute("BEGIN IMMEDIATE")
            with pytest.raises(StorageError, match="locked"):
                await store.remove(7)
        await store.remove(8)
        return await store.all()

    assert using(ParkedUpdates(tmp_path, BOT), remove_while_locked) == []
