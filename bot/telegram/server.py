"""Answers HTTP requests: whether the bot is healthy, its figures, and Telegram's deliveries."""

import logging
import socket
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from http import HTTPMethod, HTTPStatus

from aiohttp import web
from aiohttp.http import HttpProcessingError

from bot.errors import SettingsError
from bot.settings import Address
from bot.telegram.health import Health

CLOSE_SECONDS = 2
"""How long the last HTTP answers may take once nothing is in work any more."""
Answer = Callable[[web.BaseRequest], Awaitable[web.StreamResponse]]
"""What answers a request."""
Routes = Mapping[str, Mapping[str, Answer]]
"""For each path, what answers which method."""


class _KeepStrangersOut(logging.Filter):
    """Anybody may send anything: neither that nor where it came from belongs into the log."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Drop what cannot be read; of a failure of our own keep the error without the sender."""
        error = record.exc_info[1] if record.exc_info else None
        record.msg, record.args = "A request over HTTP could not be answered.", ()
        return not isinstance(error, HttpProcessingError)


_LOG = logging.getLogger(__name__)
_LOG.addFilter(_KeepStrangersOut())


def health_routes(health: Health, metrics: Callable[[], str]) -> Routes:
    """What the bot tells about itself; `metrics` gives figures in Prometheus's text format."""

    async def show_life(_: web.BaseRequest) -> web.StreamResponse:
        return web.Response(text="alive\n")

    async def show_readiness(_: web.BaseRequest) -> web.StreamResponse:
        if health.is_ready():
            return web.Response(text="ready\n")
        return web.Response(text="not ready\n", status=HTTPStatus.SERVICE_UNAVAILABLE)

    async def show_metrics(_: web.BaseRequest) -> web.StreamResponse:
        return web.Response(text=metrics())

    own = {"/healthz": show_life, "/readyz": show_readiness, "/metrics": show_metrics}
    return {path: {HTTPMethod.GET: answer, HTTPMethod.HEAD: answer} for path, answer in own.items()}


def answering(routes: Routes) -> Answer:
    """Answers whatever has a route, and refuses the rest.

    The library's own router looks through patterns and layers that a handful of fixed paths do not need.
    """

    async def answer(request: web.BaseRequest) -> web.StreamResponse:
        by_method = routes.get(request.path)
        if by_method is None:
            return web.Response(status=HTTPStatus.NOT_FOUND)
        found = by_method.get(request.method)
        if found is None:
            return web.Response(status=HTTPStatus.METHOD_NOT_ALLOWED, headers={"Allow": ", ".join(by_method)})
        return await found(request)

    return answer


@asynccontextmanager
async def listening(address: Address, routes: Routes) -> AsyncIterator[None]:
    """Answer HTTP requests meanwhile; raises SettingsError if the address cannot be had."""
    answers = web.Server(answering(routes), access_log=None, logger=_LOG)
    server = web.ServerRunner(answers, shutdown_timeout=CLOSE_SECONDS)
    own = _socket(address)
    await server.setup()
    try:
        await web.SockSite(server, own).start()
        yield
    finally:
        await server.cleanup()


def _socket(address: Address) -> socket.socket:
    family = socket.AF_INET6 if ":" in address.host else socket.AF_INET
    try:
        return socket.create_server((address.host, address.port), family=family)
    except OSError as error:
        raise SettingsError(f"BOT_LISTEN: {address.host}:{address.port} cannot be used ({error.strerror}).") from None
