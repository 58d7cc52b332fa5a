"""A card, or one of the bot's own pages, as Telegram HTML that never exceeds a message."""

from collections.abc import Sequence
from html import escape

from bot.content.model import Fact, Knowledge, Language
from bot.dialogue.card import Card, quoted

LONGEST_MESSAGE = 4096
"""UTF-16 units that Telegram takes in one message, counted after the markup is read."""
_BETWEEN_PARAGRAPHS = "\n\n"
_CUT = "…"


def card_html(card: Card) -> str:
    """Answer, then source, website and contact; an answer too long loses its last paragraphs, never the source."""
    details = shorten("\n".join(card.lines()), LONGEST_MESSAGE // 2)
    answer = _fitting(card.paragraphs, LONGEST_MESSAGE - utf16_length(details) - len(_BETWEEN_PARAGRAPHS))
    return escaped(_BETWEEN_PARAGRAPHS.join(block for block in (answer, details) if block))


def phrase_html(knowledge: Knowledge, name: str, language: Language, **values: str) -> str:
    """One of the bot's own sentences, with what its placeholders stand for."""
    return escaped(knowledge.phrases[name].in_language(language).format(**values))


def topic_html(knowledge: Knowledge, topic: str, page: int, pages: int, language: Language) -> str:
    """The heading above a page of a topic's questions; raises KeyError for a topic the content does not have."""
    name = knowledge.topics[topic].name.in_language(language)
    counted = phrase_html(knowledge, "page", language, page=str(page), pages=str(pages)) if pages > 1 else ""
    lines = (f"<b>{escaped(name)}</b>", phrase_html(knowledge, "which_question", language), counted)
    return "\n".join(line for line in lines if line)


def quotes_html(knowledge: Knowledge, facts: Sequence[Fact], language: Language, longest: int = LONGEST_MESSAGE) -> str:
    """What facts rest on, word for word, each below the title of its document; as many quotes as there is room for."""
    title = knowledge.phrases["quotes_heading"].in_language(language)
    blocks, room = [escaped(title)], longest - utf16_length(title)
    for heading, verbatim in quotes(knowledge, facts, language):
        text = shorten(verbatim, LONGEST_MESSAGE // 2)
        room -= utf16_length(f"{_BETWEEN_PARAGRAPHS}{heading}\n{text}")
        if room < 0:
            break
        blocks.append(f"{escaped(heading)}\n<blockquote>{escaped(text)}</blockquote>")
    return _BETWEEN_PARAGRAPHS.join(blocks)


def quotes(knowledge: Knowledge, facts: Sequence[Fact], language: Language) -> list[tuple[str, str]]:
    """The quotes that facts rest on, each once: the title of the document and its words."""
    found = dict.fromkeys((quote.document, quote.text) for fact in facts for quote in fact.quotes)
    return [(quoted(knowledge.documents[document].title, language), text) for document, text in found]


def contact_html(knowledge: Knowledge, language: Language) -> str:
    """Whom to ask, in full."""
    contact = knowledge.contact
    title = knowledge.phrases["contact_title"].in_language(language).format(name=contact.name)
    return escaped("\n".join((title, contact.address, contact.email, contact.phone)))


def sources_html(knowledge: Knowledge, language: Language) -> str:
    """Every document with what is known of its origin."""
    documents = knowledge.documents.values()
    entries = (f"{quoted(document.title, language)}: {document.origin.in_language(language)}" for document in documents)
    title = knowledge.phrases["sources_title"].in_language(language)
    return escaped(_fitting([title, *entries], LONGEST_MESSAGE))


def utf16_length(text: str) -> int:
    """The length as Telegram counts it."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def shorten(text: str, longest: int) -> str:
    """The text itself, or as many of its words as fit, with an ellipsis."""
    if utf16_length(text) <= longest:
        return text
    room = 2 * (longest - utf16_length(_CUT))
    # A character outside the basic plane has two units; half of one is dropped.
    start = text.encode("utf-16-le", "surrogatepass")[:room].decode("utf-16-le", "ignore")
    return (start.rsplit(maxsplit=1)[0] if len(start.split()) > 1 else start) + _CUT


def _fitting(paragraphs: Sequence[str], longest: int) -> str:
    kept = ""
    for paragraph in paragraphs:
        longer = _BETWEEN_PARAGRAPHS.join(part for part in (kept, paragraph) if part)
        if utf16_length(longer) > longest:
            return kept or shorten(paragraph, longest)
        kept = longer
    return kept


def escaped(text: str) -> str:
    """Plain text that Telegram does not read as markup."""
    return escape(text, quote=False)
