"""A reply as lines of plain text, in the order a person reads them: answer, source, website, contact."""

from collections.abc import Mapping
from dataclasses import dataclass

from bot.content.links import web_links
from bot.content.model import Contact, Fact, Knowledge, Language
from bot.dialogue.reply import Reply, Suggestion

_QUOTED: Mapping[Language, str] = {"de": "„{}“", "en": "“{}”"}


def quoted(title: str, language: Language) -> str:
    """A title in the quotation marks of the language."""
    return _QUOTED[language].format(title)


@dataclass(frozen=True, slots=True)
class Card:
    """What every surface shows of a reply; surfaces only add emphasis, escaping and buttons."""

    paragraphs: tuple[str, ...]
    source: str | None
    website: str | None
    contact: str | None
    suggestions: tuple[Suggestion, ...]

    def lines(self) -> tuple[str, ...]:
        """Source, website and contact, as far as there are any."""
        return tuple(line for line in (self.source, self.website, self.contact) if line)

    def text(self) -> str:
        """The whole card as plain text."""
        offered = tuple(f"– {suggestion.text}" for suggestion in self.suggestions)
        blocks = ("\n".join((*self.paragraphs, *offered)), "\n".join(self.lines()))
        return "\n\n".join(block for block in blocks if block)


def card_of(reply: Reply, knowledge: Knowledge) -> Card:
    """The card of a reply, in the reply's language."""

    def phrase(name: str) -> str:
        return knowledge.phrases[name].in_language(reply.language)

    titles = [quoted(title, reply.language) for title in source_titles(reply.evidence, knowledge)]
    source = phrase("sources" if len(titles) > 1 else "source").format(titles=", ".join(titles))
    website = phrase("website").format(link=" · ".join(_link(fact) for fact in reply.websites))
    return Card(
        paragraphs=reply.sentences,
        source=source if titles else None,
        website=website if reply.websites else None,
        contact=_contact_line(phrase("contact"), reply.contact) if reply.contact else None,
        suggestions=reply.suggestions,
    )


def _contact_line(phrase: str, contact: Contact) -> str:
    return phrase.format(name=contact.name, address=contact.address, email=contact.email, phone=contact.phone)


def source_titles(facts: tuple[Fact, ...], knowledge: Knowledge) -> tuple[str, ...]:
    """The titles of the documents that facts quote, each once."""
    names = dict.fromkeys(quote.document for fact in facts for quote in fact.quotes)
    return tuple(knowledge.documents[name].title for name in names)


def _link(fact: Fact) -> str:
    """The bare link of a website fact, as its quote has it."""
    return next(iter(web_links(" ".join(quote.text for quote in fact.quotes))), "")
