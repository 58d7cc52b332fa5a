"""A running bot with error reports: what reaches the server."""

import gzip
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from queue import Queue
from threading import Thread

import pytest

from tests.telegram.bot_process import BotProcess
from tests.telegram.fake_api import USER_ID, FakeTelegram

WAIT_SECONDS = 20.0
QUESTION = "Geheimfrage zu Metropolis?"


@pytest.fixture
def reports() -> Iterator[tuple[str, "Queue[str]"]]:
    """A server for error reports: its address, and what it receives."""
    received: Queue[str] = Queue()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            packed = self.headers.get("Content-Encoding") == "gzip"
            received.put((gzip.decompress(body) if packed else body).decode())
            self.send_response(200)
            self.end_headers()

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    yield f"http://reportkey@127.0.0.1:{server.server_port}/1", received
    server.shutdown()
    server.server_close()


def test_fault_is_reported_without_anybodys_words(tmp_path: Path, reports: tuple[str, "Queue[str]"]) -> None:
    address, received = reports
    with FakeTelegram() as fake, BotProcess.small(fake, tmp_path, BOT_SENTRY_DSN=address) as bot:
        bot.wait_for(fake)
        fake.fail_next("sendMessage", 400, description=f"Bad Request: {QUESTION} {fake.token}")
        fake.say(QUESTION)
        report = received.get(timeout=WAIT_SECONDS)
        assert "BadRequest" in report
        assert "A handler failed." in report
        assert [
            word for word in ("Geheimfrage", fake.token, str(USER_ID), "Ada", str(tmp_path)) if word in report
        ] == []
        assert "reportkey" not in bot.output()
