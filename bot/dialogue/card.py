"""A reply as lines of plain text, in the order a person reads them: answer, source, website, contact."""

from dataclasses import dataclass

from bot.content.model import Fact, Knowledge
from bot.dialogue.reply import Reply, Suggestion


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
    """The card of a reply; smalltalk carries no source and no contact unless its words point there."""
    titles = source_titles(reply.evidence, knowledge)
    phrase = {name: entry.in_language(reply.language) for name, entry in knowledge.phrases.items()}
    contact = reply.contact
    return Card(
        paragraphs=reply.sentences,
        source=phrase["sources" if len(titles) > 1 else "source"].format(titles=", ".join(titles)) if titles else None,
        website=phrase["website"].format(link=" · ".join(_link(fact) for fact in reply.websites)) if reply.websites else None,
        contact=phrase["contact"].format(name=contact.name, email=contact.email, phone=contact.phone) if contact else None,
        suggestions=reply.suggestions,
    )


def source_titles(facts: tuple[Fact, ...], knowledge: Knowledge) -> tuple[str, ...]:
    """The titles of the documents that facts quote, each once, in quotation marks."""
    names = dict.fromkeys(quote.document for fact in facts for quote in fact.quotes)
    return tuple(f"„{knowledge.documents[name].title}“" for name in names)


def _link(fact: Fact) -> str:
    """The bare link of a website fact, as its quote has it."""
    return next(word for quote in fact.quotes for word in quote.text.split() if "www." in word or "://" in word)
