"""Guest mode: the bot is called by name in a chat that it has not joined, and may say one thing there.

Nothing of such a chat is kept, and nothing said there before is known.
"""

from dataclasses import dataclass

from telegram import InlineKeyboardMarkup, InlineQueryResultArticle, InputTextMessageContent, Message, Update
from telegram.error import BadRequest

from bot.content.model import Language
from bot.dialogue.conversation import Conversation
from bot.storage.limits import Verdict
from bot.telegram import render
from bot.telegram.addressing import Request, asker_of, request_in
from bot.telegram.group_cards import compact_html, private_chat_for
from bot.telegram.handlers import Context, Handlers
from bot.telegram.messages import message_of
from bot.telegram.questions import Questions
from bot.telegram.visitor import Visitor, language_of

_RESULT = "answer"
"""Telegram wants a name for the one thing that is said."""
_IS_OVER = "query is too old"
"""How Telegram refuses an answer that comes too late, or again."""


@dataclass(frozen=True)
class Guests:
    """Says one thing for each call."""

    handlers: Handlers

    async def called(self, update: Update, context: Context) -> None:
        """Answer a guest message, once."""
        message = message_of(update)
        visitor = self._visitor(message)
        request = request_in(message, context.bot.bot) or Request(None, message.text or message.caption or "", False)
        match await self.handlers.limits.allow("inline", visitor.chat, visitor.user):
            case Verdict.ALLOWED if request.is_empty:
                await self._say("group_how_to_ask", message, visitor.language, context)
            case Verdict.ALLOWED:
                await self._answer(request.text, message, visitor, context)
            case Verdict.NOTICE:
                await self._say("too_many_questions", message, visitor.language, context)

    async def apologise(self, message: Message, context: Context) -> None:
        """Say that something went wrong."""
        await self._say("failure", message, self._visitor(message).language, context)

    async def _answer(self, text: str, message: Message, visitor: Visitor, context: Context) -> None:
        turn = await Questions(self.handlers).think(text, Conversation(), visitor)
        html = compact_html(turn.reply, self.handlers.knowledge)
        # Buttons with data would come back without their chat: the way on is a link.
        button = private_chat_for(turn.reply, self.handlers.knowledge, context.bot.username)
        await _send_once(message, html, InlineKeyboardMarkup.from_button(button), context)

    async def _say(self, name: str, message: Message, language: Language, context: Context) -> None:
        html = render.phrase_html(self.handlers.knowledge, name, language, username=context.bot.username)
        await _send_once(message, html, None, context)

    def _visitor(self, message: Message) -> Visitor:
        """Who calls; a chosen language belongs to another chat."""
        code = message.from_user.language_code if message.from_user else None
        return Visitor(message.chat_id, asker_of(message), None, language_of(code) or self.handlers.language)


async def _send_once(message: Message, html: str, buttons: InlineKeyboardMarkup | None, context: Context) -> None:
    """Answer a call; one that is too old, or was answered when a connection broke, needs nothing more."""
    content = InputTextMessageContent(html)
    result = InlineQueryResultArticle(_RESULT, context.bot.first_name, content, reply_markup=buttons)
    try:
        await context.bot.answer_guest_query(str(message.guest_query_id), result)
    except BadRequest as error:
        if _IS_OVER not in error.message.lower():
            raise
