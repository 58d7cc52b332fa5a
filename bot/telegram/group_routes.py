"""Which updates of groups, and of chats where the bot is a guest, go to which handler."""

from collections.abc import Iterator
from typing import Any

from telegram import Chat, Update
from telegram.ext import BaseHandler, CallbackQueryHandler, ChatMemberHandler, MessageHandler, filters

from bot.telegram.group_buttons import GroupButtons
from bot.telegram.groups import Groups
from bot.telegram.guests import Guests
from bot.telegram.handlers import Context, Handlers
from bot.telegram.membership import Membership

_IN_GROUPS = filters.ChatType.GROUPS & (filters.TEXT | filters.CAPTION)
_GROUPS = (Chat.GROUP, Chat.SUPERGROUP)


def group_routes(handlers: Handlers) -> Iterator[BaseHandler[Update, Context, Any]]:
    """The handlers in the order in which they are tried."""
    groups, membership = Groups(handlers), Membership(handlers)
    # A guest message counts as a message of its chat wherever a filter does not ask for the kind of update.
    yield MessageHandler(filters.UpdateType.GUEST_MESSAGE, Guests(handlers).called)
    yield MessageHandler(_IN_GROUPS & filters.UpdateType.MESSAGE, groups.message)
    yield MessageHandler(_IN_GROUPS & filters.UpdateType.EDITED_MESSAGE, groups.correction)
    yield MessageHandler(filters.UpdateType.MESSAGE & filters.StatusUpdate.MIGRATE, membership.migrated)
    yield ChatMemberHandler(membership.changed, ChatMemberHandler.MY_CHAT_MEMBER)
    yield GroupPress(GroupButtons(handlers).press)


class GroupPress(CallbackQueryHandler[Context, Any]):
    """Takes pressed buttons of groups only."""

    def check_update(self, update: object) -> bool | object | None:
        """Whether the button hangs below a message in a group."""
        chat = update.effective_chat if isinstance(update, Update) else None
        return super().check_update(update) if chat and chat.type in _GROUPS else None
