"""Puts the rooms together: settings in, a bot at work on Telegram."""

import asyncio
import logging
import re
from typing import Any

from telegram import LinkPreviewOptions
from telegram.constants import ParseMode
from telegram.ext import Application, Defaults

from bot.assistant import Assistant, build_assistant
from bot.errors import SettingsError
from bot.operations.error_reports import set_up_error_reports
from bot.operations.heartbeat import heartbeat
from bot.operations.metrics import Metrics
from bot.settings import Secret, Settings
from bot.storage.opening import open_storage
from bot.telegram.counted_wire import CountedWire
from bot.telegram.failures import Failures
from bot.telegram.handlers import Handlers
from bot.telegram.observing import Observer
from bot.telegram.ordering import InTurn
from bot.telegram.patience import Patience
from bot.telegram.routes import routes
from bot.telegram.service import serve
from bot.telegram.wire import KnownTrouble, Wire

_TOKEN = re.compile(r"\d+:[\w-]+", re.ASCII)
_NO_TOKEN = (
    "There is no token: get one from @BotFather on Telegram and set TELEGRAM_BOT_TOKEN (or TELEGRAM_BOT_TOKEN_FILE)."
)
_NOT_A_TOKEN = "TELEGRAM_BOT_TOKEN is not a token: those from @BotFather are a number, a colon and letters."
_LIBRARY_LOGS = ("telegram.ext", "telegram.ext.Updater", "asyncio")
_Application = Application[Any, Any, Any, Any, Any, Any]


def run(settings: Settings) -> None:
    """Answer on Telegram until a signal; raises SettingsError, ContentError or TelegramError."""
    token = _token(settings.token)
    set_up_error_reports(settings.sentry_dsn)
    for name in _LIBRARY_LOGS:
        logging.getLogger(name).addFilter(KnownTrouble())
    assistant = build_assistant(settings.content, settings.cache, with_encoder=settings.encoder)
    asyncio.run(_answer(settings, token, assistant))


async def _answer(settings: Settings, token: str, assistant: Assistant) -> None:
    refused = asyncio.Event()
    metrics = Metrics(assistant.knowledge.version)
    observer = Observer(metrics)
    application = _application(token, settings.api_base_url, Wire(refused.set), metrics)
    observer.attach(application)
    async with open_storage(settings) as storage, heartbeat(settings.data):
        handlers = Handlers(observer.watched(assistant), storage.conversations, settings.language)
        application.add_handlers(list(routes(handlers)))
        application.add_error_handler(Failures(handlers).handle)
        await serve(application, refused)


def _application(token: str, api: str, polling: Wire, metrics: Metrics) -> _Application:
    defaults = Defaults(parse_mode=ParseMode.HTML, link_preview_options=LinkPreviewOptions(is_disabled=True))
    return (
        Application.builder()
        .token(token)
        .base_url(api)
        .base_file_url(f"{api.removesuffix('/bot')}/file/bot")
        .defaults(defaults)
        .request(CountedWire(Wire(), metrics.called))
        .get_updates_request(CountedWire(polling, metrics.called))
        .rate_limiter(Patience())
        .concurrent_updates(InTurn())
        .build()
    )


def _token(secret: Secret | None) -> str:
    if secret is None:
        raise SettingsError(_NO_TOKEN)
    token = secret.reveal()
    if not _TOKEN.fullmatch(token):
        raise SettingsError(_NOT_A_TOKEN)
    return token
