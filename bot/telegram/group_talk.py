"""A message in a group that the bot answers, for the time of its answer."""

from dataclasses import dataclass
from functools import partial

from telegram import InlineKeyboardMarkup, Message, ReplyParameters, User
from telegram.constants import ChatAction
from telegram.error import BadRequest, ChatMigrated

from bot.content.model import Language
from bot.storage.conversations import Conversations
from bot.telegram import render
from bot.telegram.addressing import asker_of
from bot.telegram.handlers import Context, Handlers
from bot.telegram.visitor import Visitor, language_of

_NOT_WANTED = ("not enough rights", "no rights to send", "chat_write_forbidden", "topic_closed", "topic_deleted")
"""How Telegram says that the group, or the topic, does not let the bot write: a second message would fail as well."""


@dataclass(frozen=True)
class GroupTalk:
    """Who asked, and the way back: below the question, in its forum topic."""

    handlers: Handlers
    message: Message
    visitor: Visitor
    context: Context

    async def reply(self, html: str, buttons: InlineKeyboardMarkup | None = None) -> int | None:
        """Answer the message and return the answer's number; None where the group does not let the bot write."""
        send = partial(self.context.bot.send_message, text=html, reply_markup=buttons)
        original = ReplyParameters(self.message.message_id, allow_sending_without_reply=True)
        try:
            sent = await send(self.visitor.chat, message_thread_id=self.topic, reply_parameters=original)
        except ChatMigrated as error:
            # Messages are numbered anew there, so the question cannot be pointed at.
            await self.handlers.conversations.move_chat(self.visitor.chat, error.new_chat_id)
            await send(error.new_chat_id)
            return None
        except BadRequest as error:
            if any(reason in error.message.lower() for reason in _NOT_WANTED):
                return None
            raise
        return sent.message_id

    async def say(self, name: str) -> None:
        """Answer with one of the bot's own sentences about itself."""
        username = self.context.bot.username
        await self.reply(render.phrase_html(self.handlers.knowledge, name, self.visitor.language, username=username))

    async def show_typing(self) -> None:
        """Show in the topic that an answer is being written."""
        await self.context.bot.send_chat_action(self.visitor.chat, ChatAction.TYPING, message_thread_id=self.topic)

    @property
    def topic(self) -> int | None:
        """The forum topic; outside of forums, numbers of threads lead nowhere."""
        return self.message.message_thread_id if self.message.is_topic_message else None


async def visitor_of(message: Message, conversations: Conversations, default: Language) -> Visitor:
    """Who asks in a group; raises ValueError for a message of nobody."""
    language_code = message.from_user.language_code if message.from_user else None
    return await _visitor(message.chat_id, asker_of(message), language_code, conversations, default)


async def presser(chat: int, user: User, conversations: Conversations, default: Language) -> Visitor:
    """Who presses a button in a group."""
    return await _visitor(chat, user.id, user.language_code, conversations, default)


async def _visitor(
    chat: int, asker: int, language_code: str | None, conversations: Conversations, default: Language
) -> Visitor:
    """In groups the choice is the group's own, made by those who run it."""
    choice = await conversations.language(chat)
    return Visitor(chat, asker, choice, choice or language_of(language_code) or default)
