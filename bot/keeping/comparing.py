"""What a new version of a document does to the facts that rest on it."""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from bot.content.model import Quote
from bot.content.occurrences import Span, occurrences
from bot.keeping.sentences import Sentence, sentences
from bot.understanding.passages import nearest_passage

Change = Literal["unchanged", "moved", "around", "changed", "gone"]
"""In this order they need more of a person; `around`: the quote stands, but its sentence reads differently."""


@dataclass(frozen=True, slots=True)
class Rewording:
    """A sentence of the old version, and how the new version words it, if it does."""

    before: str
    now: str | None


@dataclass(frozen=True, slots=True)
class QuoteChange:
    """What has become of one quote of a fact or a contact."""

    owner: str
    quote: Quote
    change: Change
    rewordings: tuple[Rewording, ...] = ()
    span: Span | None = None
    """Where the quote stands in the new version."""
    old_start: int = 0


@dataclass(frozen=True, slots=True)
class Comparison:
    """A document's old and new version, seen from the facts."""

    quotes: tuple[QuoteChange, ...]
    new: tuple[str, ...]
    """Sentences of the new version alone that no quote touches."""

    def of(self, *changes: Change) -> list[QuoteChange]:
        return [one for one in self.quotes if one.change in changes]


def compare(old: str, new: str, quotes: Iterable[tuple[str, Quote]]) -> Comparison:
    """Compare two versions of a document for the quotes from it, each with its owner."""
    versions = _Versions(old, new)
    found = _with_moves([versions.change(owner, quote) for owner, quote in quotes])
    told = {rewording.now for one in found for rewording in one.rewordings}
    spans = [one.span for one in found if one.span]
    fresh = [one for one in versions.added if not one.is_heading and not any(one.meets(span) for span in spans)]
    return Comparison(tuple(found), tuple(plain(one.text) for one in fresh if plain(one.text) not in told))


def plain(text: str) -> str:
    """On one line, with single spaces."""
    return " ".join(text.split())


class _Versions:
    """Both versions, cut into sentences."""

    def __init__(self, old: str, new: str) -> None:
        self._old, self._new = old, new
        self._old_sentences, self._new_sentences = sentences(old), sentences(new)
        old_texts = {plain(one.text) for one in self._old_sentences}
        self._new_texts = {plain(one.text) for one in self._new_sentences}
        self.added = [one for one in self._new_sentences if plain(one.text) not in old_texts]

    def change(self, owner: str, quote: Quote) -> QuoteChange:
        before = next(iter(occurrences(quote.text, self._old)), None)
        around = _met(self._old_sentences, before) if before else [plain(quote.text)]
        spans = occurrences(quote.text, self._new)
        if not spans:
            return self._lost(owner, quote, around)
        start = before[0] if before else 0
        for span in spans:
            if before is None or _met(self._new_sentences, span) == around:
                return QuoteChange(owner, quote, "unchanged", span=span, old_start=start)
        now = " ".join(_met(self._new_sentences, spans[0]))
        return QuoteChange(owner, quote, "around", (Rewording(" ".join(around), now),), spans[0], start)

    def _lost(self, owner: str, quote: Quote, around: Sequence[str]) -> QuoteChange:
        missing = [text for text in around if text not in self._new_texts]
        rewordings = tuple(Rewording(text, self._nearest(text)) for text in missing)
        if not missing:  # the sentences stand, but no longer side by side
            rewordings = (Rewording(" ".join(around), " … ".join(around)),)
        is_reworded = any(one.now for one in rewordings)
        return QuoteChange(owner, quote, "changed" if is_reworded else "gone", rewordings)

    def _nearest(self, text: str) -> str | None:
        passages = [plain(one.text) for one in self.added]
        index = nearest_passage(text, passages)
        return None if index is None else passages[index]


def _met(found: Sequence[Sentence], span: Span) -> list[str]:
    return [plain(one.text) for one in found if one.meets(span)]


def _with_moves(found: Sequence[QuoteChange]) -> list[QuoteChange]:
    """Unchanged quotes that no longer stand in the order of the others have moved."""
    still = sorted((one for one in found if one.change == "unchanged"), key=lambda one: one.old_start)
    steady = {id(still[index]) for index in _longest_rise([one.span[0] for one in still if one.span])}
    return [
        replace(one, change="moved") if one.change == "unchanged" and id(one) not in steady else one for one in found
    ]


def _longest_rise(values: Sequence[int]) -> list[int]:
    """The indexes of a longest part of the values that never falls (patience sorting)."""
    ends: list[int] = []
    tops: list[int] = []
    before: list[int | None] = []
    for index, value in enumerate(values):
        pile = bisect_right(ends, value)
        before.append(tops[pile - 1] if pile else None)
        ends[pile:] = [value, *ends[pile + 1 :]]
        tops[pile:] = [index, *tops[pile + 1 :]]
    rise: list[int] = []
    step = tops[-1] if tops else None
    while step is not None:
        rise.append(step)
        step = before[step]
    return rise
