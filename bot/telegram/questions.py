"""Questions: written, corrected, or below a picture; and messages that hold none."""

import asyncio
import re
from dataclasses import dataclass, replace
from functools import partial

from telegram import Update
from telegram.constants import ChatAction

from bot.dialogue.conversation import Conversation
from bot.dialogue.dialogue import Turn
from bot.storage.limits import Verdict
from bot.storage.memory import Memory
from bot.telegram import keyboards
from bot.telegram.activity import with_sign
from bot.telegram.handlers import Context, Handlers
from bot.telegram.messages import message_of
from bot.telegram.visitor import Visitor, origin_of

_ASK = re.compile(r"^/ask(@\w+)?(?!\S)", re.IGNORECASE)
"""The command that groups need before a question, and that nobody needs in a private chat."""


@dataclass(frozen=True)
class Questions:
    """One method for each kind of message."""

    handlers: Handlers

    async def question(self, update: Update, context: Context) -> None:
        """Answer a message, or an edited one in the place of its first answer."""
        message = message_of(update)
        text = _ASK.sub("", message.text or message.caption or "")
        if not any(letter.isalnum() for letter in text):
            return await self.no_question(update, context)
        visitor, verdict, memory = await self._known_of(update)
        if verdict is not Verdict.ALLOWED:
            return await self._refuse(verdict, visitor, context)
        corrected = update.edited_message is not None and memory.question == message.message_id
        before = memory.before if corrected else memory.conversation
        sign = partial(context.bot.send_chat_action, visitor.chat, ChatAction.TYPING)
        turn = await with_sign(self.think(text, before, visitor), partial(self.handlers.signs.show, sign))
        answer = await self.handlers.show(turn.reply, visitor, context, memory.answer if corrected else None)
        # A message that travelled in the answer of a delivery has no number that anybody knows.
        kept = Memory(turn.conversation, before, message.message_id, answer or None)
        await self.handlers.conversations.remember(visitor.chat, visitor.user, kept)
        scrubbed = partial(self.handlers.scrubber.scrub, text)
        place = (visitor.chat, answer)
        if await self.handlers.unanswered.answered(scrubbed, turn.reply, visitor.user, place):
            await self.handlers.tell_of_keeping(visitor, context)
        return None

    async def _known_of(self, update: Update) -> tuple[Visitor, Verdict, Memory]:
        """Who asks, whether there is an answer, and what was spoken of: storage looks it all up at once."""
        chat, user = origin_of(update)
        return await asyncio.gather(
            self.handlers.visitor(update),
            self.handlers.limits.allow("private", chat.id, user.id),
            self.handlers.conversations.recall(chat.id, user.id),
        )

    async def _refuse(self, verdict: Verdict, visitor: Visitor, context: Context) -> None:
        """The first question beyond the limit gets a notice, the others nothing."""
        if verdict is Verdict.NOTICE:
            await self.handlers.say("too_many_questions", visitor, context)

    async def no_question(self, update: Update, context: Context) -> None:
        """Ask for a written question, and offer the topics to those who would rather not write."""
        visitor = await self.handlers.visitor(update)
        topics = keyboards.topics(self.handlers.knowledge, visitor.language)
        await self.handlers.say("not_text", visitor, context, topics)

    async def think(self, text: str, before: Conversation, visitor: Visitor) -> Turn:
        """The reply to a text in a conversation."""
        if visitor.choice:
            before = replace(before, language=visitor.choice)
        return await self.handlers.thinking.answer(self.handlers.assistant, text, before, visitor.language)
