"""What the handling of one update and the sending of its answer tell each other, past the handlers between them."""

import asyncio
from collections.abc import Awaitable, Callable
from contextvars import ContextVar

from bot.telegram.http_reply import HttpReply

HANDLING_SECONDS = 60.0
"""So long the handling of an update may take, pauses that Telegram asked for left out."""


class Handling:
    """One update in work: how long it may still take, and who wants to know that it has to wait."""

    def __init__(self, when_waiting: Callable[[], None] | None = None, reply: HttpReply | None = None) -> None:
        self._when_waiting = when_waiting
        self.reply = reply
        """What can carry the last call, if the update was delivered."""
        self._limit = asyncio.timeout(HANDLING_SECONDS)

    async def run(self, work: Awaitable[None]) -> None:
        """Do the work in the time it has; raises TimeoutError after that."""
        token = _CURRENT.set(self)
        try:
            async with self._limit:
                await work
        finally:
            _CURRENT.reset(token)

    def wait(self, seconds: float) -> None:
        """Note that Telegram asked to wait, which is not the handling's fault."""
        if self._when_waiting:
            self._when_waiting()
        deadline = self._limit.when()
        if deadline is not None:
            self._limit.reschedule(deadline + seconds)


_CURRENT: ContextVar[Handling | None] = ContextVar("handling", default=None)


def current() -> Handling | None:
    """The update in whose handling this is called; None outside of one."""
    return _CURRENT.get()
