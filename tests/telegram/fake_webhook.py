"""Brings the updates of the stand-in to a webhook as Telegram does: again and again until one is answered with 200."""

import json
import random
import socket
import time
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from http.client import HTTPConnection, HTTPException
from threading import Event, Thread
from types import TracebackType
from typing import Self
from urllib.parse import urlsplit

from tests.telegram.fake_api import FakeTelegram
from tests.telegram.fake_rules import Json

SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"
DELIVERY_SECONDS = 60.0
RETRY_SECONDS = 0.1
"""Telegram waits longer; only the order of things matters here."""


def free_port() -> int:
    """A port that nobody listens on, below those that the system gives to clients, which might take it meanwhile."""
    for port in random.sample(range(20_000, 30_000), 100):
        with suppress(OSError), socket.create_server(("127.0.0.1", port)):
            return port
    raise AssertionError("100 ports are taken")


def post(port: int, path: str, body: bytes, headers: Mapping[str, str], method: str = "POST") -> tuple[int, bytes]:
    """Send a request to the bot and return the status and body of its answer."""
    connection = HTTPConnection("127.0.0.1", port, timeout=DELIVERY_SECONDS)
    try:
        connection.request(method, path, body, dict(headers))
        answer = connection.getresponse()
        return answer.status, answer.read()
    finally:
        connection.close()


class Deliveries:
    """Telegram's side of the webhook of one bot, whose port stands for its public address; a context manager."""

    def __init__(self, fake: FakeTelegram, port: int) -> None:
        self.fake, self.port = fake, port
        self.statuses: list[int] = []
        """What the bot answered, in order; 0 where no answer came."""
        self.carried: list[Json] = []
        """The calls that travelled in answers."""
        self._busy: set[int] = set()
        self._pool = ThreadPoolExecutor(40)
        self._over = Event()

    def __enter__(self) -> Self:
        self._thread = Thread(target=self._run, daemon=True)
        self._thread.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._over.set()
        self._thread.join()
        self._pool.shutdown(wait=False, cancel_futures=True)

    def _run(self) -> None:
        while not self._over.is_set():
            if not self.fake.webhook["url"]:
                time.sleep(0.01)
                continue
            for chat, update in self.fake.deliverable(self._busy):
                self._busy.add(chat)
                self._pool.submit(self._deliver, chat, update)

    def _deliver(self, chat: int, update: Json) -> None:
        try:
            if not self._is_taken(update):
                self._over.wait(RETRY_SECONDS)
        finally:
            self._busy.discard(chat)

    def _is_taken(self, update: Json) -> bool:
        status, body = self._answer_to(update)
        self.statuses.append(status)
        if status != 200:
            return False
        self.fake.delivered(update)
        if body:
            self._execute(json.loads(body))
        return True

    def _answer_to(self, update: Json) -> tuple[int, bytes]:
        headers = {"Content-Type": "application/json", SECRET_HEADER: self.fake.secret_token}
        path = urlsplit(self.fake.webhook["url"]).path
        try:
            return post(self.port, path, json.dumps(update).encode(), headers)
        except (OSError, HTTPException):
            return 0, b""

    def _execute(self, call: Json) -> None:
        """Do what the answer says; as with Telegram, nobody learns how it went."""
        self.carried.append(call)
        parameters = {name: value for name, value in call.items() if name != "method"}
        self.fake.answer(self.fake.token, call["method"], parameters, over_wire=False)
