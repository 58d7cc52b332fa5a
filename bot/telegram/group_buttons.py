"""Pressed buttons in groups: anybody may press them, so they answer in an alert or in the message itself."""

from dataclasses import dataclass

from telegram import CallbackQuery, Message, Update

from bot.content.model import Language
from bot.dialogue.reply import Reply
from bot.storage.limits import Verdict
from bot.storage.memory import Memory
from bot.telegram import group_cards, render
from bot.telegram.buttons import Buttons
from bot.telegram.callbacks import (
    AgainPress,
    ContactPress,
    LanguagePress,
    Press,
    QuestionPress,
    SourcePress,
    parse_press,
)
from bot.telegram.group_pages import is_administrator
from bot.telegram.group_talk import presser
from bot.telegram.handlers import Context, Handlers
from bot.telegram.messages import close, edited, query_of
from bot.telegram.visitor import Visitor


@dataclass(frozen=True)
class GroupButtons:
    """Follows what a pressed button says, without a message of its own."""

    handlers: Handlers

    async def press(self, update: Update, context: Context) -> None:
        """Do what a button says, or say that it is out of date or that it is too much."""
        query, press = query_of(update), parse_press(query_of(update).data)
        chat = query.message.chat.id if query.message else 0
        visitor = await presser(chat, query.from_user, self.handlers.conversations, self.handlers.language)
        if press is None or not Buttons(self.handlers).is_current(press):
            return await self._alert("button_outdated", query, visitor.language)
        verdict = await self.handlers.limits.allow("group", visitor.chat, visitor.user)
        if verdict is not Verdict.ALLOWED:
            return await self._alert("too_many_questions", query, visitor.language)
        return await self._follow(press, query, visitor, context)

    async def _follow(self, press: Press, query: CallbackQuery, visitor: Visitor, context: Context) -> None:
        match press:
            case ContactPress(language):
                details = group_cards.contact_alert(self.handlers.knowledge, language)
                await close(query, details, alert=True)
            case SourcePress(facts, language):
                await self._quote(facts, language, query, visitor, context)
            case AgainPress(findings, _, language):
                turn = self.handlers.assistant.dialogue.present(self.handlers.shorthand.read(findings), language)
                await self._replace(turn.reply, query, visitor, context)
            case QuestionPress(intent, topic, language):
                turn = self.handlers.assistant.dialogue.choose(intent, topic, language)
                await self._replace(turn.reply, query, visitor, context)
                await self.handlers.conversations.remember(visitor.chat, visitor.user, Memory(turn.conversation))
            case LanguagePress(language):
                await self._choose_language(language, query, visitor, context)
            case _:
                await self._alert("button_outdated", query, visitor.language)

    async def _quote(
        self, codes: str, language: Language, query: CallbackQuery, visitor: Visitor, context: Context
    ) -> None:
        """Show the words of the documents in an alert, or below the answer where they are too long for that."""
        facts, shown = self.handlers.shorthand.facts(codes), query.message
        alert = group_cards.quotes_alert(self.handlers.knowledge, facts, language)
        if render.utf16_length(alert) <= group_cards.LONGEST_ALERT or not isinstance(shown, Message):
            return await close(query, render.shorten(alert, group_cards.LONGEST_ALERT), alert=True)
        room = render.LONGEST_MESSAGE - render.utf16_length(f"{shown.text}\n\n")
        quotes = render.quotes_html(self.handlers.knowledge, facts, language, room)
        html = f"{shown.text_html}\n\n{quotes}"
        await edited(context, visitor, shown.message_id, html, group_cards.without_source(shown.reply_markup))
        return await close(query)

    async def _replace(self, reply: Reply, query: CallbackQuery, visitor: Visitor, context: Context) -> None:
        """Put a reply in the place of the message; where that has gone, nothing is needed."""
        html = group_cards.compact_html(reply, self.handlers.knowledge)
        buttons = group_cards.compact_buttons(reply, self.handlers.knowledge, context.bot.username)
        if query.message:
            await edited(context, visitor, query.message.message_id, html, buttons)
        await close(query)

    async def _choose_language(
        self, language: Language, query: CallbackQuery, visitor: Visitor, context: Context
    ) -> None:
        """Keep the choice for the whole group, if the one who pressed runs it."""
        if not await is_administrator(visitor.chat, visitor.user, context):
            return await self._alert("group_language_administrators", query, visitor.language)
        await self.handlers.conversations.choose_language(visitor.chat, None, language)
        if query.message:
            html = render.phrase_html(self.handlers.knowledge, "language_set", language)
            await edited(context, visitor, query.message.message_id, html, None)
        return await close(query)

    async def _alert(self, name: str, query: CallbackQuery, language: Language) -> None:
        await close(query, self.handlers.phrase(name, language), alert=True)
