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
Result = TypeVar("Result")


async def with_sign(
    work: Awaitable[Result], show: Callable[[], Awaitable[object]], noticeable: float = NOTICEABLE_SECONDS
) -> Result:
    """The result of the work; the sign is shown while it lasts longer than noticeable, and may fail without harm."""
    task = asyncio.ensure_future(work)
    await asyncio.wait({task}, timeout=noticeable)
    while not task.done():
        with suppress(TelegramError):
            await show()
        await asyncio.wait({task}, timeout=SIGN_SECONDS)
    return await task
