"""What the bot does with each kind of update in a private chat."""

import asyncio
from dataclasses import dataclass, field, replace

from telegram import CallbackQuery, InlineKeyboardMarkup, Message, Update
from telegram.error import BadRequest
from telegram.ext import ContextTypes

from bot.assistant import Assistant
from bot.content.model import Language
from bot.dialogue.card import card_of
from bot.dialogue.conversation import Conversation
from bot.dialogue.dialogue import Turn
from bot.dialogue.reply import Reply
from bot.storage.conversations import Conversations, Memory
from bot.telegram import keyboards, render
from bot.telegram.callbacks import LanguagePress, MenuPress, Press, QuestionPress, TopicPress, parse_press
from bot.telegram.visitor import Visitor

Context = ContextTypes.DEFAULT_TYPE
_UNCHANGED = "message is not modified"


@dataclass(frozen=True)
class Handlers:
    """One method for each kind of update; holds what they share."""

    assistant: Assistant
    conversations: Conversations
    language: Language
    """The language of replies where neither question nor person shows one."""
    thinking: asyncio.Lock = field(default_factory=asyncio.Lock)
    """One question at a time: answers take milliseconds, and understanding need not be safe for threads."""

    # Commands

    async def start(self, update: Update, context: Context) -> None:
        """Greet and offer the topics; a link's payload means nothing yet."""
        await self._say_with_topics("welcome", update, context)

    async def topics(self, update: Update, context: Context) -> None:
        """Offer the topics."""
        await self._say_with_topics("topics_title", update, context)

    async def help(self, update: Update, context: Context) -> None:
        """Explain how to ask."""
        await self._say("help", update, context)

    async def privacy(self, update: Update, context: Context) -> None:
        """Say what is remembered."""
        await self._say("privacy", update, context)

    async def contact(self, update: Update, context: Context) -> None:
        """Say whom to ask."""
        visitor = self.visitor(update)
        await _send(context, visitor, render.contact_html(self.assistant.knowledge, visitor.language))

    async def sources(self, update: Update, context: Context) -> None:
        """List the documents."""
        visitor = self.visitor(update)
        await _send(context, visitor, render.sources_html(self.assistant.knowledge, visitor.language))

    async def choose_language(self, update: Update, context: Context) -> None:
        """Offer the languages."""
        await self._say("language_title", update, context, keyboards.languages())

    async def unknown_command(self, update: Update, context: Context) -> None:
        """Point to the help."""
        await self._say("unknown_command", update, context)

    async def not_text(self, update: Update, context: Context) -> None:
        """Ask for a written question."""
        await self._say("not_text", update, context)

    # Questions

    async def question(self, update: Update, context: Context) -> None:
        """Answer a message, or an edited one in the place of its first answer."""
        visitor, message = self.visitor(update), _message(update)
        memory = self.conversations.recall(visitor.chat, visitor.user)
        corrected = update.edited_message is not None and memory.question == message.message_id
        before = memory.before if corrected else memory.conversation
        turn = await self._answer(message.text or "", before, visitor)
        shown = memory.answer if corrected else None
        answer = await self._show(turn.reply, visitor, context, shown)
        # A message that travelled in the answer of a delivery has no number that anybody knows.
        kept = Memory(turn.conversation, before, message.message_id, answer or None)
        self.conversations.remember(visitor.chat, visitor.user, kept)

    async def _answer(self, text: str, before: Conversation, visitor: Visitor) -> Turn:
        if visitor.choice:
            before = replace(before, language=visitor.choice)
        async with self.thinking:
            return await asyncio.to_thread(self.assistant.answer, text, before, visitor.language)

    async def _show(self, reply: Reply, visitor: Visitor, context: Context, shown: int | None = None) -> int:
        """Send a reply, or put it in the place of one that is shown; returns the number of its message."""
        text = render.card_html(card_of(reply, self.assistant.knowledge))
        buttons = keyboards.suggestions(reply.suggestions, reply.language)
        if shown is not None and await _edited(context, visitor, shown, text, buttons):
            return shown
        return (await _send(context, visitor, text, buttons)).message_id

    # Buttons

    async def press(self, update: Update, context: Context) -> None:
        """Do what a button says, or say that it is out of date."""
        query, visitor = _query(update), self.visitor(update)
        press = parse_press(query.data)
        if press is None or not self._is_current(press):
            await _close(query, self._phrase("button_outdated", visitor.language))
            return
        await self._follow(press, visitor, context)
        await _close(query)

    def _is_current(self, press: Press) -> bool:
        """Whether the content still has what a button was made for."""
        knowledge = self.assistant.knowledge
        match press:
            case TopicPress(topic):
                return topic in knowledge.topics
            case QuestionPress(intent, topic):
                return intent in knowledge.intents and topic in knowledge.topics
        return True

    async def _follow(self, press: Press, visitor: Visitor, context: Context) -> None:
        match press:
            case MenuPress():
                await self._send_topics("topics_title", visitor, context)
            case TopicPress(topic):
                await self._show_questions(topic, visitor, context)
            case QuestionPress():
                await self._answer_picked(press, visitor, context)
            case LanguagePress(language):
                self.conversations.choose_language(visitor.chat, visitor.user, language)
                await _send(context, visitor, self._html("language_set", language))

    async def _show_questions(self, topic: str, visitor: Visitor, context: Context) -> None:
        knowledge = self.assistant.knowledge
        title = render.topic_html(knowledge, topic, visitor.language)
        offered = self.assistant.dialogue.questions_about(topic, visitor.language)
        await _send(context, visitor, title, keyboards.questions(offered, knowledge, visitor.language))

    async def _answer_picked(self, press: QuestionPress, visitor: Visitor, context: Context) -> None:
        turn = self.assistant.dialogue.choose(press.intent, press.topic, press.language)
        await self._show(turn.reply, visitor, context)
        self.conversations.remember(visitor.chat, visitor.user, Memory(turn.conversation))

    # The bot's own words

    def visitor(self, update: Update) -> Visitor:
        """Who wrote, and in which language to answer what shows none itself."""
        return Visitor.of(update, self.conversations, self.language)

    async def say(self, name: str, visitor: Visitor, context: Context) -> None:
        """Send a phrase."""
        await _send(context, visitor, self._html(name, visitor.language))

    async def _say(
        self, name: str, update: Update, context: Context, buttons: InlineKeyboardMarkup | None = None
    ) -> None:
        visitor = self.visitor(update)
        await _send(context, visitor, self._html(name, visitor.language), buttons)

    async def _say_with_topics(self, name: str, update: Update, context: Context) -> None:
        await self._send_topics(name, self.visitor(update), context)

    async def _send_topics(self, name: str, visitor: Visitor, context: Context) -> None:
        buttons = keyboards.topics(self.assistant.knowledge, visitor.language)
        await _send(context, visitor, self._html(name, visitor.language), buttons)

    def _phrase(self, name: str, language: Language) -> str:
        return self.assistant.knowledge.phrases[name].in_language(language)

    def _html(self, name: str, language: Language) -> str:
        return render.phrase_html(self.assistant.knowledge, name, language)


async def _send(context: Context, visitor: Visitor, html: str, buttons: InlineKeyboardMarkup | None = None) -> Message:
    return await context.bot.send_message(visitor.chat, html, reply_markup=buttons)


async def _edited(
    context: Context, visitor: Visitor, shown: int, html: str, buttons: InlineKeyboardMarkup | None
) -> bool:
    """Change a message that is shown; False if the person has deleted it."""
    try:
        await context.bot.edit_message_text(html, visitor.chat, shown, reply_markup=buttons)
    except BadRequest as error:
        return _UNCHANGED in error.message.lower()
    return True


async def _close(query: CallbackQuery, alert: str | None = None) -> None:
    """End the button's waiting sign; Telegram refuses that after a while, which hurts nobody."""
    try:
        await query.answer(alert, show_alert=alert is not None)
    except BadRequest:
        return


def _message(update: Update) -> Message:
    if update.effective_message is None:
        raise ValueError("the update carries no message")
    return update.effective_message


def _query(update: Update) -> CallbackQuery:
    if update.callback_query is None:
        raise ValueError("the update carries no pressed button")
    return update.callback_query
