"""The library's application, set up as this bot needs it."""

from collections.abc import Awaitable, Callable
from typing import Any

from telegram.ext import Application
from telegram.request import BaseRequest

from bot.telegram.patience import Patience
from bot.telegram.short_way import DEFAULTS, ShortWayBot


def build_application(
    token: str, api: str, polling: BaseRequest, sending: BaseRequest, forget_chat: Callable[[int], Awaitable[None]]
) -> Application[Any, Any, Any, Any, Any, Any]:
    """An application without handlers over two connections: one asks for updates, the other sends.

    The address of the Bot API ends in /bot; a chat that is gone for good is forgotten.
    """
    bot = ShortWayBot(
        token,
        base_url=api,
        base_file_url=f"{api.removesuffix('/bot')}/file/bot",
        request=sending,
        get_updates_request=polling,
        defaults=DEFAULTS,
        rate_limiter=Patience(forget_chat),
    )
    return Application.builder().bot(bot).updater(None).build()
