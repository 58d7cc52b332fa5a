"""What keeps a store in memory from growing for ever."""

import asyncio

from bot.storage.memory_store import SWEEP_SECONDS, MemoryStore
from tests.storage.clock import Clock


def test_whoever_was_silent_longest_is_forgotten_first_and_counters_stay() -> None:
    async def run() -> list[str]:
        store = MemoryStore(Clock(), most=3)
        await store.count("tally", None)
        for key in "abac":
            await store.put(key, b"1", 60)
        return [key for key, _ in await store.pairs("")]

    assert asyncio.run(run()) == ["tally", "a", "c"]


def test_even_counters_are_bounded() -> None:
    async def run() -> int:
        store = MemoryStore(Clock(), most=3)
        for number in range(10):
            await store.count(f"tally/{number}", None)
        return len(store)

    assert asyncio.run(run()) == 3


def test_expired_entries_are_removed_while_others_are_written() -> None:
    async def run() -> int:
        clock = Clock()
        store = MemoryStore(clock)
        for number in range(100):
            await store.put(f"{number}", b"1", SWEEP_SECONDS / 2)
        clock.now += SWEEP_SECONDS
        await store.put("new", b"1", 60)
        return len(store)

    assert asyncio.run(run()) == 1
