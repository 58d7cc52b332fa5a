"""What happens when a handler fails: a log line for the operator without anything a person wrote, and an apology."""

import logging
from contextlib import suppress
from dataclasses import dataclass

from telegram import Chat, Update
from telegram.error import BadRequest, Forbidden, InvalidToken, NetworkError, RetryAfter, TelegramError

from bot.telegram.groups import Groups
from bot.telegram.guests import Guests
from bot.telegram.handlers import Context, Handlers

_LOG = logging.getLogger(__name__)


@dataclass(frozen=True)
class Failures:
    """The one error handler."""

    handlers: Handlers

    async def handle(self, update: object, context: Context) -> None:
        """Log an error and apologise, unless Telegram itself is what failed."""
        error = context.error
        if error is None:
            return
        if _is_telegrams_own(error):
            _LOG.warning("Telegram did not take a reply: %s", type(error).__name__)
            return
        _LOG.error("A handler failed.", exc_info=error)
        if isinstance(update, Update):
            with suppress(TelegramError):
                await self._apologise(update, context)

    async def _apologise(self, update: Update, context: Context) -> None:
        """Say so where the message came from."""
        chat = update.effective_chat
        if update.guest_message:
            await Guests(self.handlers).apologise(update.guest_message, context)
        elif chat and chat.type == Chat.PRIVATE and not update.my_chat_member:
            await self.handlers.say("failure", await self.handlers.visitor(update), context)
        elif update.message:
            await Groups(self.handlers).apologise(update.message, context)


def _is_telegrams_own(error: BaseException) -> bool:
    """Whether another message would fail as well: a lost connection, too many messages, a person who left, no token."""
    if isinstance(error, BadRequest):
        return False
    return isinstance(error, Forbidden | InvalidToken | NetworkError | RetryAfter)
