"""Inline results: facts and replies as articles, each of which puts a whole card into the chat."""

import re
from dataclasses import dataclass
from hashlib import blake2b

from telegram import InlineKeyboardButton, InlineKeyboardMarkup, InlineQueryResultArticle, InputTextMessageContent

from bot.content.model import Knowledge, Language
from bot.content.searchable import Entry, heading
from bot.dialogue.card import card_of
from bot.dialogue.reply import Reply
from bot.dialogue.statement import statement_of
from bot.telegram.deep_links import fact_payload, topic_payload
from bot.telegram.render import card_html, shorten

LONGEST_TITLE, LONGEST_DESCRIPTION = 120, 100
"""Letters; Telegram's apps show about two lines of a title and one or two of a description."""
LONGEST_ID = 64
"""Bytes that Telegram allows for the id of a result."""
_PAYLOAD = re.compile(r"[A-Za-z0-9_-]{1,64}")
"""What Telegram allows after ?start= in a link to a bot."""
_ID = re.compile(r"(?P<fact>[^:+]+)(?:\+[0-9a-f]+)?:(?:de|en)")
_DIGEST_BYTES = 6


@dataclass(frozen=True, slots=True)
class Articles:
    """Makes articles for the bot with a username."""

    knowledge: Knowledge
    username: str

    def of(self, item: Entry | Reply) -> InlineQueryResultArticle:
        """The article of a fact, or of the reply to a whole question."""
        match item:
            case Entry(fact, language):
                title = heading(item, self.knowledge)
                return self._article(_id(fact.id, language), title, statement_of(item, self.knowledge))
            case Reply():
                return self._article(_reply_id(item), self._title(item), item)

    def _title(self, reply: Reply) -> str:
        """What an answer answers; for what the documents do not say, exactly that."""
        if reply.status == "answered":
            return heading(Entry(reply.facts[0], reply.language), self.knowledge)
        return self._phrase("inline_not_said", reply.language)

    def _article(self, key: str, title: str, reply: Reply) -> InlineQueryResultArticle:
        return InlineQueryResultArticle(
            id=key,
            title=shorten(title, LONGEST_TITLE),
            description=shorten(" ".join(reply.sentences), LONGEST_DESCRIPTION),
            input_message_content=InputTextMessageContent(card_html(card_of(reply, self.knowledge))),
            reply_markup=self._more(reply),
        )

    def _more(self, reply: Reply) -> InlineKeyboardMarkup | None:
        """The way into the private chat; none for ids so long that Telegram would refuse the link."""
        payload = start_payload(reply)
        if payload is None:
            return None
        link = f"https://t.me/{self.username}?start={payload}"
        return InlineKeyboardMarkup.from_button(
            InlineKeyboardButton(self._phrase("inline_more", reply.language), url=link)
        )

    def _phrase(self, name: str, language: Language) -> str:
        return self.knowledge.phrases[name].in_language(language)


def start_payload(reply: Reply) -> str | None:
    """What /start gets from the link below a reply: its fact, or its topic where it states several or none."""
    fact = next(iter(reply.evidence), None)
    if fact is None:
        return None
    return fact_payload(fact.id, reply.language) if len(reply.facts) == 1 else topic_payload(fact.topic)


def chosen_fact(result: str) -> str | None:
    """The fact that an article's id stands for; None for an id that names none."""
    found = _ID.fullmatch(result)
    return found["fact"] if found else None


def _reply_id(reply: Reply) -> str:
    """The first fact and a digest of the words, so that the same reply has the same id after a restart."""
    first = reply.facts[0].id if reply.facts else "none"
    return _id(f"{first}+{_digest(' '.join(reply.sentences))}", reply.language)


def _id(name: str, language: Language) -> str:
    whole = f"{name}:{language}"
    return whole if len(whole.encode()) <= LONGEST_ID else f"{_digest(name)}:{language}"


def _digest(text: str) -> str:
    return blake2b(text.encode(), digest_size=_DIGEST_BYTES).hexdigest()
