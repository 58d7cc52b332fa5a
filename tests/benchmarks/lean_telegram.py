"""A Bot API server for benchmarks: it checks nothing and costs little, so that it is not what is measured.

It keeps updates until they are acknowledged, holds a request for updates open while there are none, delivers to a
webhook over as many connections as Telegram, and notes when each chat got its first message.
"""

import asyncio
import json
import re
import time
from collections import deque
from collections.abc import Sequence
from itertools import count
from types import TracebackType
from typing import Any, Self
from urllib.parse import parse_qsl, urlsplit

from tests.benchmarks.lean_http import Client, Server

TOKEN = "4200000042:AAFakeTokenFakeTokenFakeTokenFakeToken"
CONNECTIONS = 40
"""Deliveries at the same time: what Telegram does unless it is told otherwise."""
MOST_UPDATES = 100
ANSWER_SECONDS = 60.0
REPEAT_SECONDS = 0.05
FIRST_CHAT = 10_000
_BOT = {"id": 4200000042, "is_bot": True, "first_name": "Bot", "username": "city_networks_bot"}
_CHAT = re.compile(rb'(?:^|&)chat_id=(\d+)|"chat_id": ?"?(\d+)')
_OFFSET = re.compile(rb"offset=(\d+)")
_LIMIT = re.compile(rb"limit=(\d+)")
_TIMEOUT = re.compile(rb"timeout=(\d+)")
_DONE = b'{"ok":true,"result":true}'


class LeanTelegram:
    """The server of one bot, as an asynchronous context manager."""

    def __init__(self) -> None:
        self.first_poll = asyncio.Event()
        """Set once the bot asks for updates or has registered its webhook."""
        self.sent: dict[int, float] = {}
        """When each chat got its first message, by the monotonic clock."""
        self.slow: dict[int, float] = {}
        """How many seconds whatever is sent to a chat takes; nothing for chats that are not in it."""
        self.web_port = 0
        """Where the bot listens for deliveries; 0 if it does not."""
        self._chats = count(FIRST_CHAT)
        self._numbers = count(500_001)
        self._updates: deque[tuple[int, bytes]] = deque()
        self._deliveries: asyncio.Queue[tuple[int, bytes]] = asyncio.Queue()
        self._offered = asyncio.Event()
        self._awaited: dict[int, asyncio.Event] = {}
        self._webhook: tuple[str, str] | None = None
        self._tasks: list[asyncio.Task[None]] = []
        self._server = Server(self._answer)
        self.base_url = ""

    async def __aenter__(self) -> Self:
        self.base_url = f"http://127.0.0.1:{await self._server.start()}/bot"
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None
    ) -> None:
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await self._server.stop()

    async def ask(self, texts: Sequence[str], seconds: float = ANSWER_SECONDS) -> list[float]:
        """Let a new person ask each text, all at once; returns the moment of asking and those of the answers."""
        begin = time.monotonic()
        chats = [self.offer(text) for text in texts]
        self._awaited |= {chat: asyncio.Event() for chat in chats}
        async with asyncio.timeout(seconds):
            for chat in chats:
                await self._awaited[chat].wait()
                del self._awaited[chat]
        return [begin, *(self.sent[chat] for chat in chats)]

    def offer(self, text: str) -> int:
        """Put a new person's question into the queue; returns its chat."""
        chat = self.new_chat()
        self.say(chat, text)
        return chat

    def new_chat(self) -> int:
        """The private chat of a person who has said nothing so far."""
        return next(self._chats)

    def say(self, chat: int, text: str) -> None:
        """Put a message from a chat into the queue."""
        number = next(self._numbers)
        person = {"id": chat, "is_bot": False, "first_name": "Ada", "language_code": "de"}
        message = {"message_id": 1, "date": int(time.time()), "from": person, "text": text}
        message["chat"] = {"id": chat, "type": "private", "first_name": "Ada"}
        raw = json.dumps({"update_id": number, "message": message}).encode()
        if self._webhook:
            self._deliveries.put_nowait((number, raw))
        else:
            self._updates.append((number, raw))
            self._offered.set()

    async def _answer(self, path: bytes, body: bytes) -> bytes:
        method = path.rpartition(b"/")[2].partition(b"?")[0]
        if self.slow and method.startswith(b"send"):
            await asyncio.sleep(self.slow.get(_chat(body), 0))
        match method:
            case b"getUpdates":
                return await self._give(path + b"&" + body)
            case b"sendMessage":
                return self._note(_chat(body))
            case b"getMe":
                return _result(_BOT)
            case b"getWebhookInfo":
                return _result({"url": "", "has_custom_certificate": False, "pending_update_count": 0})
            case b"setWebhook":
                self._register(body)
        return _DONE

    async def _give(self, query: bytes) -> bytes:
        self.first_poll.set()
        offset, limit, seconds = (_number(pattern, query) for pattern in (_OFFSET, _LIMIT, _TIMEOUT))
        while self._updates and self._updates[0][0] < offset:
            self._updates.popleft()
        if not self._updates:
            self._offered.clear()
            try:
                async with asyncio.timeout(seconds):
                    await self._offered.wait()
            except TimeoutError:
                return b'{"ok":true,"result":[]}'
        given = [self._updates[place][1] for place in range(min(len(self._updates), limit or MOST_UPDATES))]
        return b'{"ok":true,"result":[' + b",".join(given) + b"]}"

    def _note(self, chat: int) -> bytes:
        self.sent.setdefault(chat, time.monotonic())
        if awaited := self._awaited.get(chat):
            awaited.set()
        about = {"id": chat, "type": "private", "first_name": "Ada"}
        return _result({"message_id": 2, "date": 0, "chat": about, "from": _BOT, "text": "…"})

    def _register(self, body: bytes) -> None:
        asked = json.loads(body) if body.startswith(b"{") else dict(parse_qsl(body.decode()))
        path = urlsplit(asked["url"]).path
        self.first_poll.set()
        if self._webhook is None:
            self._tasks += [asyncio.create_task(self._deliver()) for _ in range(CONNECTIONS)]
        self._webhook = path, asked.get("secret_token", "")

    async def _deliver(self) -> None:
        """One of the connections to the webhook, for as long as the server runs."""
        client = Client(self.web_port)
        while True:
            number, raw = await self._deliveries.get()
            assert self._webhook
            path, secret = self._webhook
            try:
                status, body = await client.post(path, raw, {"X-Telegram-Bot-Api-Secret-Token": secret})
            except OSError:
                status, body = 0, b""
            if status != 200:
                await asyncio.sleep(REPEAT_SECONDS)
                self._deliveries.put_nowait((number, raw))
            elif body.strip() and (call := json.loads(body)).get("method") == "sendMessage":
                self._note(int(call["chat_id"]))


def _chat(body: bytes) -> int:
    found = _CHAT.search(body)
    return int(found[1] or found[2]) if found else 0


def _number(pattern: re.Pattern[bytes], query: bytes) -> int:
    found = pattern.search(query)
    return int(found[1]) if found else 0


def _result(value: Any) -> bytes:
    return json.dumps({"ok": True, "result": value}).encode()
