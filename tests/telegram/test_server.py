"""What the bot answers over HTTP to those who are not Telegram."""

import asyncio
import logging

import pytest

from bot.settings import Address
from bot.telegram.health import Health
from bot.telegram.server import Answer, Routes, health_routes, listening
from tests.telegram.fake_webhook import free_port

SECRET = b"very-secret"


def answers(routes: Routes, *requests: bytes) -> list[bytes]:
    """The first line of the answer to each request, one connection each."""

    async def ask(port: int, request: bytes) -> bytes:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(request)
        line = await reader.readline()
        writer.close()
        return line.strip()

    async def run() -> list[bytes]:
        port = free_port()
        async with listening(Address("127.0.0.1", port), routes):
            return [await ask(port, request) for request in requests]

    return asyncio.run(run())


def own_routes() -> Routes:
    return health_routes(Health(lambda: 0.0), lambda: "figures")


def request(method: str, path: str) -> bytes:
    return f"{method} {path} HTTP/1.1\r\nHost: bot.example\r\n\r\n".encode()


@pytest.mark.parametrize(
    ("method", "path", "expected"),
    [
        ("GET", "/healthz", b"HTTP/1.1 200 OK"),
        ("HEAD", "/healthz", b"HTTP/1.1 200 OK"),
        ("GET", "/metrics", b"HTTP/1.1 200 OK"),
        ("GET", "/readyz", b"HTTP/1.1 503 Service Unavailable"),
        ("POST", "/healthz", b"HTTP/1.1 405 Method Not Allowed"),
        ("GET", "/", b"HTTP/1.1 404 Not Found"),
    ],
)
def test_only_what_there_is_is_shown(method: str, path: str, expected: bytes) -> None:
    assert answers(own_routes(), request(method, path)) == [expected]


def test_what_strangers_send_leaves_no_trace(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    strange = (b"GET / HTTP/1.1\r\nHost: a\r\n " + SECRET + b"\r\n\r\n", b"\x16\x03\x01" + SECRET + b"\r\n\r\n")
    assert answers(own_routes(), *strange) == [b"HTTP/1.0 400 Bad Request"] * 2
    assert [record for record in caplog.records if record.levelno > logging.DEBUG] == []
    assert SECRET.decode() not in caplog.text


def test_a_failure_of_our_own_is_told_without_the_sender(caplog: pytest.LogCaptureFixture) -> None:
    def failing() -> str:
        raise ValueError("broken")

    routes = health_routes(Health(lambda: 0.0), failing)
    show: Answer = routes["/metrics"]["GET"]
    assert answers({"/metrics": {"GET": show}}, request("GET", "/metrics")) == [b"HTTP/1.1 500 Internal Server Error"]
    assert "could not be answered" in caplog.text
    assert "127.0.0.1" not in caplog.text
