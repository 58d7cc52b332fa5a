"""Pressed buttons. They carry all they need, so they work after a restart and whoever answers them.

What a button carries is looked up in the content and never shown itself, so forged data leads to checked words or none.
"""

from dataclasses import dataclass

from telegram import CallbackQuery, InlineKeyboardMarkup, Update

from bot.content.model import Language
from bot.dialogue.card import card_of
from bot.dialogue.reply import Reply
from bot.storage.memory import Memory
from bot.telegram import keyboards, render
from bot.telegram.callbacks import (
    AgainPress,
    BrowsePress,
    ContactPress,
    FeedbackPress,
    LanguagePress,
    MenuPress,
    MorePress,
    Press,
    QuestionPress,
    SourcePress,
    TopicPress,
    parse_press,
)
from bot.telegram.handlers import Context, Handlers
from bot.telegram.messages import buttons_of, close, number_of, put, put_buttons, query_of, send
from bot.telegram.visitor import Visitor


@dataclass(frozen=True)
class Buttons:
    """Follows what a pressed button says."""

    handlers: Handlers

    async def press(self, update: Update, context: Context) -> None:
        """Do what a button says, or say that it is out of date."""
        query, visitor = query_of(update), await self.handlers.visitor(update)
        press = parse_press(query.data)
        if press is None or not self.is_current(press):
            await close(query, self.handlers.phrase("button_outdated", visitor.language), alert=True)
            return
        await self._follow(press, query, visitor, context)
        thanks = isinstance(press, FeedbackPress)
        await close(query, self.handlers.phrase("thanks", press.language) if thanks else None)

    def is_current(self, press: Press) -> bool:
        """Whether the content still has what a button was made for."""
        knowledge, shorthand = self.handlers.knowledge, self.handlers.shorthand
        match press:
            case TopicPress(topic):
                return topic in knowledge.topics
            case MorePress(topic):
                return topic is None or topic in knowledge.topics
            case QuestionPress(intent, topic) | BrowsePress(intent, topic):
                return intent in knowledge.intents and topic in knowledge.topics
            case FeedbackPress(_, intent):
                return intent in knowledge.intents
            case SourcePress(facts):
                return bool(shorthand.facts(facts))
            case AgainPress(findings):
                return bool(shorthand.read(findings))
        return True

    async def _follow(self, press: Press, query: CallbackQuery, visitor: Visitor, context: Context) -> None:
        match press:
            case MenuPress(language):
                await self.handlers.show_topics(language, visitor, context, number_of(query))
            case TopicPress(topic, page, language):
                await self.handlers.show_questions(topic, page, language, visitor, context, number_of(query))
            case MorePress(None, language):
                await self.handlers.show_topics(language, visitor, context)
            case MorePress(str(topic), language):
                await self.handlers.show_questions(topic, 1, language, visitor, context)
            case BrowsePress() | QuestionPress():
                await self._answer_picked(press, query, visitor, context)
            case _:
                await self._go_on(press, query, visitor, context)

    async def _go_on(self, press: Press, query: CallbackQuery, visitor: Visitor, context: Context) -> None:
        """Follow a button below an answer."""
        match press:
            case AgainPress():
                await self._say_again(press, query, visitor, context)
            case SourcePress(facts, language):
                await self._quote(facts, language, visitor, context)
            case ContactPress(language):
                await self.handlers.show_contact(language, visitor, context)
            case FeedbackPress():
                await self._count(press, query, visitor, context)
            case LanguagePress(language):
                await self.handlers.conversations.choose_language(visitor.chat, visitor.user, language)
                await send(context, visitor, render.phrase_html(self.handlers.knowledge, "language_set", language))

    async def _answer_picked(
        self, press: QuestionPress | BrowsePress, query: CallbackQuery, visitor: Visitor, context: Context
    ) -> None:
        turn = self.handlers.assistant.dialogue.choose(press.intent, press.topic, press.language)
        if isinstance(press, BrowsePress):
            buttons = keyboards.answer(turn.reply, self.handlers.knowledge, press.page)
            await self._replace(turn.reply, buttons, query, visitor, context)
        else:
            await self.handlers.show(turn.reply, visitor, context)
        await self.handlers.conversations.remember(visitor.chat, visitor.user, Memory(turn.conversation))

    async def _say_again(self, press: AgainPress, query: CallbackQuery, visitor: Visitor, context: Context) -> None:
        """Change the language of an answer; who has given an opinion on it is not asked again."""
        findings = self.handlers.shorthand.read(press.findings)
        reply = self.handlers.assistant.dialogue.present(findings, press.language).reply
        buttons = keyboards.answer(reply, self.handlers.knowledge, press.page)
        if not keyboards.asks_for_feedback(buttons_of(query)):
            buttons = keyboards.without_feedback(buttons)
        await self._replace(reply, buttons, query, visitor, context)

    async def _replace(
        self,
        reply: Reply,
        buttons: InlineKeyboardMarkup | None,
        query: CallbackQuery,
        visitor: Visitor,
        context: Context,
    ) -> None:
        html = render.card_html(card_of(reply, self.handlers.knowledge))
        await put(context, visitor, html, buttons, number_of(query))

    async def _quote(self, facts: str, language: Language, visitor: Visitor, context: Context) -> None:
        quoted = self.handlers.shorthand.facts(facts)
        await send(context, visitor, render.quotes_html(self.handlers.knowledge, quoted, language))

    async def _count(self, press: FeedbackPress, query: CallbackQuery, visitor: Visitor, context: Context) -> None:
        await self.handlers.feedback.count(press.intent, press.opinion)
        number, buttons = number_of(query), buttons_of(query)
        if number is not None and press.opinion == "not_helpful":
            place = (visitor.chat, number)
            if await self.handlers.unanswered.not_helpful(visitor.user, place, press.language):
                await self.handlers.tell_of_keeping(visitor, context)
        if number is not None and buttons is not None:
            await put_buttons(context, visitor, number, keyboards.without_feedback(buttons))
