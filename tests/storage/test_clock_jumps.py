"""The clock of the machine is set, forward or back: nobody is shut out for long, and nothing breaks."""

import asyncio
import sqlite3
from collections.abc import Iterable
from contextlib import closing
from pathlib import Path

import pytest

from bot.dialogue.conversation import EXPIRES_AFTER_SECONDS, Conversation
from bot.storage.conversations import Conversations
from bot.storage.limits import Limits, Verdict
from bot.storage.memory import Memory
from bot.storage.names import Names
from bot.storage.seen import Seen
from bot.storage.sqlite_store import SqliteStore
from tests.storage.clock import Clock
from tests.storage.test_sqlite_store import rows, until

NAMES = Names(b"key")
ANA = (1, 1)
SPOKEN = Memory(Conversation(topics=("uclg",), intent="what_is"), question=5, answer=6)
NOTHING = Memory()
ALLOWED, NOTICE, SILENT = Verdict.ALLOWED, Verdict.NOTICE, Verdict.SILENT
MINUTE, DAY, YEAR = 60.0, 86_400.0, 31_536_000.0


def verdicts(folder: Path, steps: Iterable[float | int]) -> list[Verdict]:
    """What questions get; an int is a number of them, a float a jump of the clock in seconds."""

    async def run() -> list[Verdict]:
        clock = Clock()
        store = SqliteStore(folder / "bot.sqlite", clock)
        given = []
        for step in steps:
            if isinstance(step, float):
                clock.now += step
            else:
                given += [await Limits(store, NAMES).allow("private", *ANA) for _ in range(step)]
        await store.close()
        return given

    return asyncio.run(run())


TOO_MANY = [*[ALLOWED] * 20, NOTICE]


@pytest.mark.parametrize(
    ("steps", "expected"),
    [
        ([21, YEAR, 1], [*TOO_MANY, ALLOWED]),
        ([21, -YEAR, 1], [*TOO_MANY, ALLOWED]),
        ([21, -DAY, 21], TOO_MANY * 2),
        ([YEAR, 21, -YEAR, 21, MINUTE, 1], [*TOO_MANY * 2, ALLOWED]),
        ([21, -1.0, 1], [*TOO_MANY, SILENT]),
        ([21, 1.0, 1], [*TOO_MANY, SILENT]),
        ([21, -DAY, DAY, 1], [*TOO_MANY, SILENT]),
        ([21, -YEAR, 1, YEAR, 1, -YEAR, 1], [*TOO_MANY, ALLOWED, ALLOWED, ALLOWED]),
    ],
    ids=str,
)
def test_no_limit_lasts_longer_than_its_window(
    tmp_path: Path, steps: list[float | int], expected: list[Verdict]
) -> None:
    assert verdicts(tmp_path, steps) == expected


@pytest.mark.parametrize(
    ("written_at", "read_at", "expected"),
    [
        (0.0, EXPIRES_AFTER_SECONDS - 1.0, SPOKEN),
        (0.0, YEAR, NOTHING),
        (0.0, -10.0, SPOKEN),
        (0.0, -DAY, NOTHING),
        (YEAR, 0.0, NOTHING),
        (-YEAR, 0.0, NOTHING),
    ],
)
def test_conversation_ends_whatever_the_clock_does(
    tmp_path: Path, written_at: float, read_at: float, expected: Memory
) -> None:
    async def run() -> Memory:
        clock = Clock()
        start = clock.now
        store = SqliteStore(tmp_path / "bot.sqlite", clock)
        conversations = Conversations(store, NAMES)
        clock.now = start + written_at
        await conversations.remember(*ANA, SPOKEN)
        clock.now = start + read_at
        found = await conversations.recall(*ANA)
        await store.close()
        return found

    assert asyncio.run(run()) == expected


def test_a_tally_is_not_begun_anew(tmp_path: Path) -> None:
    async def run() -> int:
        clock = Clock()
        store = SqliteStore(tmp_path / "bot.sqlite", clock)
        await store.count("tally", None)
        clock.now -= YEAR
        number = await store.count("tally", None)
        await store.close()
        return number

    assert asyncio.run(run()) == 2


def test_what_the_future_wrote_leaves_the_file(tmp_path: Path) -> None:
    async def run() -> None:
        clock = Clock()
        store = SqliteStore(tmp_path / "bot.sqlite", clock)
        await store.put("a", b"1", MINUTE)
        await store.close()
        clock.now -= YEAR
        await store.get("")
        await until(lambda: rows(tmp_path / "bot.sqlite") == [])
        await store.close()

    asyncio.run(run())


def test_a_file_without_beginnings_is_used_on(tmp_path: Path) -> None:
    file = tmp_path / "bot.sqlite"
    with closing(sqlite3.connect(file)) as connection, connection:
        connection.execute("CREATE TABLE entries (number INTEGER PRIMARY KEY, key TEXT UNIQUE, value BLOB, ends REAL)")
        connection.execute("INSERT INTO entries (key, value, ends) VALUES ('a', x'31', 2000)")

    async def run() -> tuple[bytes | None, int]:
        store = SqliteStore(file, Clock())
        found = await store.get("a"), await store.count("b", MINUTE)
        await store.close()
        return found

    assert asyncio.run(run()) == (b"1", 1)


@pytest.mark.parametrize("jump", [YEAR, -YEAR, -1.0])
def test_an_update_can_be_noted_and_claimed_again(tmp_path: Path, jump: float) -> None:
    async def run() -> bool:
        clock = Clock()
        store = SqliteStore(tmp_path / "bot.sqlite", clock)
        seen = Seen(store, NAMES, shared=True)
        async with seen.claim(7) as first:
            clock.now += jump
        async with seen.claim(7) as second:
            await seen.add(7)
        noted = await seen.has(7)
        await store.close()
        return first and second and noted

    assert asyncio.run(run())
