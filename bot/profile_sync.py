"""`python -m bot sync-profile`: the bot's page in Telegram as the content wants it; and the bot's name for links."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

from telegram import Bot
from telegram.error import InvalidToken
from telegram.error import TelegramError as LibraryError
from telegram.ext import ExtBot

from bot.application import checked_token
from bot.content.loader import load_knowledge
from bot.errors import TelegramError
from bot.settings import Settings
from bot.telegram.patience import Patience
from bot.telegram.profile import Entry, profile_of
from bot.telegram.profile_sync import synchronised
from bot.telegram.service import BAD_TOKEN
from bot.telegram.wire import REFUSED, Wire

Show = Callable[[str], None]
"""Takes a paragraph for the operator."""


def sync_profile(settings: Settings, show: Show, *, dry_run: bool = False) -> None:
    """Write what differs and show it; a dry run only shows it.

    Raises SettingsError, ContentError or TelegramError; after a TelegramError what was shown is written,
    and running the command again goes on with the rest.
    """
    wanted = profile_of(load_knowledge(settings.content))
    asyncio.run(_sync(settings, wanted, show, dry_run))


def username(settings: Settings) -> str:
    """The bot's name for links, without the @; raises SettingsError or TelegramError."""
    return asyncio.run(_username(settings))


async def _sync(settings: Settings, wanted: list[Entry], show: Show, dry_run: bool) -> None:
    count = 0
    async with _connected(settings) as bot:
        async for difference in synchronised(bot, wanted, dry_run=dry_run):
            show(difference)
            count += 1
    show(_summary(count, dry_run))


def _summary(count: int, dry_run: bool) -> str:
    if not count:
        return "Telegram already shows all of it."
    return f"Differences: {count}. Nothing is written." if dry_run else f"Differences written: {count}."


async def _username(settings: Settings) -> str:
    async with _connected(settings) as bot:
        return bot.username


@asynccontextmanager
async def _connected(settings: Settings) -> AsyncIterator[Bot]:
    """A bot that has told Telegram its token; raises SettingsError or TelegramError."""
    token = checked_token(settings.token)
    bot = ExtBot(token, settings.api_base_url, request=Wire(refused=REFUSED), rate_limiter=Patience(_nobody))
    try:
        async with bot:
            yield bot
    except InvalidToken:
        # The library's own words hold the token.
        raise TelegramError(BAD_TOKEN) from None
    except LibraryError as error:
        raise TelegramError(f"Telegram cannot be reached: {error.message}") from error


async def _nobody(_: int) -> None:
    """Here is no chat to forget."""
