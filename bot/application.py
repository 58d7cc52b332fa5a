"""Puts the rooms together: settings in, a bot at work on Telegram.

What connects to Telegram is imported here; what answers (bot/stage.py) only where it is loaded, for it takes longer
than to ask for the first updates, and what comes meanwhile waits: see decision 13.
"""

from __future__ import annotations

import asyncio
import logging
import re
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any

from bot import compiled, kept_file, turning
from bot.errors import SettingsError
from bot.operations.counting import Figures, NoFigures
from bot.operations.error_reports import set_up_error_reports
from bot.operations.heartbeat import heartbeat
from bot.operations.memory import hold_little
from bot.settings import Secret, Settings
from bot.storage.opening import Storage, open_storage
from bot.storage.parked import ParkedUpdates
from bot.telegram.answering import Answering
from bot.telegram.building import build_application
from bot.telegram.counted_wire import CountedWire
from bot.telegram.gate import Gate, GatedAnswering
from bot.telegram.health import Health
from bot.telegram.parking import Parking
from bot.telegram.polling import Polling, updates_over
from bot.telegram.registration import Registrar
from bot.telegram.service import UPDATES, Intake, first_of, serve
from bot.telegram.wire import REFUSED, KnownTrouble, Wire

if TYPE_CHECKING:
    from telegram.ext import Application
    from telegram.request import BaseRequest

    from bot.base import Base
    from bot.telegram.server import Routes

    _Application = Application[Any, Any, Any, Any, Any, Any]

_TOKEN = re.compile(r"\d+:[\w-]+", re.ASCII)
_NO_TOKEN = (
    "There is no token: get one from @BotFather on Telegram and set TELEGRAM_BOT_TOKEN (or TELEGRAM_BOT_TOKEN_FILE)."
)
_NOT_A_TOKEN = "TELEGRAM_BOT_TOKEN is not a token: those from @BotFather are a number, a colon and letters."
HEAD_START_SECONDS = 0.2
"""How long connecting has the processor for itself; loading in a thread would take half of it away."""
_LIBRARY_LOGS = ("telegram.ext", "asyncio")


def run(settings: Settings) -> None:
    """Answer on Telegram until a signal; raises SettingsError, ContentError or TelegramError."""
    token = checked_token(settings.token)
    hold_little()
    set_up_error_reports(settings.sentry_dsn)
    for name in _LIBRARY_LOGS:
        logging.getLogger(name).addFilter(KnownTrouble())
    renewal = asyncio.Event()
    turning.on_early_hangup(renewal.set)
    # Content that was kept is known to be sound; any other is checked before Telegram hears of the bot.
    base = None if _is_kept(settings) else _load(settings)
    turning.turn(_serve(settings, token, base, renewal))


async def _serve(settings: Settings, token: str, base: Base | None, renewal: asyncio.Event) -> None:
    refused, health, figures = asyncio.Event(), Health(time.monotonic), _figures(settings)
    gate = Gate(health)
    turning.on_hangup(renewal.set)
    polling = CountedWire(Wire(refused.set, health.heard_from_telegram, REFUSED), figures.called)
    sending = CountedWire(Wire(refused.set, health.heard_from_telegram), figures.called)
    async with open_storage(settings) as storage, heartbeat(settings.data):
        forget = storage.conversations.forget_chat
        application = build_application(token, settings.api_base_url, polling, sending, forget)
        async with (
            _intake(settings, GatedAnswering(application, gate), application, polling, storage, health) as (
                intake,
                routes,
            ),
            _listening(settings, health, figures, routes),
        ):
            answering = _answer(settings, base, application, storage, figures, gate, renewal)
            await first_of(serve(application, intake, health, refused), answering)


def _figures(settings: Settings) -> Figures:
    if settings.listen is None:
        return NoFigures()
    # Nobody can read figures of a bot that listens nowhere, so it need not load the library that counts them.
    from bot.operations.metrics import Metrics

    return Metrics()


def _is_kept(settings: Settings) -> bool:
    file = compiled.file_for(settings.content, settings.cache, with_encoder=settings.encoder)
    return file is not None and kept_file.is_kept(file)


def _load(settings: Settings) -> Base:
    # All that answers is loaded here, beside or after the connection to Telegram, and not with this module.
    from bot.stage import load

    return load(settings)


async def _answer(
    settings: Settings,
    base: Base | None,
    application: _Application,
    storage: Storage,
    figures: Figures,
    gate: Gate,
    renewal: asyncio.Event,
) -> None:
    """Load the content unless it is loaded, and answer from it; raises ContentError."""
    try:
        if base is None:
            await asyncio.sleep(HEAD_START_SECONDS)
            base = await asyncio.to_thread(_load, settings)
        from bot.stage import answer_from  # loaded by now

        await answer_from(base, settings, application, storage, figures, gate.open, renewal)
    except Exception:
        gate.shut()
        raise


@asynccontextmanager
async def _intake(
    settings: Settings,
    answering: Answering,
    application: _Application,
    polling: BaseRequest,
    storage: Storage,
    health: Health,
) -> AsyncIterator[tuple[Intake, Routes]]:
    """The way by which updates come, and what it answers over HTTP."""
    if settings.webhook:
        # A bot that asks for updates needs no web server.
        from bot.telegram.webhook import Webhook

        registrar = Registrar(application.bot, settings.webhook, UPDATES)
        webhook = Webhook(registrar, answering, storage.seen, health)
        yield webhook, webhook.routes()
        return
    parked = ParkedUpdates(settings.data, int(application.bot.token.partition(":")[0]))
    fetch = updates_over(polling, application.bot.base_url, UPDATES)
    try:
        yield Polling(application.bot, fetch, answering, Parking(parked)), {}
    finally:
        await parked.close()


@asynccontextmanager
async def _listening(settings: Settings, health: Health, figures: Figures, routes: Routes) -> AsyncIterator[None]:
    """Answer HTTP requests meanwhile, if there is an address."""
    if settings.listen is None:
        yield
        return
    # As above: without an address there is nothing to serve.
    from bot.telegram.server import health_routes, listening

    def metrics() -> str:
        return figures.text() + health.metrics()

    async with listening(settings.listen, {**health_routes(health, metrics), **routes}):
        yield


def checked_token(secret: Secret | None) -> str:
    """The token itself; raises SettingsError if there is none or it cannot be one."""
    if secret is None:
        raise SettingsError(_NO_TOKEN)
    token = secret.reveal()
    if not _TOKEN.fullmatch(token):
        raise SettingsError(_NOT_A_TOKEN)
    return token
