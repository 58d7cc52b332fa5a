"""Counts the calls of Telegram."""

from collections.abc import Callable
from typing import Any

from telegram.request import BaseRequest

from bot.telegram.wire import Wire


class CountedWire(BaseRequest):
    """A connection whose calls are counted by method and HTTP status."""

    # The library asks the outermost connection to read an answer; its own way would log what it cannot read.
    parse_json_payload = staticmethod(Wire.parse_json_payload)

    def __init__(self, wire: Wire, called: Callable[[str, int | None], None]) -> None:
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
