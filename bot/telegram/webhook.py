"""Takes in the updates that Telegram delivers; the HTTP answer acknowledges one, and mostly carries the reply."""

import asyncio
import hmac
import json
from collections.abc import Awaitable, Callable
from contextlib import AbstractAsyncContextManager, AsyncExitStack, suppress
from functools import partial
from http import HTTPStatus
from typing import Any, Protocol

from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.types import Receive, Scope, Send
from telegram.error import InvalidToken
from telegram.error import TelegramError as LibraryError

from bot.telegram.answering import Answering, Json
from bot.telegram.handling import Handling
from bot.telegram.health import Health
from bot.telegram.http_reply import HttpReply
from bot.telegram.registration import Registrar

SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"
LARGEST_UPDATE = 1_000_000
"""Bytes of a delivery; Telegram's own stay far below."""
WATCH_SECONDS = 120.0
"""How often to look whether Telegram still delivers here."""


class Seen(Protocol):
    """Remembers which updates were answered; several processes may share one memory."""

    async def has(self, number: int) -> bool:
        """Whether an update was answered."""

    async def add(self, number: int) -> None:
        """Note that an update was answered."""

    def claim(self, number: int) -> AbstractAsyncContextManager[bool]:
        """Keep an update from other processes meanwhile; False if one of them has it."""


class Webhook:
    """The way by which Telegram brings the updates."""

    def __init__(self, registrar: Registrar, answering: Answering, seen: Seen, health: Health) -> None:
        self._registrar, self._answering, self._seen, self._health = registrar, answering, seen, health
        self._open = False
        self._in_work: set[int] = set()
        self._idle = asyncio.Event()
        self._idle.set()

    def route(self) -> Route:
        """Where Telegram delivers."""
        return Route(self._registrar.webhook.path, self.deliver, methods=["POST"])

    async def prepare(self) -> None:
        """Tell Telegram where to deliver."""
        await self._registrar.register()

    async def run(self) -> None:
        """Watch over the registration until cancelled, which also shows that Telegram can be reached."""
        self._open = True
        while True:
            await asyncio.sleep(WATCH_SECONDS)
            try:
                await self._registrar.register()
            except InvalidToken:
                raise
            except LibraryError:
                # The wire has said what is wrong, and deliveries may come all the same.
                continue

    async def finish(self, seconds: float) -> None:
        """Wait for what is in work; new deliveries are turned away as soon as the bot is stopping."""
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await self._idle.wait()

    async def deliver(self, request: Request) -> Response:
        """Answer an update; Telegram delivers again what is not answered with 200."""
        if fault := self._fault(request):
            return Response(status_code=fault)
        update = await _read(request)
        if isinstance(update, HTTPStatus):
            return Response(status_code=update)
        number = int(update["update_id"])
        # Nobody can answer yet, or nobody any more, or somebody is at it with an open end: Telegram shall ask again.
        if not self._open or self._health.stopping or number in self._in_work:
            return Response(status_code=HTTPStatus.SERVICE_UNAVAILABLE)
        self._health.heard_from_telegram()
        return await self._handle(request, number, update)

    async def _handle(self, request: Request, number: int, update: Json) -> Response:
        async with AsyncExitStack() as in_work:
            self._begin(number)
            in_work.callback(self._end, number)
            if not await in_work.enter_async_context(self._seen.claim(number)):
                return Response(status_code=HTTPStatus.SERVICE_UNAVAILABLE)
            # Only now: whoever had claimed it before has noted by now that it was answered.
            if await self._seen.has(number):
                return Response()
            reply = await self._answer(request, update)
            # Only an answer that left makes an update answered: one that could not leave is delivered again.
            noted = partial(self._seen.add, number)
            # Until that is noted, another delivery of the same update would be answered as well.
            return _Acknowledgement(reply, noted, in_work.pop_all())

    def _begin(self, number: int) -> None:
        self._in_work.add(number)
        self._idle.clear()

    def _end(self, number: int) -> None:
        self._in_work.discard(number)
        if not self._in_work:
            self._idle.set()

    async def _answer(self, request: Request, update: Json) -> HttpReply:
        reply = HttpReply()
        await self._answering.answer(update, Handling(reply=reply))
        if await request.is_disconnected():
            await reply.flush()
        return reply

    def _fault(self, request: Request) -> HTTPStatus | None:
        """What is wrong with a delivery before its content is looked at; strangers learn nothing but that."""
        sent, expected = request.headers.get(SECRET_HEADER, ""), self._registrar.webhook.secret.reveal()
        if not hmac.compare_digest(sent.encode(), expected.encode()):
            return HTTPStatus.FORBIDDEN
        if request.headers.get("Content-Type", "").partition(";")[0].strip().lower() != "application/json":
            return HTTPStatus.UNSUPPORTED_MEDIA_TYPE
        if int(request.headers.get("Content-Length", "0")) > LARGEST_UPDATE:
            return HTTPStatus.REQUEST_ENTITY_TOO_LARGE
        return None


class _Acknowledgement(Response):
    """The answer to a delivery that was handled; what comes after it left is done before its update ends."""

    media_type = "application/json"

    def __init__(self, reply: HttpReply, noted: Callable[[], Awaitable[None]], in_work: AsyncExitStack) -> None:
        super().__init__(json.dumps(reply.body) if reply.body else None)
        self._noted, self._in_work = noted, in_work

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send the answer, then note that the update was answered."""
        async with self._in_work:
            await super().__call__(scope, receive, send)
            await self._noted()


async def _read(request: Request) -> Json | HTTPStatus:
    """The update of a delivery, or what is wrong with it."""
    body = bytearray()
    try:
        async for part in request.stream():
            body += part
            if len(body) > LARGEST_UPDATE:
                return HTTPStatus.REQUEST_ENTITY_TOO_LARGE
        update: Any = json.loads(body)
    except (ClientDisconnect, ValueError, RecursionError):
        return HTTPStatus.BAD_REQUEST
    known = isinstance(update, dict) and type(update.get("update_id")) is int
    return update if known else HTTPStatus.BAD_REQUEST
