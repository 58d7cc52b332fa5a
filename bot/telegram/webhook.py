"""Takes in the updates that Telegram delivers; the HTTP answer acknowledges one, and mostly carries the reply."""

import asyncio
import hmac
import json
from contextlib import AbstractAsyncContextManager, suppress
from http import HTTPMethod, HTTPStatus
from typing import Any, Protocol

from aiohttp import ClientError, web
from telegram.error import InvalidToken
from telegram.error import TelegramError as LibraryError

from bot.telegram.answering import Answering, Json
from bot.telegram.handling import Handling
from bot.telegram.health import Health
from bot.telegram.http_reply import HttpReply
from bot.telegram.registration import Registrar
from bot.telegram.server import Routes

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

    def routes(self) -> Routes:
        """Where Telegram delivers."""
        return {self._registrar.webhook.path: {HTTPMethod.POST: self.deliver}}

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

    async def deliver(self, request: web.BaseRequest) -> web.StreamResponse:
        """Answer an update; Telegram delivers again what is not answered with 200."""
        if fault := self._fault(request):
            return web.Response(status=fault)
        update = await _read(request)
        if isinstance(update, HTTPStatus):
            return web.Response(status=update)
        number = int(update["update_id"])
        # Nobody can answer yet, or nobody any more, or somebody is at it with an open end: Telegram shall ask again.
        if not self._open or self._health.stopping or number in self._in_work:
            return web.Response(status=HTTPStatus.SERVICE_UNAVAILABLE)
        self._health.heard_from_telegram()
        self._begin(number)
        try:
            return await self._handle(request, number, update)
        finally:
            self._end(number)

    async def _handle(self, request: web.BaseRequest, number: int, update: Json) -> web.StreamResponse:
        async with self._seen.claim(number) as is_ours:
            if not is_ours:
                return web.Response(status=HTTPStatus.SERVICE_UNAVAILABLE)
            # Only now: whoever had claimed it before has noted by now that it was answered.
            if await self._seen.has(number):
                return web.Response()
            reply = HttpReply()
            await self._answering.answer(update, Handling(reply=reply))
            response = await _acknowledge(request, reply)
            # Only an answer that left makes an update answered: one that could not leave is delivered again.
            # Until that is noted, another delivery of the same update would be answered as well.
            await self._seen.add(number)
            return response

    def _begin(self, number: int) -> None:
        self._in_work.add(number)
        self._idle.clear()

    def _end(self, number: int) -> None:
        self._in_work.discard(number)
        if not self._in_work:
            self._idle.set()

    def _fault(self, request: web.BaseRequest) -> HTTPStatus | None:
        """What is wrong with a delivery before its content is looked at; strangers learn nothing but that."""
        sent, expected = request.headers.get(SECRET_HEADER, ""), self._registrar.webhook.secret.reveal()
        if not hmac.compare_digest(sent.encode(errors="surrogateescape"), expected.encode()):
            return HTTPStatus.FORBIDDEN
        if request.headers.get("Content-Type", "").partition(";")[0].strip().lower() != "application/json":
            return HTTPStatus.UNSUPPORTED_MEDIA_TYPE
        if int(request.headers.get("Content-Length", "0")) > LARGEST_UPDATE:
            return HTTPStatus.REQUEST_ENTITY_TOO_LARGE
        return None


async def _acknowledge(request: web.BaseRequest, reply: HttpReply) -> web.StreamResponse:
    """Answer a delivery that was handled; if Telegram has hung up, the reply goes the usual way."""
    if request.transport is None or request.transport.is_closing():
        await reply.flush()
    body = json.dumps(reply.body).encode() if reply.body else None
    response = web.Response(body=body, content_type="application/json" if body else None)
    try:
        await response.prepare(request)
        await response.write_eof()
    except ConnectionError:
        await reply.flush()
    return response


async def _read(request: web.BaseRequest) -> Json | HTTPStatus:
    """The update of a delivery, or what is wrong with it."""
    body = bytearray()
    try:
        async for part in request.content.iter_any():
            body += part
            if len(body) > LARGEST_UPDATE:
                return HTTPStatus.REQUEST_ENTITY_TOO_LARGE
        update: Any = json.loads(body)
    except (OSError, ClientError, web.RequestPayloadError, ValueError, RecursionError):
        return HTTPStatus.BAD_REQUEST
    known = isinstance(update, dict) and type(update.get("update_id")) is int
    return update if known else HTTPStatus.BAD_REQUEST
