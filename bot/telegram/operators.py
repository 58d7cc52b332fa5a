"""Short private messages to the people who run the bot."""

import logging
from collections.abc import Sequence

from telegram import Bot
from telegram.error import TelegramError

from bot.telegram import render

LONGEST_NOTE = 1000
"""UTF-16 units; the log has the rest."""
_LOG = logging.getLogger(__name__)


async def tell_operators(bot: Bot, operators: Sequence[int], words: str) -> None:
    """Send each of them the words; whom Telegram does not let us write to must first write to the bot."""
    text = render.escaped(render.shorten(words, LONGEST_NOTE))
    for operator in operators:
        try:
            await bot.send_message(operator, text)
        except TelegramError as error:
            _LOG.warning("An operator could not be told (%s). Each must write to the bot once.", type(error).__name__)
