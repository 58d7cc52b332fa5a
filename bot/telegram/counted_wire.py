"""Counts the calls of Telegram, over whichever connection they go."""

from collections.abc import Callable
from typing import Any

from telegram.request import BaseRequest


class CountedWire(BaseRequest):
    """A connection whose calls are counted by method and HTTP status."""

    def __init__(self, wire: BaseRequest, called: Callable[[str, int | None], None]) -> None:
        self._wire, self._called = wire, called

    @property
    def read_timeout(self) -> float | None:
        """How long the connection waits for an answer, in seconds."""
        return self._wire.read_timeout

    async def initialize(self) -> None:
        """Open what the connection needs."""
        await self._wire.initialize()

    async def shutdown(self) -> None:
        """Close the connection."""
        await self._wire.shutdown()

    async def do_request(self, url: str, *args: Any, **options: Any) -> tuple[int, bytes]:
        """One request, counted whether or not it has an answer; one that the bot itself breaks off is not."""
        method = url.partition("?")[0].rpartition("/")[2]
        try:
            status, body = await self._wire.do_request(url, *args, **options)
        except Exception:
            self._called(method, None)
            raise
        self._called(method, status)
        return status, body
