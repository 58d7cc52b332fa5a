"""The library's application, set up as this bot needs it."""

from collections.abc import Awaitable, Callable
from typing import Any

from telegram import LinkPreviewOptions
from telegram.constants import ParseMode
from telegram.ext import Application, Defaults
from telegram.request import BaseRequest

from bot.telegram.patience import Patience


def build_application(
    token: str, api: str, polling: BaseRequest, sending: BaseRequest, forget_chat: Callable[[int], Awaitable[None]]
) -> Application[Any, Any, Any, Any, Any, Any]:
    """An application without handlers over two connections: one asks for updates, the other sends.

    The address of the Bot API ends in /bot; a chat that is gone for good is forgotten.
    """
    defaults = Defaults(parse_mode=ParseMode.HTML, link_preview_options=LinkPreviewOptions(is_disabled=True))
    return (
        Application.builder()
        .token(token)
        .base_url(api)
        .base_file_url(f"{api.removesuffix('/bot')}/file/bot")
        .defaults(defaults)
        .request(sending)
        .get_updates_request(polling)
        .rate_limiter(Patience(forget_chat))
        .updater(None)
        .build()
    )
