"""A small proxy on loopback that hands requests to replicas in turn, as docs/deploy/Caddyfile has it done."""

from collections.abc import Iterator, Sequence
from http.client import HTTPException
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Lock, Thread
from types import TracebackType
from typing import Any, Self

from tests.telegram.fake_webhook import post

BAD_GATEWAY = 502
PASSED_ON = ("Content-Type", "X-Telegram-Bot-Api-Secret-Token")


class RoundRobin:
    """The proxy as a context manager; a replica that refuses the connection is passed over."""

    def __init__(self, replicas: Sequence[int]) -> None:
        self._replicas, self._next, self._lock = replicas, 0, Lock()
        self.taken: list[int] = []
        """The ports of the replicas that answered with 200, in order."""
        self._server = _Server(self)
        self.port = int(self._server.server_port)

    def __enter__(self) -> Self:
        Thread(target=self._server.serve_forever, args=(0.01,), daemon=True).start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._server.shutdown()
        self._server.server_close()

    def pass_on(self, path: str, body: bytes, headers: dict[str, str]) -> tuple[int, bytes]:
        """The answer of the first replica that can be reached; one that breaks off is not asked again."""
        for port in self._in_turn():
            try:
                status, answer = post(port, path, body, headers)
            except ConnectionRefusedError:
                continue
            except (OSError, HTTPException):
                return BAD_GATEWAY, b""
            if status == 200:
                self.taken.append(port)
            return status, answer
        return BAD_GATEWAY, b""

    def _in_turn(self) -> Iterator[int]:
        with self._lock:
            first, self._next = self._next, (self._next + 1) % len(self._replicas)
        yield from (*self._replicas[first:], *self._replicas[:first])


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 128

    def __init__(self, proxy: RoundRobin) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.proxy = proxy


class _Handler(BaseHTTPRequestHandler):
    server: _Server
    wbufsize = -1

    def do_POST(self) -> None:
        """Pass a delivery on."""
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        headers = {name: self.headers[name] for name in PASSED_ON if name in self.headers}
        status, answer = self.server.proxy.pass_on(self.path, body, headers)
        self.send_response(status)
        self.send_header("Content-Length", str(len(answer)))
        self.end_headers()
        self.wfile.write(answer)

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002
        """Say nothing: the replicas' answers are what counts."""
