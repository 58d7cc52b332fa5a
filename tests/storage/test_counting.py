"""Limits, seen updates and anonymous counters, over every kind of store."""

import asyncio
from collections.abc import Iterable

import pytest

from bot.storage.limits import Kind, Limits, Verdict
from bot.storage.memory_store import MemoryStore
from bot.storage.names import Names
from bot.storage.seen import CLAIM_SECONDS, SEEN_SECONDS, Seen
from bot.storage.tally import Tally
from tests.storage.clock import Clock
from tests.storage.conftest import OpenStore

NAMES = Names(b"key")
ALLOWED, NOTICE, SILENT = Verdict.ALLOWED, Verdict.NOTICE, Verdict.SILENT
Asked = tuple[Kind, int, int]
"""Where, in which chat and by whom."""


def verdicts(asked: Iterable[Asked | float]) -> list[Verdict]:
    """What questions get; a number is a pause in seconds."""

    async def run() -> list[Verdict]:
        clock = Clock()
        limits = Limits(MemoryStore(clock), NAMES)
        given = []
        for one in asked:
            if isinstance(one, tuple):
                given.append(await limits.allow(*one))
            else:
                clock.now += one
        return given

    return asyncio.run(run())


ANA: Asked = ("private", 1, 1)
ANA_IN_GROUP: Asked = ("group", -5, 1)
ANA_INLINE: Asked = ("inline", 1, 1)
BEN: Asked = ("private", 2, 2)


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ([ANA] * 23, [ALLOWED] * 20 + [NOTICE, SILENT, SILENT]),
        ([ANA] * 22 + [60.0, ANA], [ALLOWED] * 20 + [NOTICE, SILENT, ALLOWED]),
        ([ANA] * 21 + [59.9, ANA], [ALLOWED] * 20 + [NOTICE, SILENT]),
        ([ANA] * 21 + [BEN], [ALLOWED] * 20 + [NOTICE, ALLOWED]),
        ([ANA] * 10 + [ANA_INLINE] * 11, [ALLOWED] * 20 + [NOTICE]),
        ([ANA_IN_GROUP] * 17, [ALLOWED] * 15 + [NOTICE, SILENT]),
        ([ANA_IN_GROUP] * 16 + [ANA], [ALLOWED] * 15 + [NOTICE, ALLOWED]),
        ([("group", -5, user) for user in range(17)], [ALLOWED] * 15 + [NOTICE, SILENT]),
        ([*[ANA_IN_GROUP] * 15, ("group", -6, 1)], [ALLOWED] * 16),
        ([*[ANA] * 20, 60.0] * 10 + [ANA, 60.0, ANA], [ALLOWED] * 200 + [NOTICE, SILENT]),
        ([*[ANA] * 20, 60.0] * 10 + [ANA, 3000.0, ANA], [ALLOWED] * 200 + [NOTICE, ALLOWED]),
        ([ANA] * 500 + [60.0, ANA], [ALLOWED] * 20 + [NOTICE] + [SILENT] * 479 + [ALLOWED]),
    ],
    ids=[
        "twenty a minute, one notice, then silence",
        "a new minute begins anew",
        "not before its end",
        "others are not concerned",
        "inline questions count with the others",
        "fifteen a minute in a group",
        "the group's limit is not the person's",
        "a group counts all its members",
        "each group counts for itself",
        "two hundred an hour",
        "a new hour begins anew",
        "what was refused does not count towards the hour",
    ],
)
def test_limits(asked: list[Asked | float], expected: list[Verdict]) -> None:
    assert verdicts(asked) == expected


def test_replicas_count_together(open_store: OpenStore) -> None:
    async def run() -> list[Verdict]:
        store = open_store()
        replicas = [Limits(store, Names(b"key")) for _ in range(2)]
        try:
            return [await replicas[number % 2].allow(*ANA) for number in range(22)]
        finally:
            await store.close()

    assert asyncio.run(run()) == [ALLOWED] * 20 + [NOTICE, SILENT]


@pytest.mark.parametrize(
    ("answered", "pause", "expected"),
    [(False, 0, False), (True, 0, True), (True, SEEN_SECONDS - 1, True), (True, SEEN_SECONDS, False)],
)
def test_update_that_comes_again(answered: bool, pause: float, expected: bool) -> None:
    async def run() -> list[bool]:
        clock = Clock()
        seen = Seen(MemoryStore(clock), NAMES)
        if answered:
            await seen.add(7)
        clock.now += pause
        return [await seen.has(7), await seen.has(8)]

    assert asyncio.run(run()) == [expected, False]


def test_replicas_share_what_was_answered(open_store: OpenStore) -> None:
    async def run() -> bool:
        store = open_store()
        try:
            await Seen(store, NAMES).add(7)
            return await Seen(store, NAMES).has(7)
        finally:
            await store.close()

    assert asyncio.run(run())


@pytest.mark.parametrize(("shared", "expected"), [(True, [True, False, True]), (False, [True, True, True])])
def test_only_one_replica_answers_an_update_at_a_time(
    open_store: OpenStore, shared: bool, expected: list[bool]
) -> None:
    async def run() -> list[bool]:
        store = open_store()
        one, other = (Seen(store, NAMES, shared=shared) for _ in range(2))
        try:
            async with one.claim(7) as first, other.claim(7) as meanwhile:
                pass
            async with other.claim(7) as after:
                return [first, meanwhile, after]
        finally:
            await store.close()

    assert asyncio.run(run()) == expected


def test_a_claim_whose_replica_was_killed_is_free_after_its_time() -> None:
    async def run() -> bool:
        clock = Clock()
        store = MemoryStore(clock)
        async with Seen(store, NAMES, shared=True).claim(7):
            clock.now += CLAIM_SECONDS
            async with Seen(store, NAMES, shared=True).claim(7) as free:
                return free

    assert asyncio.run(run())


def test_tally(open_store: OpenStore) -> None:
    async def run() -> tuple[object, object]:
        store = open_store()
        try:
            tally = Tally(store)
            nothing = await tally.counts()
            for words in (("helpful", "founded", "de"), ("helpful", "founded", "de"), ("not_helpful", "founded", "en")):
                await tally.add(*words)
            return nothing, await tally.counts()
        finally:
            await store.close()

    assert asyncio.run(run()) == ({}, {("helpful", "founded", "de"): 2, ("not_helpful", "founded", "en"): 1})
