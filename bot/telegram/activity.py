"""Shows that the bot is typing, but only while an answer takes noticeable time."""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import TypeVar

from telegram.error import TelegramError

NOTICEABLE_SECONDS = 0.5
"""What is quicker seems to come at once; a sign before it would only flicker."""
SIGN_SECONDS = 4.5
"""Telegram takes the sign away after five seconds."""
MOST_SIGNS = 4
"""So many signs are on their way at once. To show one to each of a crowd would hold up the answers to all."""
Result = TypeVar("Result")
Show = Callable[[], Awaitable[object]]


class Signs:
    """The signs that are on their way."""

    def __init__(self) -> None:
        self._on_their_way = 0

    async def show(self, sign: Show) -> None:
        """Show a sign, unless enough others are on their way."""
        if self._on_their_way >= MOST_SIGNS:
            return
        self._on_their_way += 1
        try:
            await sign()
        finally:
            self._on_their_way -= 1


async def with_sign(work: Awaitable[Result], show: Show, noticeable: float = NOTICEABLE_SECONDS) -> Result:
    """The result of the work; the sign is shown while it lasts longer than noticeable, and may fail without harm."""
    loop, over = asyncio.get_running_loop(), asyncio.Event()
    signs: list[asyncio.Task[None]] = []
    # A timer costs next to nothing, and most work needs no task of its own.
    timer = loop.call_later(noticeable, lambda: signs.append(loop.create_task(_show_until(over, show))))
    try:
        result = await work
    finally:
        timer.cancel()
        over.set()
    # A sign on its way must not come after the answer.
    for sign in signs:
        await sign
    return result


async def _show_until(over: asyncio.Event, show: Show) -> None:
    while not over.is_set():
        with suppress(TelegramError):
            await show()
        with suppress(TimeoutError):
            async with asyncio.timeout(SIGN_SECONDS):
                await over.wait()
