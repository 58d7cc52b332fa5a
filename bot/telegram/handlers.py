"""What all handlers of updates share: the assistant, what is remembered, and how to say things."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from telegram import InlineKeyboardMarkup, Update

from bot.assistant import Assistant
from bot.content.model import Knowledge, Language
from bot.dialogue.card import card_of
from bot.dialogue.reply import Reply
from bot.dialogue.shorthand import Shorthand
from bot.storage.conversations import Conversations
from bot.storage.limits import Limits
from bot.telegram import keyboards, render
from bot.telegram.activity import Signs
from bot.telegram.deep_links import DeepLink, links_of
from bot.telegram.feedback import Feedback, FeedbackCounter
from bot.telegram.messages import NO_MARKUP, Context, put, send
from bot.telegram.thinking import Thinking
from bot.telegram.unanswered import NothingKept, Unanswered
from bot.telegram.vcard import dialable, vcard
from bot.telegram.visitor import Visitor
from bot.unanswered.scrubbing import Scrubber

__all__ = ["Context", "Handlers"]


@dataclass(frozen=True)
class Handlers:
    """The ground that pages, questions and buttons stand on."""

    assistant: Assistant
    conversations: Conversations
    language: Language
    """The language of replies where neither question nor person shows one."""
    limits: Limits
    """How many questions get an answer."""
    feedback: Feedback = field(default_factory=FeedbackCounter)
    """Where opinions about answers are counted."""
    unanswered: Unanswered = field(default_factory=NothingKept)
    """Where questions go that got no answer, or none that helped."""
    ready_scrubber: Scrubber | None = None
    """Takes out of questions what could tell who asked; one is made where the assistant has its examples."""
    thinking: Thinking = field(default_factory=Thinking)
    """Where questions are understood, one at a time."""
    signs: Signs = field(default_factory=Signs)
    """What shows that an answer is being written."""

    @property
    def knowledge(self) -> Knowledge:
        """The content that answers come from."""
        return self.assistant.knowledge

    @cached_property
    def shorthand(self) -> Shorthand:
        """What the letters in buttons stand for."""
        return Shorthand(self.knowledge)

    @cached_property
    def links(self) -> Mapping[str, DeepLink]:
        """What the payloads of links lead to."""
        return links_of(self.knowledge)

    @cached_property
    def scrubber(self) -> Scrubber:
        """Takes out of questions what could tell who asked."""
        return self.ready_scrubber or Scrubber(self.knowledge, self.assistant.interpreter)

    def prepare(self) -> None:
        """Make now what the first press and the first link would wait for."""
        _ = self.shorthand, self.links, self.scrubber

    async def visitor(self, update: Update) -> Visitor:
        """Who wrote, and in which language to answer what shows none itself."""
        return await Visitor.of(update, self.conversations, self.language)

    def phrase(self, name: str, language: Language) -> str:
        """One of the bot's own sentences as plain text."""
        return self.knowledge.phrases[name].in_language(language)

    async def tell_of_keeping(self, visitor: Visitor, context: Context) -> None:
        """Say once that a question was kept, and how to have it removed."""
        html = render.phrase_html(self.knowledge, "question_kept", visitor.language, days=str(self.unanswered.days))
        await send(context, visitor, html)

    def with_keeping(self, name: str, about_keeping: str, language: Language) -> str:
        """One of the bot's own sentences, followed by another one where unanswered questions are kept."""
        html = render.phrase_html(self.knowledge, name, language)
        days = self.unanswered.days
        if days is None:
            return html
        return f"{html}\n\n{render.phrase_html(self.knowledge, about_keeping, language, days=str(days))}"

    async def say(
        self, name: str, visitor: Visitor, context: Context, buttons: InlineKeyboardMarkup | None = None
    ) -> None:
        """Send one of the bot's own sentences."""
        await send(context, visitor, render.phrase_html(self.knowledge, name, visitor.language), buttons)

    async def show(self, reply: Reply, visitor: Visitor, context: Context, shown: int | None = None) -> int:
        """Send a reply, or put it in the place of a message that is shown; returns the number of its message."""
        html = render.card_html(card_of(reply, self.knowledge))
        return await put(context, visitor, html, keyboards.answer(reply, self.knowledge), shown)

    async def show_topics(
        self, language: Language, visitor: Visitor, context: Context, shown: int | None = None
    ) -> None:
        """Offer all topics."""
        html = render.phrase_html(self.knowledge, "topics_title", language)
        await put(context, visitor, html, keyboards.topics(self.knowledge, language), shown)

    async def show_questions(
        self, topic: str, page: int, language: Language, visitor: Visitor, context: Context, shown: int | None = None
    ) -> None:
        """Offer a page of the questions about a topic; a page that is no longer there gives the last one."""
        offered = self.assistant.dialogue.questions_about(topic, language)
        pages = keyboards.pages_of(offered)
        page = min(page, pages)
        html = render.topic_html(self.knowledge, topic, page, pages, language)
        buttons = keyboards.questions(offered, self.knowledge, topic, page, language)
        await put(context, visitor, html, buttons, shown)

    async def show_contact(self, language: Language, visitor: Visitor, context: Context) -> None:
        """Say whom to ask, with buttons to copy the details, and as an entry for the address book."""
        contact = self.knowledge.contact
        buttons = keyboards.copy_contact(contact, self.knowledge, language)
        await send(context, visitor, render.contact_html(self.knowledge, language), buttons)
        phone, card = dialable(contact.phone), vcard(contact)
        await context.bot.send_contact(visitor.chat, phone, contact.name, vcard=card, api_kwargs=NO_MARKUP)
