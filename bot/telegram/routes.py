"""Which kind of update goes to which handler."""

from collections.abc import Iterator
from typing import Any

from telegram import Chat, Update
from telegram.ext import BaseHandler, CallbackQueryHandler, CommandHandler, MessageHandler, filters

from bot.telegram.buttons import Buttons
from bot.telegram.group_routes import group_routes
from bot.telegram.handlers import Context, Handlers
from bot.telegram.pages import Pages
from bot.telegram.questions import Questions

_PRIVATE = filters.ChatType.PRIVATE
_NEW = filters.UpdateType.MESSAGE
_ANSWERED = filters.UpdateType.MESSAGES & _PRIVATE
_Handler = BaseHandler[Update, Context, Any]


def routes(handlers: Handlers) -> Iterator[_Handler]:
    """The handlers in the order in which they are tried; the first that fits takes the update."""
    pages, questions, buttons = Pages(handlers), Questions(handlers), Buttons(handlers)
    yield from group_routes(handlers)
    commands = {
        "start": pages.start,
        "help": pages.help,
        "networks": pages.topics,
        "topics": pages.topics,
        "contact": pages.contact,
        "sources": pages.sources,
        "language": pages.choose_language,
        "privacy": pages.privacy,
        "forget": pages.forget,
        "about": pages.about,
        "ask": questions.question,
    }
    for name, handler in commands.items():
        yield CommandHandler(name, handler, _ANSWERED)
    yield MessageHandler(_ANSWERED & filters.COMMAND, pages.unknown_command)
    yield MessageHandler(_ANSWERED & (filters.TEXT | filters.CAPTION), questions.question)
    # Edits are left out: a shared live location edits its message every few seconds.
    yield MessageHandler(_NEW & _PRIVATE & ~filters.StatusUpdate.ALL, questions.no_question)
    yield PrivatePress(buttons.press)


class PrivatePress(CallbackQueryHandler[Context, Any]):
    """Takes pressed buttons of private chats only."""

    def check_update(self, update: object) -> bool | object | None:
        """Whether the button hangs below a message in a private chat."""
        chat = update.effective_chat if isinstance(update, Update) else None
        return super().check_update(update) if chat and chat.type == Chat.PRIVATE else None
