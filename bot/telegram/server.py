"""Answers HTTP requests: whether the bot is healthy, its figures, and Telegram's deliveries."""

import asyncio
import contextlib
import socket
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from http import HTTPStatus

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from bot.errors import SettingsError
from bot.settings import Address
from bot.telegram.health import Health

CLOSE_SECONDS = 2
"""How long the last HTTP answers may take once nothing is in work any more."""


def application_over(health: Health, metrics: Callable[[], str], *more: Route) -> Starlette:
    """The bot's HTTP interface; `metrics` gives figures in Prometheus's text format."""

    async def show_life(_: Request) -> Response:
        return PlainTextResponse("alive\n")

    async def show_readiness(_: Request) -> Response:
        if health.is_ready():
            return PlainTextResponse("ready\n")
        return PlainTextResponse("not ready\n", HTTPStatus.SERVICE_UNAVAILABLE)

    async def show_metrics(_: Request) -> Response:
        return PlainTextResponse(metrics())

    own = {"/healthz": show_life, "/readyz": show_readiness, "/metrics": show_metrics}
    return Starlette(routes=[*(Route(path, endpoint) for path, endpoint in own.items()), *more])


@asynccontextmanager
async def listening(address: Address | None, application: Starlette) -> AsyncIterator[None]:
    """Answer HTTP requests meanwhile, if there is an address; raises SettingsError if it cannot be had."""
    if address is None:
        yield
        return
    config = uvicorn.Config(
        application, log_config=None, access_log=False, lifespan="off", timeout_graceful_shutdown=CLOSE_SECONDS
    )
    server = _Server(config)
    serving = asyncio.create_task(server.serve(_sockets(address)))
    try:
        yield
    finally:
        server.should_exit = True
        await serving


class _Server(uvicorn.Server):
    """Leaves the signals to the bot, which stops everything in order."""

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Capture none."""
        yield


def _sockets(address: Address) -> list[socket.socket]:
    family = socket.AF_INET6 if ":" in address.host else socket.AF_INET
    try:
        return [socket.create_server((address.host, address.port), family=family)]
    except OSError as error:
        raise SettingsError(f"BOT_LISTEN: {address.host}:{address.port} cannot be used ({error.strerror}).") from None
