"""Which kind of update goes to which handler. Groups get no answer yet."""

from collections.abc import Iterator
from typing import Any

from telegram import Chat, Update
from telegram.ext import BaseHandler, CallbackQueryHandler, CommandHandler, MessageHandler, filters

from bot.telegram.handlers import Context, Handlers

_PRIVATE = filters.ChatType.PRIVATE
_NEW = filters.UpdateType.MESSAGE
_ANSWERED = filters.UpdateType.MESSAGES & _PRIVATE
_Handler = BaseHandler[Update, Context, Any]


def routes(handlers: Handlers) -> Iterator[_Handler]:
    """The handlers in the order in which they are tried; the first that fits takes the update."""
    commands = {
        "start": handlers.start,
        "help": handlers.help,
        "networks": handlers.topics,
        "topics": handlers.topics,
        "contact": handlers.contact,
        "sources": handlers.sources,
        "language": handlers.choose_language,
        "privacy": handlers.privacy,
        "forget": handlers.forget,
    }
    for name, handler in commands.items():
        yield CommandHandler(name, handler, _ANSWERED)
    yield MessageHandler(_ANSWERED & filters.COMMAND, handlers.unknown_command)
    yield MessageHandler(_ANSWERED & filters.TEXT, handlers.question)
    # Edits are left out: a shared live location edits its message every few seconds.
    yield MessageHandler(_NEW & _PRIVATE & ~filters.StatusUpdate.ALL, handlers.not_text)
    yield PrivatePress(handlers.press)


class PrivatePress(CallbackQueryHandler[Context, Any]):
    """Takes pressed buttons of private chats only."""

    def check_update(self, update: object) -> bool | object | None:
        """Whether the button hangs below a message in a private chat."""
        chat = update.effective_chat if isinstance(update, Update) else None
        return super().check_update(update) if chat and chat.type == Chat.PRIVATE else None
