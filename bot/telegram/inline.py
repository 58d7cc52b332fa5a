"""Inline mode: whoever types the bot's name in any chat picks a checked answer for it."""

import asyncio
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from telegram import InlineQuery, InlineQueryResultsButton, Update
from telegram.error import BadRequest
from telegram.ext import BaseHandler, ChosenInlineResultHandler, InlineQueryHandler

from bot.assistant import Assistant
from bot.content.model import Language
from bot.content.searchable import Entry
from bot.dialogue.reply import Reply
from bot.dialogue.statement import entry_of
from bot.storage.conversations import Conversations
from bot.telegram.handlers import Context
from bot.telegram.inline_articles import Articles, chosen_fact
from bot.telegram.thinking import Thinking
from bot.telegram.visitor import language_of
from bot.understanding.search import Found, SearchIndex

PAGE = 50
"""Results that Telegram takes at once; scrolling asks for more."""
WORDS_OF_A_QUESTION = 3
"""From so many words on, a query is also answered as a question."""
PATIENCE_SECONDS = 0.1
"""How long the results wait for that answer; it takes some ten milliseconds unless many ask at once."""
SHARED_SECONDS, PERSONAL_SECONDS = 300, 30
"""How long Telegram may show the same results again; a person may choose another language any time."""
START_PARAMETER = "inline"
"""What /start gets from the button above an empty list."""
_OFFSET = re.compile(r"[0-9]{1,9}")
_TOO_LATE = "query is too old"
_Item = Entry | Reply


class Choices(Protocol):
    """Learns which facts are taken; never by whom or for what query."""

    def chosen(self, fact: str) -> None:
        """Somebody put a fact (topic.fact) into a chat."""


@dataclass(frozen=True, slots=True)
class Listing:
    """All results for a query, best first."""

    items: Sequence[_Item]
    language: Language | None = None
    """The language that the query shows."""
    final: bool = True
    """Whether the same query would find the same again; not if its answer did not come in time."""

    @property
    def cache_seconds(self) -> int:
        if not self.final:
            return 0
        return SHARED_SECONDS if self.language else PERSONAL_SECONDS


@dataclass(frozen=True)
class InlineMode:
    """Handles inline queries and the choice of a result."""

    assistant: Assistant
    index: SearchIndex
    conversations: Conversations
    choices: Choices
    language: Language
    """The language of results where neither query nor person shows one."""
    thinking: Thinking
    """Shared with the private chats: one question at a time is understood."""

    async def query(self, update: Update, context: Context) -> None:
        """Show a page of results; nothing is kept of the query."""
        query = _query(update)
        preferred = await self._language_of(query)
        listing = await self._listing(query.query, preferred)
        articles = Articles(self.assistant.knowledge, context.bot.username)
        button = None if listing.items else self._way_to_the_chat(preferred)
        await _show(query, listing, articles, button)

    async def chosen(self, update: Update, context: Context) -> None:  # noqa: ARG002
        """Count the fact that was taken."""
        fact = chosen_fact(update.chosen_inline_result.result_id) if update.chosen_inline_result else None
        if fact in self.assistant.knowledge.facts():
            self.choices.chosen(fact)

    async def _listing(self, text: str, preferred: Language) -> Listing:
        found = self.index.search(text, preferred)
        if found is None:
            return Listing(self.index.overview(preferred))
        if len(text.split()) < WORDS_OF_A_QUESTION:
            return Listing(found.entries, found.language)
        reply = await self._answer(text, found.language or preferred)
        return Listing(with_answer(found, reply), found.language, final=reply is not None)

    async def _answer(self, text: str, preferred: Language) -> Reply | None:
        """The answer to a query as a question; None if that takes too long."""
        task = asyncio.ensure_future(self._think(text, preferred))
        done, _ = await asyncio.wait({task}, timeout=PATIENCE_SECONDS)
        if not done:
            # An error that nobody waits for would be logged with its words, which may hold the query's.
            task.add_done_callback(lambda late: late.cancelled() or late.exception())
            return None
        return task.result()

    async def _think(self, text: str, preferred: Language) -> Reply | None:
        """Understand a query in its turn."""
        turn = await self.thinking.answer_soon(self.assistant, text, preferred, PATIENCE_SECONDS)
        return turn.reply if turn else None

    async def _language_of(self, query: InlineQuery) -> Language:
        """What the person chose in the private chat (whose number is the person's), else Telegram's setting."""
        person = query.from_user
        chosen = await self.conversations.language(person.id, person.id)
        return chosen or language_of(person.language_code) or self.language

    def _way_to_the_chat(self, language: Language) -> InlineQueryResultsButton:
        text = self.assistant.knowledge.phrases["inline_no_hit"].in_language(language)
        return InlineQueryResultsButton(text, start_parameter=START_PARAMETER)


def inline_routes(inline: InlineMode) -> Iterator[BaseHandler[Update, Context, Any]]:
    """The handlers of inline mode."""
    yield InlineQueryHandler(inline.query)
    yield ChosenInlineResultHandler(inline.chosen)


async def _show(
    query: InlineQuery, listing: Listing, articles: Articles, button: InlineQueryResultsButton | None
) -> None:
    """Send the page that a query asks for, unless the person has typed on and Telegram no longer wants it."""
    start = _offset(query.offset)
    try:
        await query.answer(
            [articles.of(item) for item in listing.items[start : start + PAGE]],
            cache_time=listing.cache_seconds,
            # A query in one language has the same results for everybody. Any other query (a name, a year, nothing
            # yet) shows the person's language first, so its results must not be kept for other people.
            is_personal=listing.language is None,
            # Not "" where nothing follows: the library sends that as "[]", and Telegram would ask for that page.
            next_offset=str(start + PAGE) if start + PAGE < len(listing.items) else None,
            button=button,
        )
    except BadRequest as error:
        if _TOO_LATE not in error.message.lower():
            raise


def with_answer(found: Found, reply: Reply | None) -> tuple[_Item, ...]:
    """What was found, below the answer to the query as a question.

    What the documents do not say is said where something is known nearby and no fact has all words of the query.
    """
    if reply is None:
        return found.entries
    is_gap = reply.status == "unknown" and bool(reply.evidence) and not found.complete
    if reply.status != "answered" and not is_gap:
        return found.entries
    first = entry_of(reply) or reply
    return (first, *(entry for entry in found.entries if entry != first))


def _offset(text: str) -> int:
    """Where the page begins; anything but a number that the bot gave itself is the beginning."""
    return int(text) if _OFFSET.fullmatch(text) else 0


def _query(update: Update) -> InlineQuery:
    if update.inline_query is None:
        raise ValueError("the update carries no inline query")
    return update.inline_query
