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
from bot.telegram.failures import Failures
from bot.telegram.handlers import Handlers
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
    token = checked_token(settings.token)
    for name in _LIBRARY_LOGS:
        logging.getLogger(name).addFilter(KnownTrouble())
    assistant = build_assistant(settings.content, settings.cache, with_encoder=settings.encoder)
    handlers = Handlers(assistant, Conversations(time.monotonic), settings.language)
    refused = asyncio.Event()
    application = _application(token, settings.api_base_url, Wire(refused.set))
    application.add_handlers(list(routes(handlers)))
    application.add_error_handler(Failures(handlers).handle)
    asyncio.run(serve(application, refused))


def _application(token: str, api: str, polling: Wire) -> _Application:
    defaults = Defaults(parse_mode=ParseMode.HTML, link_preview_options=LinkPreviewOptions(is_disabled=True))
    return (
        Application.builder()
        .token(token)
        .base_url(api)
        .base_file_url(f"{api.removesuffix('/bot')}/file/bot")
        .defaults(defaults)
        .request(Wire())
        .get_updates_request(polling)
        .rate_limiter(Patience())
        .concurrent_updates(InTurn())
        .build()
    )


def checked_token(secret: Secret | None) -> str:
    """The token itself; raises SettingsError if there is none or it cannot be one."""
    if secret is None:
        raise SettingsError(_NO_TOKEN)
    token = secret.reveal()
    if not _TOKEN.fullmatch(token):
        raise SettingsError(_NOT_A_TOKEN)
    return token
