"""What every kind of store promises: the same table for memory, SQLite and a Valkey server."""

import asyncio
from collections.abc import Awaitable, Callable

import pytest

from bot.storage.store import Store
from tests.storage.conftest import OpenStore, Wait

SHORT = 0.2
"""Seconds; real ones on a server, which then has expired the entry for certain."""
Case = Callable[[Store, Wait], Awaitable[object]]


async def nothing_is_there(store: Store, _: Wait) -> object:
    return await store.get("a"), await store.pairs("")


async def put_is_got(store: Store, _: Wait) -> object:
    await store.put("a", b"\x00\xff", 60)
    await store.put("b", b"", None)
    return await store.get("a"), await store.get("b")


async def put_replaces(store: Store, _: Wait) -> object:
    await store.put("a", b"1", 60)
    await store.put("a", b"2", 60)
    return await store.get("a")


async def deleted_is_gone(store: Store, _: Wait) -> object:
    await store.put("a", b"1", 60)
    await store.delete("a")
    await store.delete("a")
    return await store.get("a")


async def expired_is_gone(store: Store, wait: Wait) -> object:
    await store.put("a", b"1", SHORT)
    await store.put("b", b"1", None)
    wait(2 * SHORT)
    return await store.get("a"), await store.pairs("")


async def put_begins_the_time_anew(store: Store, wait: Wait) -> object:
    await store.put("a", b"1", SHORT)
    await store.put("a", b"2", 60)
    wait(2 * SHORT)
    return await store.get("a")


async def put_without_end_takes_an_end_away(store: Store, wait: Wait) -> object:
    await store.put("a", b"1", SHORT)
    await store.put("a", b"2", None)
    wait(2 * SHORT)
    return await store.get("a")


async def only_the_first_adds(store: Store, _: Wait) -> object:
    return [await store.add(key, 60) for key in "aab"], await store.get("a")


async def added_again_after_its_end(store: Store, wait: Wait) -> object:
    before = await store.add("a", SHORT)
    wait(2 * SHORT)
    return before, await store.add("a", 60), await store.add("a", 60)


async def added_again_after_removal(store: Store, _: Wait) -> object:
    await store.add("a", 60)
    await store.delete("a")
    return await store.add("a", 60)


async def counted(store: Store, _: Wait) -> object:
    numbers = [await store.count(key, 60) for key in ("a", "a", "b", "a")]
    return numbers, await store.get("a")


async def counted_past_ten(store: Store, _: Wait) -> object:
    return [await store.count("a", None) for _ in range(12)][-1]


async def window_is_fixed(store: Store, wait: Wait) -> object:
    before = [await store.count("a", 5 * SHORT), await store.count("a", 60)]
    wait(6 * SHORT)
    return before, await store.count("a", 60)


async def pairs_begin_with_the_prefix(store: Store, _: Wait) -> object:
    for key in ("a/1", "a/2", "a*", "ab", "b/1", "A/1", "ä/1"):
        await store.put(key, key.encode(), 60)
    return [sorted(key for key, _ in await store.pairs(prefix)) for prefix in ("a/", "a*", "ä", "c")]


async def pairs_are_complete(store: Store, _: Wait) -> object:
    for number in range(1200):
        await store.put(f"many/{number}", b"%d" % number, 60)
    found = await store.pairs("many/")
    return len(found), dict(found) == {f"many/{number}": b"%d" % number for number in range(1200)}


async def first_of_many_at_once(store: Store, _: Wait) -> object:
    return sum(await asyncio.gather(*(store.add("a", 60) for _ in range(50))))


async def many_counts_at_once(store: Store, _: Wait) -> object:
    return sorted(await asyncio.gather(*(store.count("a", 60) for _ in range(50)))) == list(range(1, 51))


@pytest.mark.parametrize(
    ("case", "expected"),
    [
        (nothing_is_there, (None, [])),
        (put_is_got, (b"\x00\xff", b"")),
        (put_replaces, b"2"),
        (deleted_is_gone, None),
        (expired_is_gone, (None, [("b", b"1")])),
        (put_begins_the_time_anew, b"2"),
        (put_without_end_takes_an_end_away, b"2"),
        (only_the_first_adds, ([True, False, True], b"")),
        (added_again_after_its_end, (True, True, False)),
        (added_again_after_removal, True),
        (counted, ([1, 2, 1, 3], b"3")),
        (counted_past_ten, 12),
        (window_is_fixed, ([1, 2], 1)),
        (pairs_begin_with_the_prefix, [["a/1", "a/2"], ["a*"], ["ä/1"], []]),
        (pairs_are_complete, (1200, True)),
        (first_of_many_at_once, 1),
        (many_counts_at_once, True),
    ],
    ids=lambda value: value.__name__ if callable(value) else "",
)
def test_store(open_store: OpenStore, wait: Wait, case: Case, expected: object) -> None:
    async def run() -> object:
        store = open_store()
        try:
            return await case(store, wait)
        finally:
            await store.close()

    assert asyncio.run(run()) == expected


@pytest.mark.parametrize("kind", ["sqlite", "valkey"], indirect=True)
def test_entries_outlive_the_store_that_wrote_them(open_store: OpenStore) -> None:
    async def run() -> object:
        first, second = open_store(), open_store()
        await first.put("a", b"1", 60)
        await first.close()
        try:
            return await second.get("a"), await second.count("b", 60), await first.count("b", 60)
        finally:
            await first.close()
            await second.close()

    assert asyncio.run(run()) == (b"1", 1, 2)
