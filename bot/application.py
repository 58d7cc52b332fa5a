"""Puts the rooms together: settings in, a bot at work on Telegram."""

import asyncio
import logging
import re
import time
from typing import Any

from telegram import LinkPreviewOptions
from telegram.constants import ParseMode
from telegram.ext import Application, Defaults

from bot.assistant import build_assistant
from bot.errors import SettingsError
from bot.settings import Secret, Settings
from bot.storage.conversations import Conversations
from bot.storage.parked import ParkedUpdates
from bot.telegram.answering import Answering
from bot.telegram.failures import Failures
from bot.telegram.handlers import Handlers
from bot.telegram.health import Health
from bot.telegram.parking import Parking
from bot.telegram.patience import Patience
from bot.telegram.polling import Polling, updates_over
from bot.telegram.registration import Registrar
from bot.telegram.routes import routes
from bot.telegram.server import application_over, listening
from bot.telegram.service import UPDATES, serve
from bot.telegram.webhook import SeenHere, Webhook
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
    token = _token(settings.token)
    for name in _LIBRARY_LOGS:
        logging.getLogger(name).addFilter(KnownTrouble())
    assistant = build_assistant(settings.content, settings.cache, with_encoder=settings.encoder)
    conversations = Conversations(time.monotonic)
    handlers = Handlers(assistant, conversations, settings.language)
    asyncio.run(_serve(settings, token, handlers))


async def _serve(settings: Settings, token: str, handlers: Handlers) -> None:
    refused, health = asyncio.Event(), Health(time.monotonic)
    polling = Wire(refused.set, health.heard_from_telegram, REFUSED)
    sending = Wire(refused.set, health.heard_from_telegram)
    application = _application(token, settings.api_base_url, polling, sending, handlers)
    answering = Answering(application)
    parked = ParkedUpdates(settings.data, int(token.partition(":")[0]))
    intake: Polling | Webhook
    if settings.webhook:
        intake = Webhook(Registrar(application.bot, settings.webhook, UPDATES), answering, SeenHere(), health)
        routed = [intake.route()]
    else:
        fetch = updates_over(polling, application.bot.base_url, UPDATES)
        intake, routed = Polling(application.bot, fetch, answering, Parking(parked)), []
    try:
        async with listening(settings.listen, application_over(health, health.metrics, *routed)):
            await serve(application, intake, health, refused)
    finally:
        await parked.close()


def _application(token: str, api: str, polling: Wire, sending: Wire, handlers: Handlers) -> _Application:
    defaults = Defaults(parse_mode=ParseMode.HTML, link_preview_options=LinkPreviewOptions(is_disabled=True))
    application = (
        Application.builder()
        .token(token)
        .base_url(api)
        .base_file_url(f"{api.removesuffix('/bot')}/file/bot")
        .defaults(defaults)
        .request(sending)
        .get_updates_request(polling)
        .rate_limiter(Patience(handlers.conversations.forget_chat))
        .updater(None)
        .build()
    )
    application.add_handlers(list(routes(handlers)))
    application.add_error_handler(Failures(handlers).handle)
    return application


def _token(secret: Secret | None) -> str:
    if secret is None:
        raise SettingsError(_NO_TOKEN)
    token = secret.reveal()
    if not _TOKEN.fullmatch(token):
        raise SettingsError(_NOT_A_TOKEN)
    return token
