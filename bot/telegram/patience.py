"""Sends again what did not get through, instead of losing the reply."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Coroutine
from itertools import count
from typing import Any

from telegram.error import BadRequest, Forbidden, NetworkError, RetryAfter, TelegramError
from telegram.ext import BaseRateLimiter

from bot.telegram import handling
from bot.telegram.http_reply import DEFERRABLE, RESULT_NEEDED
from bot.telegram.pace import Pace

MOST_ATTEMPTS = 3
"""How often a request is sent in all where the connection or Telegram's server fails."""
FIRST_PAUSE_SECONDS = 0.5
"""The pause before the second of these attempts; it doubles before the next."""
LONGEST_WAIT_SECONDS = 300.0
"""An answer that Telegram would let through only later than this is given up."""
_LOG = logging.getLogger(__name__)
_Answer = bool | dict[str, Any] | list[dict[str, Any]]


class Patience(BaseRateLimiter[Any]):
    """Tries again while there is hope, and waits as long as Telegram asks; only the chat concerned waits with it."""

    def __init__(self, forget_chat: Callable[[int], Awaitable[None]]) -> None:
        self._forget_chat = forget_chat
        self._pace = Pace()

    async def process_request(
        self,
        callback: Callable[..., Coroutine[Any, Any, _Answer]],
        args: Any,
        kwargs: dict[str, Any],
        endpoint: str,
        data: dict[str, Any],
        rate_limit_args: Any,
    ) -> _Answer:
        """Send a request, or leave it to the answer of the delivery that it replies to."""

        async def once() -> _Answer:
            return await callback(*args, **kwargs)

        async def send() -> _Answer:
            return await self._send(once, data.get("chat_id"))

        update = handling.current()
        reply = update.reply if update else None
        # In the answer of a delivery, a message that is too much would be dropped without a word.
        calm = self._pace.is_calm(data.get("chat_id"))
        self._pace.note(data.get("chat_id"))
        if reply and endpoint in DEFERRABLE and rate_limit_args != RESULT_NEEDED and calm:
            answer: _Answer = await reply.defer(once, send)
            return answer
        if reply:
            await reply.flush()
        return await send()

    async def _send(self, once: Callable[[], Awaitable[_Answer]], chat: object) -> _Answer:
        """Send until it gets through or Telegram says no.

        A message whose fate is unknown, because the connection broke before the answer came, is sent again: better
        twice than never.
        """
        waited = 0.0
        for attempt in count(1):
            try:
                return await once()
            except TelegramError as error:
                pause = _pause_after(error, attempt, waited)
                if isinstance(error, RetryAfter):
                    waited += flood_seconds(error)
                    self._pace.note_flood()
                if pause is None:
                    await self._forget_who_left(error, chat)
                    raise
            await asyncio.sleep(pause)
        raise AssertionError("counting never ends")

    async def _forget_who_left(self, error: TelegramError, chat: object) -> None:
        if isinstance(error, Forbidden) and isinstance(chat, int):
            await self._forget_chat(chat)

    async def initialize(self) -> None:
        """Nothing to prepare."""

    async def shutdown(self) -> None:
        """Nothing to clear away."""


def _pause_after(error: TelegramError, attempt: int, waited: float) -> float | None:
    """Seconds until the next attempt; None if there is to be none."""
    match error:
        case RetryAfter():
            return _flood_wait(flood_seconds(error), waited)
        case BadRequest():
            # The library counts it among the network's errors, but it would be refused again.
            return None
        case NetworkError() if attempt < MOST_ATTEMPTS:
            return FIRST_PAUSE_SECONDS * 2.0 ** (attempt - 1)
    return None


def _flood_wait(pause: float, waited: float) -> float | None:
    if waited + pause > LONGEST_WAIT_SECONDS:
        return None
    _LOG.info("Telegram lets an answer wait for %.0f seconds.", pause)
    if update := handling.current():
        update.wait(pause)
    return pause


def flood_seconds(error: RetryAfter) -> float:
    """How long Telegram asks to wait; the library is moving from numbers to time spans and gives either."""
    named = error.retry_after
    return float(named) if isinstance(named, int) else named.total_seconds()
