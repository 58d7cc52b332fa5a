"""Compares the bot's page in Telegram with the one that is wanted, and writes what differs."""

import difflib
from collections.abc import AsyncIterator, Iterable, Mapping

from telegram import (
    Bot,
    BotCommand,
    BotCommandScope,
    BotCommandScopeAllChatAdministrators,
    BotCommandScopeAllGroupChats,
    BotCommandScopeAllPrivateChats,
)
from telegram.error import InvalidToken
from telegram.error import TelegramError as LibraryError

from bot.errors import TelegramError
from bot.telegram.profile import Audience, CommandsEntry, Entry, TextEntry
from bot.telegram.render import shorten

LONGEST_REASON = 200
"""Letters of what went wrong; a broken gateway answers with a whole web page."""

_SCOPES: Mapping[Audience, BotCommandScope] = {
    "private": BotCommandScopeAllPrivateChats(),
    "groups": BotCommandScopeAllGroupChats(),
    "administrators": BotCommandScopeAllChatAdministrators(),
}


async def synchronised(bot: Bot, wanted: Iterable[Entry], *, dry_run: bool) -> AsyncIterator[str]:
    """Yield each difference as a paragraph once it is written, or only yield it in a dry run.

    Raises TelegramError naming the entry that Telegram did not give or take, or the library's InvalidToken.
    An entry is read when its turn comes: Telegram shows the entry of all other languages where a language has
    none, so that writing one can change what another reads as.
    """
    for entry in wanted:
        try:
            present = await _read(bot, entry)
            if present != entry and not dry_run:
                await _write(bot, entry)
        except InvalidToken:
            raise
        except LibraryError as error:
            reason = shorten(error.message, LONGEST_REASON)
            raise TelegramError(f"Telegram stopped at “{entry.title}”: {reason}") from error
        if present != entry:
            yield _difference(present, entry)


async def _read(bot: Bot, wanted: Entry) -> Entry:
    """What Telegram holds in the place of an entry."""
    if isinstance(wanted, TextEntry):
        return TextEntry(wanted.field, wanted.language, await _read_text(bot, wanted))
    present = await bot.get_my_commands(_SCOPES[wanted.audience], wanted.language)
    commands = tuple((command.command, command.description) for command in present)
    return CommandsEntry(wanted.audience, wanted.language, commands)


async def _read_text(bot: Bot, wanted: TextEntry) -> str:
    match wanted.field:
        case "name":
            return (await bot.get_my_name(wanted.language)).name
        case "description":
            return (await bot.get_my_description(wanted.language)).description
        case "short":
            return (await bot.get_my_short_description(wanted.language)).short_description


async def _write(bot: Bot, entry: Entry) -> None:
    match entry:
        case CommandsEntry(audience, language, commands):
            await bot.set_my_commands([BotCommand(*command) for command in commands], _SCOPES[audience], language)
        case TextEntry("name", language, text):
            await bot.set_my_name(text, language)
        case TextEntry("description", language, text):
            await bot.set_my_description(text, language)
        case TextEntry("short", language, text):
            await bot.set_my_short_description(text, language)


def _difference(present: Entry, wanted: Entry) -> str:
    compared = difflib.ndiff(present.lines(), wanted.lines())
    changed = (f"  {line}" for line in compared if line.startswith(("- ", "+ ")))
    return "\n".join([f"{wanted.title}:", *changed])
