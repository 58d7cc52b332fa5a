"""Which sentences of the documents the facts rest on, and which nobody has made use of."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from bot.content.model import Document, Fact, Knowledge, Quote
from bot.content.occurrences import Span, occurrences
from bot.keeping.sentences import Sentence, sentences

State = Literal["covered", "partly", "open", "heading"]
STATE_NAMES: Mapping[State, str] = {
    "covered": "covered",
    "partly": "partly covered",
    "open": "not covered",
    "heading": "heading",
}
"""How a state is called where people read it."""
CONTACT_PREFIX = "contact "
"""Contacts rest on sentences as facts do; before their ids stands this."""


@dataclass(frozen=True, slots=True)
class CoveredSentence:
    """A sentence with the facts that rest on it, and the passages they quote."""

    sentence: Sentence
    facts: tuple[str, ...]
    quoted: tuple[Span, ...]
    state: State


@dataclass(frozen=True, slots=True)
class CoveredDocument:
    """A document sentence by sentence."""

    id: str
    document: Document
    sentences: tuple[CoveredSentence, ...]

    def count(self, state: State) -> int:
        return sum(one.state == state for one in self.sentences)

    @property
    def statements(self) -> int:
        """How many sentences state something; headings do not count."""
        return len(self.sentences) - self.count("heading")

    @property
    def share(self) -> int:
        """Of the sentences that state something, how many per cent are covered at least in part."""
        return round(100 * (self.statements - self.count("open")) / self.statements) if self.statements else 100


def coverage(knowledge: Knowledge) -> list[CoveredDocument]:
    """Every document in the order of the content; withheld facts cover nothing."""
    quotes = list(quotes_by_owner(knowledge))
    return [_covered(key, document, quotes) for key, document in knowledge.documents.items()]


def quotes_by_owner(knowledge: Knowledge) -> Iterator[tuple[str, Quote]]:
    """Every quote with the id of its fact, or of its contact."""
    for fact in knowledge.facts().values():
        yield from ((fact.id, quote) for quote in fact.quotes)
    for key, contact in knowledge.contacts.items():
        yield from ((f"{CONTACT_PREFIX}{key}", quote) for quote in contact.quotes)


def _covered(key: str, document: Document, quotes: Sequence[tuple[str, Quote]]) -> CoveredDocument:
    spans = [
        (owner, span)
        for owner, quote in quotes
        if quote.document == key
        for span in occurrences(quote.text, document.text)
    ]
    return CoveredDocument(key, document, tuple(_covered_sentence(one, spans) for one in sentences(document.text)))


def _covered_sentence(sentence: Sentence, spans: Sequence[tuple[str, Span]]) -> CoveredSentence:
    met = [(owner, span) for owner, span in spans if sentence.meets(span)]
    quoted = _joined([(max(span[0], sentence.start), min(span[1], sentence.end)) for _, span in met])
    return CoveredSentence(sentence, tuple(dict.fromkeys(owner for owner, _ in met)), quoted, _state(sentence, quoted))


def _state(sentence: Sentence, quoted: Sequence[Span]) -> State:
    if not quoted:
        return "heading" if sentence.is_heading else "open"
    edges = [sentence.start, *(edge for span in quoted for edge in span), sentence.end]
    between = zip(edges[::2], edges[1::2], strict=True)
    offset = sentence.start
    rest = "".join(sentence.text[start - offset : end - offset] for start, end in between)
    return "partly" if re.search(r"\w", rest) else "covered"


def _joined(spans: Sequence[Span]) -> tuple[Span, ...]:
    """The spans in order, those that touch or overlap as one."""
    joined: list[Span] = []
    for start, end in sorted(spans):
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return tuple(joined)


def coverage_lines(documents: Sequence[CoveredDocument]) -> Iterator[str]:
    """A summary in plain text: counts for each document, then the sentences that nobody has made use of."""
    for one in documents:
        yield f"{one.document.title} ({one.id}): {one.share} % of {one.statements} sentences covered"
        counts = (f"{one.count(state)} {STATE_NAMES[state]}" for state in ("covered", "partly", "open"))
        yield f"  {', '.join(counts)}; headings: {one.count('heading')}"
        yield from (f"  not covered: {_shown(item.sentence.text)}" for item in one.sentences if item.state == "open")
    if any(one.count("open") for one in documents):
        yield "Next: write a fact for each sentence that people may ask about."
    yield "All sentences and facts as a page: python -m bot coverage --html FILE"


def _shown(text: str) -> str:
    return " ".join(text.split())


def facts_by_topic(knowledge: Knowledge) -> Mapping[str, tuple[Fact, ...]]:
    """Every topic's facts, withheld ones at the end, topics in the order in which people are shown them."""
    return {
        topic: (
            *knowledge.topics[topic].facts.values(),
            *(fact for fact in knowledge.withheld.values() if fact.topic == topic),
        )
        for topic in knowledge.ordered_topics()
    }
