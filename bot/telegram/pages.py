"""Commands: the bot's own pages, and the links that lead into them."""

from dataclasses import dataclass

from telegram import Update

from bot.dialogue.outcome import Chosen
from bot.storage.conversations import Forgotten
from bot.storage.memory import Memory
from bot.telegram import keyboards, render
from bot.telegram.deep_links import DeepLink, FactLink
from bot.telegram.handlers import Context, Handlers
from bot.telegram.messages import send
from bot.telegram.visitor import Visitor


@dataclass(frozen=True)
class Pages:
    """One method for each command."""

    handlers: Handlers

    async def start(self, update: Update, context: Context) -> None:
        """Show what a link leads to, else greet and offer the topics."""
        visitor = await self.handlers.visitor(update)
        link = self.handlers.links.get(context.args[0]) if context.args else None
        if link:
            await self._follow(link, visitor, context)
        else:
            topics = keyboards.topics(self.handlers.knowledge, visitor.language)
            html = self.handlers.with_keeping("welcome", "welcome_keeping", visitor.language)
            await send(context, visitor, html, topics)

    async def _follow(self, link: DeepLink, visitor: Visitor, context: Context) -> None:
        language = link.language or visitor.language
        if isinstance(link, FactLink):
            finding = Chosen(link.fact.answers[0], (link.fact,))
            turn = self.handlers.assistant.dialogue.present([finding], language)
            await self.handlers.show(turn.reply, visitor, context)
            await self.handlers.conversations.remember(visitor.chat, visitor.user, Memory(turn.conversation))
        else:
            await self.handlers.show_questions(link.topic, 1, language, visitor, context)

    async def topics(self, update: Update, context: Context) -> None:
        """Offer the topics."""
        visitor = await self.handlers.visitor(update)
        await self.handlers.show_topics(visitor.language, visitor, context)

    async def help(self, update: Update, context: Context) -> None:
        """Explain how to ask."""
        await self.handlers.say("help", await self.handlers.visitor(update), context)

    async def about(self, update: Update, context: Context) -> None:
        """Say what the bot is and how old its content."""
        visitor = await self.handlers.visitor(update)
        await send(context, visitor, render.escaped(self.handlers.assistant.about(visitor.language)))

    async def privacy(self, update: Update, context: Context) -> None:
        """Say what is remembered."""
        visitor = await self.handlers.visitor(update)
        await send(context, visitor, self.handlers.with_keeping("privacy", "privacy_keeping", visitor.language))

    async def forget(self, update: Update, context: Context) -> None:
        """Remove what is kept of the person, and say what that was."""
        visitor = await self.handlers.visitor(update)
        forgotten = await self.handlers.conversations.forget(visitor.chat, visitor.user)
        kept = await self.handlers.unanswered.forget(visitor.user)
        names = phrases_for(forgotten, questions=kept)
        said = (render.phrase_html(self.handlers.knowledge, name, visitor.language) for name in names)
        await send(context, visitor, "\n".join(said))

    async def contact(self, update: Update, context: Context) -> None:
        """Say whom to ask."""
        visitor = await self.handlers.visitor(update)
        await self.handlers.show_contact(visitor.language, visitor, context)

    async def sources(self, update: Update, context: Context) -> None:
        """List the documents."""
        visitor = await self.handlers.visitor(update)
        await send(context, visitor, render.sources_html(self.handlers.knowledge, visitor.language))

    async def choose_language(self, update: Update, context: Context) -> None:
        """Offer the languages."""
        await self.handlers.say("language_title", await self.handlers.visitor(update), context, keyboards.languages())

    async def unknown_command(self, update: Update, context: Context) -> None:
        """Point to the help."""
        await self.handlers.say("unknown_command", await self.handlers.visitor(update), context)


def phrases_for(forgotten: Forgotten, *, questions: bool) -> list[str]:
    """The names of the phrases that say what was forgotten."""
    removed = {
        "forgotten_conversation": forgotten.conversation,
        "forgotten_language": forgotten.language,
        "forgotten_questions": questions,
    }
    return [name for name, was_there in removed.items() if was_there] or ["forgotten_nothing"]
