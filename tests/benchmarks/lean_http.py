"""As little HTTP/1.1 as a benchmark on loopback needs: bodies with a length, connections that stay open."""

import asyncio
import re
from collections.abc import Awaitable, Callable, Mapping

Answer = Callable[[bytes, bytes], Awaitable[bytes]]
"""Path and body of a request to the body of its answer."""
_LENGTH = re.compile(rb"\r\ncontent-length: *(\d+)", re.IGNORECASE)
_END = b"\r\n\r\n"


class Server:
    """Answers every request with 200 and JSON."""

    def __init__(self, answer: Answer) -> None:
        self._answer = answer
        self._server: asyncio.Server | None = None
        self._open: set[asyncio.StreamWriter] = set()

    async def start(self, port: int = 0) -> int:
        """Listen on a port of loopback, by default a free one, and return it."""
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", port)
        own: int = self._server.sockets[0].getsockname()[1]
        return own

    async def stop(self) -> None:
        """Close everything."""
        if self._server:
            self._server.close()
        for writer in self._open:
            writer.close()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._open.add(writer)
        try:
            while True:
                head, body = await _read(reader)
                writer.write(_message(b"HTTP/1.1 200 OK", await self._answer(head.split(b" ", 2)[1], body)))
        except (asyncio.IncompleteReadError, asyncio.CancelledError, OSError):
            # Also cancelled at the end: the streams of Python 3.11 would report that as a fault.
            return
        finally:
            self._open.discard(writer)
            writer.close()


class Client:
    """One connection to a server on loopback, opened anew when it breaks."""

    def __init__(self, port: int) -> None:
        self._port = port
        self._streams: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None

    async def post(self, path: str, body: bytes, headers: Mapping[str, str]) -> tuple[int, bytes]:
        """Status and body of the answer; raises OSError."""
        more = "".join(f"\r\n{name}: {value}" for name, value in headers.items())
        try:
            if self._streams is None:
                self._streams = await asyncio.open_connection("127.0.0.1", self._port)
            reader, writer = self._streams
            writer.write(_message(f"POST {path} HTTP/1.1\r\nHost: bot.example{more}".encode(), body))
            head, answer = await _read(reader)
        except (asyncio.IncompleteReadError, OSError) as error:
            self._streams = None
            raise OSError("broken off") from error
        return int(head.split(b" ", 2)[1]), answer


async def _read(reader: asyncio.StreamReader) -> tuple[bytes, bytes]:
    head = await reader.readuntil(_END)
    length = _LENGTH.search(head)
    return head, await reader.readexactly(int(length[1])) if length else b""


def _message(start: bytes, body: bytes) -> bytes:
    return start + b"\r\nContent-Type: application/json\r\nContent-Length: %d" % len(body) + _END + body
