"""Puts the rooms together: settings in, a bot at work on Telegram."""

import asyncio
import logging
import re
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from telegram.ext import Application
from telegram.request import BaseRequest

from bot import turning
from bot.errors import SettingsError
from bot.handover import Base, build_base
from bot.live_change import LiveChange
from bot.operations.choices import LoggedChoices
from bot.operations.error_reports import set_up_error_reports
from bot.operations.heartbeat import heartbeat
from bot.operations.metrics import Metrics
from bot.settings import Secret, Settings
from bot.storage.opening import Storage, open_storage
from bot.storage.parked import ParkedUpdates
from bot.storage.unanswered import UnansweredFile
from bot.telegram.answering import Answering
from bot.telegram.counted_wire import CountedWire
from bot.telegram.exchange import exchange_handlers
from bot.telegram.failures import Failures
from bot.telegram.feedback import TalliedFeedback
from bot.telegram.handlers import Handlers
from bot.telegram.health import Health
from bot.telegram.inline import InlineMode, inline_routes
from bot.telegram.observing import Observer
from bot.telegram.operators import tell_operators
from bot.telegram.parking import Parking
from bot.telegram.patience import Patience
from bot.telegram.polling import Polling, updates_over
from bot.telegram.registration import Registrar
from bot.telegram.routes import routes
from bot.telegram.server import Routes, health_routes, listening
from bot.telegram.service import UPDATES, serve
from bot.telegram.short_way import DEFAULTS, ShortWayBot
from bot.telegram.unanswered import NothingKept, Unanswered, UnansweredQuestions
from bot.telegram.webhook import Webhook
from bot.telegram.wire import REFUSED, KnownTrouble, Wire

_TOKEN = re.compile(r"\d+:[\w-]+", re.ASCII)
_NO_TOKEN = (
    "There is no token: get one from @BotFather on Telegram and set TELEGRAM_BOT_TOKEN (or TELEGRAM_BOT_TOKEN_FILE)."
)
_NOT_A_TOKEN = "TELEGRAM_BOT_TOKEN is not a token: those from @BotFather are a number, a colon and letters."
_LIBRARY_LOGS = ("telegram.ext", "asyncio")
_Application = Application[Any, Any, Any, Any, Any, Any]


def run(settings: Settings) -> None:
    """Answer on Telegram until a signal; raises SettingsError, ContentError or TelegramError."""
    token = checked_token(settings.token)
    set_up_error_reports(settings.sentry_dsn)
    for name in _LIBRARY_LOGS:
        logging.getLogger(name).addFilter(KnownTrouble())
    base = build_base(settings.content, settings.cache, with_encoder=settings.encoder)
    turning.turn(_serve(settings, token, base))


async def _serve(settings: Settings, token: str, base: Base) -> None:
    refused, health, metrics = asyncio.Event(), Health(time.monotonic), Metrics(base.assistant.knowledge.version)
    observer = Observer(metrics)
    polling = CountedWire(Wire(refused.set, health.heard_from_telegram, REFUSED), metrics.called)
    sending = CountedWire(Wire(refused.set, health.heard_from_telegram), metrics.called)
    async with open_storage(settings) as storage, heartbeat(settings.data):
        application = _application(token, settings.api_base_url, polling, sending, storage)
        observer.attach(application)
        unanswered = _unanswered(settings, storage)
        handlers = Handlers(
            base.assistant,
            storage.conversations,
            settings.language,
            storage.limits,
            TalliedFeedback(storage.tally),
            unanswered=unanswered,
        )
        stage = _Stage(application, handlers, observer, metrics)
        await stage.put_in_force(base)
        tell = partial(tell_operators, application.bot, settings.operators)
        own = health_routes(health, lambda: metrics.text() + health.metrics())
        async with (
            _kept_tidy(unanswered),
            LiveChange(settings, base.assistant, stage.put_in_force, tell).at_work(),
            _intake(settings, application, polling, storage, health) as (intake, delivered),
            listening(settings.listen, {**own, **delivered}),
        ):
            await serve(application, intake, health, refused)


def _unanswered(settings: Settings, storage: Storage) -> Unanswered:
    if not settings.report:
        return NothingKept()
    days = settings.report_days
    return UnansweredQuestions(UnansweredFile(settings.data, days), storage.names, days)


@asynccontextmanager
async def _kept_tidy(unanswered: Unanswered) -> AsyncIterator[None]:
    """Meanwhile remove questions whose time is over."""
    if not isinstance(unanswered, UnansweredQuestions):
        yield
        return
    tidying = asyncio.create_task(unanswered.tidy_regularly())
    try:
        yield
    finally:
        tidying.cancel()


@dataclass(frozen=True)
class _Stage:
    """Where content comes into force."""

    application: _Application
    handlers: Handlers
    """Over any content; what they share outlives a change of it."""
    observer: Observer
    metrics: Metrics

    async def put_in_force(self, base: Base) -> None:
        """Have all updates from now on answered from a base."""
        handlers = replace(self.handlers, assistant=self.observer.watched(base.assistant))
        await asyncio.to_thread(handlers.prepare)
        answering = [*routes(handlers), *inline_routes(_inline_mode(handlers, base))]
        exchange_handlers(self.application, answering, Failures(handlers))
        self.metrics.answers_from(base.assistant.knowledge.version)


@asynccontextmanager
async def _intake(
    settings: Settings, application: _Application, polling: BaseRequest, storage: Storage, health: Health
) -> AsyncIterator[tuple[Polling | Webhook, Routes]]:
    """The way by which updates come, and what it answers over HTTP."""
    answering = Answering(application)
    if settings.webhook:
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


def _inline_mode(handlers: Handlers, base: Base) -> InlineMode:
    return InlineMode(
        assistant=handlers.assistant,
        index=base.index,
        conversations=handlers.conversations,
        choices=LoggedChoices(),
        language=handlers.language,
        thinking=handlers.thinking,
    )


def _application(token: str, api: str, polling: BaseRequest, sending: BaseRequest, storage: Storage) -> _Application:
    bot = ShortWayBot(
        token,
        base_url=api,
        base_file_url=f"{api.removesuffix('/bot')}/file/bot",
        request=sending,
        get_updates_request=polling,
        defaults=DEFAULTS,
        rate_limiter=Patience(storage.conversations.forget_chat),
    )
    return Application.builder().bot(bot).updater(None).build()


def checked_token(secret: Secret | None) -> str:
    """The token itself; raises SettingsError if there is none or it cannot be one."""
    if secret is None:
        raise SettingsError(_NO_TOKEN)
    token = secret.reveal()
    if not _TOKEN.fullmatch(token):
        raise SettingsError(_NOT_A_TOKEN)
    return token
