"""Answers in groups: short, with the details behind buttons and the rest in the private chat."""

from collections.abc import Sequence
from dataclasses import replace
from html import unescape

from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from bot.content.model import Fact, Knowledge, Language
from bot.dialogue.card import card_of
from bot.dialogue.outcome import topic_of
from bot.dialogue.reply import Reply
from bot.telegram import keyboards, render
from bot.telegram.callbacks import SourcePress, parse_press
from bot.telegram.deep_links import fact_payload, topic_payload

LONGEST_ALERT = 200
"""UTF-16 units that Telegram shows in an alert."""


def compact_html(reply: Reply, knowledge: Knowledge) -> str:
    """What a reply states, and its source; website and contact are left to buttons."""
    return render.card_html(replace(card_of(reply, knowledge), website=None, contact=None))


def compact_buttons(reply: Reply, knowledge: Knowledge, username: str) -> InlineKeyboardMarkup | None:
    """The questions that a reply asks back, else source, contact, other language and the private chat."""
    if reply.suggestions:
        return keyboards.suggestions(reply.suggestions, reply.language)
    if reply.status == "smalltalk":
        return None
    contact = keyboards.contact(knowledge, reply.language)
    details = [*keyboards.source(reply, knowledge), contact, *keyboards.other_language(reply, knowledge)]
    return _with_row(keyboards.rows([details]), private_chat_for(reply, knowledge, username))


def private_chat_for(reply: Reply, knowledge: Knowledge, username: str) -> InlineKeyboardButton:
    """The way into the private chat, where there is more of the same."""
    text = knowledge.phrases["open_private_chat"].in_language(reply.language)
    return InlineKeyboardButton(text, url=_link(username, _payload(reply)))


def topic_links(knowledge: Knowledge, username: str, language: Language) -> InlineKeyboardMarkup:
    """A way into the private chat for each topic: browsing would flood a group."""
    topics = (knowledge.topics[key] for key in knowledge.ordered_topics())
    return InlineKeyboardMarkup(
        [
            [
                InlineKeyboardButton(
                    topic.name.in_language(language), url=_link(username, topic_payload(topic.topic, language))
                )
            ]
            for topic in topics
        ]
    )


def without_source(markup: InlineKeyboardMarkup | None) -> InlineKeyboardMarkup | None:
    """The buttons but that of the source, once it is shown."""
    rows = [
        [button for button in row if not _shows_source(button)] for row in (markup.inline_keyboard if markup else ())
    ]
    kept = [row for row in rows if row]
    return InlineKeyboardMarkup(kept) if kept else None


def quotes_alert(knowledge: Knowledge, facts: Sequence[Fact], language: Language) -> str:
    """What facts rest on, as plain text; often longer than an alert."""
    return "\n\n".join(f"{heading}\n{text}" for heading, text in render.quotes(knowledge, facts, language))


def contact_alert(knowledge: Knowledge, language: Language) -> str:
    """Whom to ask, as much of it as an alert holds."""
    return render.shorten(unescape(render.contact_html(knowledge, language)), LONGEST_ALERT)


def _payload(reply: Reply) -> str:
    """What the private chat shows of a reply: its fact, else its topic."""
    if reply.facts:
        return fact_payload(reply.facts[0].id, reply.language)
    topics = (topic_of(finding) for finding in reply.findings)
    topic = next((topic for topic in topics if topic), None)
    return topic_payload(topic, reply.language) if topic else ""


def _link(username: str, payload: str) -> str:
    return f"https://t.me/{username}?start={payload}" if payload else f"https://t.me/{username}"


def _shows_source(button: InlineKeyboardButton) -> bool:
    data = button.callback_data
    return isinstance(data, str) and isinstance(parse_press(data), SourcePress)


def _with_row(markup: InlineKeyboardMarkup | None, button: InlineKeyboardButton) -> InlineKeyboardMarkup:
    return InlineKeyboardMarkup([*(markup.inline_keyboard if markup else ()), [button]])
