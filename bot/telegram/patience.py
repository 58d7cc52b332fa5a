"""Sends again when Telegram asks to send less, instead of losing the reply."""

import asyncio
import logging
from collections.abc import Callable, Coroutine
from typing import Any

from telegram.error import RetryAfter
from telegram.ext import BaseRateLimiter

MOST_ATTEMPTS = 3
"""How often a request is sent in all."""
LONGEST_WAIT_SECONDS = 30.0
"""A longer pause than this outlasts the reader; the reply is given up."""
_LOG = logging.getLogger(__name__)
_Answer = bool | dict[str, Any] | list[dict[str, Any]]


class Patience(BaseRateLimiter[Any]):
    """Waits as long as Telegram asks; only the chat concerned waits with it."""

    async def process_request(
        self,
        callback: Callable[..., Coroutine[Any, Any, _Answer]],
        args: Any,
        kwargs: dict[str, Any],
        endpoint: str,
        data: dict[str, Any],  # noqa: ARG002
        rate_limit_args: Any,  # noqa: ARG002
    ) -> _Answer:
        """Send a request, again after the pause that Telegram names."""
        for _ in range(MOST_ATTEMPTS - 1):
            try:
                return await callback(*args, **kwargs)
            except RetryAfter as error:
                pause = _seconds(error)
                if pause > LONGEST_WAIT_SECONDS:
                    raise
                _LOG.info("%s waits for %.0f seconds.", endpoint, pause)
                await asyncio.sleep(pause)
        return await callback(*args, **kwargs)

    async def initialize(self) -> None:
        """Nothing to prepare."""

    async def shutdown(self) -> None:
        """Nothing to clear away."""


def _seconds(error: RetryAfter) -> float:
    """The library is moving from numbers to time spans and gives either."""
    return error.retry_after if isinstance(error.retry_after, int) else error.retry_after.total_seconds()
