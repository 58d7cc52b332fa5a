"""The sign that the bot is typing: only for what takes long."""

import asyncio

import pytest
from telegram.error import NetworkError

from bot.telegram.activity import MOST_SIGNS, Signs, with_sign

NEVER = 60.0
"""Seconds that no test lasts."""


def test_sign_is_shown_while_work_lasts() -> None:
    async def scenario() -> str:
        shown = asyncio.Event()

        async def work() -> str:
            await shown.wait()
            return "done"

        async def show() -> None:
            shown.set()

        return await asyncio.wait_for(with_sign(work(), show, noticeable=0.01), NEVER)

    assert asyncio.run(scenario()) == "done"


def test_no_sign_for_quick_work() -> None:
    signs: list[str] = []

    async def scenario() -> str:
        async def work() -> str:
            return "done"

        async def show() -> None:
            signs.append("typing")

        return await with_sign(work(), show, noticeable=NEVER)

    assert asyncio.run(scenario()) == "done"
    assert signs == []


def test_work_outlives_a_sign_that_fails() -> None:
    async def scenario() -> str:
        shown = asyncio.Event()

        async def work() -> str:
            await shown.wait()
            return "done"

        async def show() -> None:
            shown.set()
            raise NetworkError("gone")

        return await asyncio.wait_for(with_sign(work(), show, noticeable=0.01), NEVER)

    assert asyncio.run(scenario()) == "done"


def test_failure_of_the_work_is_passed_on() -> None:
    async def scenario() -> None:
        async def work() -> None:
            raise ValueError("broken")

        async def show() -> None:
            raise AssertionError("nothing to wait for")

        await with_sign(work(), show, noticeable=NEVER)

    with pytest.raises(ValueError, match="broken"):
        asyncio.run(scenario())


def test_a_crowd_gets_only_some_signs() -> None:
    async def scenario() -> int:
        signs, shown, over = Signs(), list[int](), asyncio.Event()

        async def show() -> None:
            shown.append(1)
            await over.wait()

        showing = [asyncio.create_task(signs.show(show)) for _ in range(3 * MOST_SIGNS)]
        await asyncio.sleep(0)
        over.set()
        await asyncio.gather(*showing)
        await signs.show(show)
        return len(shown)

    assert asyncio.run(scenario()) == MOST_SIGNS + 1
