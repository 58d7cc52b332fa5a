"""Search while somebody types: facts in both languages, best first, from two letters on; pure, built once."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import process
from rapidfuzz.distance import OSA

from bot.content.model import LANGUAGES, Knowledge, Language
from bot.content.searchable import Entry, ordered_entries, searched_texts
from bot.understanding.lexicon import Lexicon
from bot.understanding.names import gazetteer_names, given_names, own_names
from bot.understanding.text import clean, fold, words

MOST_WORDS = 16
"""Words of a query that are read."""
LONGEST_WORD = 40
"""Letters of a word that are read; longer than any word of the content."""
INSIDE_LETTERS = 4
"""A word of so many letters is also found inside a longer one: "partner" in "Städtepartnerschaft"."""
PART_LETTERS, PART_SHARE = 5, 0.5
"""A known word explains a longer one that begins or ends with it: its letters, and its share of the longer word."""
EDITS: Mapping[int, int] = {5: 1, 8: 2, 14: 3}
"""Typing mistakes allowed from so many letters on."""
SHORTEST_MEANT = 4
"""Letters of a word that a misspelt one may stand for; shorter ones are too much alike."""
CAREFUL_LETTERS = 6
"""Up to so many letters the first one must be right: "Wetter" is not "better"."""
EXACT, PREFIX, INSIDE, PART, TYPO = 1.0, 0.75, 0.5, 0.4, 0.4
"""How much a word counts by the way it was found; up to GAIN more the closer it comes to the word found."""
GAIN = 0.1
LEAST_EXPLAINED = 0.5
"""Share of a query's content, by weight, that a fact must explain to be shown at all."""
SAID_BY_EXAMPLES, SAID_SHARE = 3, 0.3
"""A word belongs to an intent if so many of its examples use it, and such a share of all examples with the word."""
WEIGHTS: Mapping[str, float] = {
    "question": 1.0,
    "topic": 0.9,
    "sentence": 0.85,
    "other questions": 0.75,
    "hints": 0.65,
    "examples": 0.6,
    "documents": 0.5,
}
"""How much a word counts by the place where it stands."""
_IGNORED = ("filler", "question_words", "check_openers", "pronouns", "titles")
_HYPHENATED = re.compile(r"[^\W_]+(?:-[^\W_]+)+")
_LAST = "\U0010ffff"

Floats = NDArray[np.float32]
Integers = NDArray[np.intp]


@dataclass(frozen=True, slots=True)
class Found:
    """What a search found."""

    entries: tuple[Entry, ...]
    """Best first."""
    language: Language | None
    """The language that the query shows, if it fits one better than the other."""
    complete: bool
    """Whether the best entry explains every content word."""


class SearchIndex:
    """Finds facts by the words of their questions, sentences, topics and documents."""

    def __init__(self, knowledge: Knowledge) -> None:
        self._entries = ordered_entries(knowledge)
        self._ignored = Lexicon(knowledge.words).words(*_IGNORED)
        self._languages = np.array([entry.language for entry in self._entries])
        postings = _postings(self._entries, knowledge)
        self._vocabulary = _Vocabulary({word: max(rows.values()) for word, rows in postings.items()})
        rows = [postings[word] for word in self._vocabulary.words]
        self._starts = np.cumsum([0, *map(len, rows)])
        self._numbers = np.array([number for row in rows for number in row], np.intp)
        self._weights = np.array([weight for row in rows for weight in row.values()], np.float32)

    def overview(self, language: Language) -> tuple[Entry, ...]:
        """Every fact, the most useful first: what each topic is, then the topics' facts in turn."""
        return tuple(entry for entry in self._entries if entry.language == language)

    def search(self, text: str, preferred: Language) -> Found | None:
        """The facts that explain most of a query, or None if it says too little to search for.

        All content words explained come first, then rarer words and closer spellings; the preferred language comes
        first where the query fits both.
        """
        query = self._query(text)
        if not query:
            return None
        fits = np.array([self._fits(word) for word in query])
        known = fits > 0
        share = known.sum(axis=1) / len(self._entries)
        rarity = np.log1p(1 / np.maximum(share, 1 / len(self._entries)))
        counts = self._counted(query, known)
        explained = (rarity * counts) @ known / max(1e-9, float(rarity @ counts))
        language = self._language(rarity @ known)
        shown = np.flatnonzero((explained >= LEAST_EXPLAINED) & self._speaks(language))
        complete = explained[shown] > 1 - 1e-6
        foreign = self._languages[shown] != preferred
        order = np.lexsort((shown, -(rarity @ fits)[shown].round(5), foreign, ~complete))
        found = tuple(self._entries[number] for number in shown[order])
        return Found(found, language if found else None, bool(complete.any()))

    def _query(self, text: str) -> list[str]:
        """The words to search for; a single letter is the beginning of one, unless all are, as in U.C.L.G."""
        read = dict.fromkeys(word.folded[:LONGEST_WORD] for word in words(clean(text)))
        letters = [word for word in read if word in self._vocabulary]
        return ([word for word in read if len(word) > 1] or letters)[:MOST_WORDS]

    def _counted(self, query: Sequence[str], known: NDArray[np.bool_]) -> NDArray[np.bool_]:
        """Which words must be explained: filler need not, unless there is nothing else and it is known."""
        content = np.array([word not in self._ignored for word in query])
        return content if content.any() else known.any(axis=1) | content

    def _fits(self, word: str) -> Floats:
        """How well each entry explains a word, from 0 to 1."""
        best = np.zeros(len(self._entries), np.float32)
        found, closeness = self._vocabulary.find(word)
        starts, lengths = self._starts[found], self._starts[found + 1] - self._starts[found]
        shifts = np.repeat(starts - np.cumsum(lengths) + lengths, lengths)
        places = shifts + np.arange(len(shifts))
        np.maximum.at(best, self._numbers[places], self._weights[places] * np.repeat(closeness, lengths))
        return best

    def _language(self, explained: Floats) -> Language | None:
        """The language whose entries explain more of the query than those of the other, filler included."""
        german, english = (float(explained[self._speaks(language)].max(initial=0)) for language in LANGUAGES)
        if abs(german - english) < 1e-6:
            return None
        return "de" if german > english else "en"

    def _speaks(self, language: Language | None) -> NDArray[np.bool_]:
        return np.isin(self._languages, [language] if language else LANGUAGES)


class _Vocabulary:
    """All words of the content, sorted, and the ways in which a typed word finds them."""

    def __init__(self, weights: Mapping[str, float]) -> None:
        self.words = sorted(weights)
        self._places = {word: place for place, word in enumerate(self.words)}
        self._lengths = np.array([len(word) for word in self.words])
        self._joined = "\n".join(("", *self.words, ""))
        self._offsets = np.cumsum([1, *(len(word) + 1 for word in self.words)])
        # What only the examples say is too ordinary to be guessed at: "Wetter" is not "weiter".
        self._guessed = [word for word in self.words if weights[word] > WEIGHTS["examples"]]
        self._headless: dict[str, list[int]] = defaultdict(list)
        for word in self._guessed:
            self._headless[word].append(self._places[word])
            self._headless[word[1:]].append(self._places[word])

    def __contains__(self, word: str) -> bool:
        return word in self._places

    def find(self, word: str) -> tuple[Integers, Floats]:
        """The words meant and how closely: itself, longer ones that begin with it or hold it, else parts and typos."""
        start, end = bisect_left(self.words, word), bisect_left(self.words, word + _LAST)
        prefixed = np.arange(start, end if len(word) > 1 else start + 1)
        inside = self._holding(word)
        found = np.concatenate((prefixed, np.setdiff1d(inside, prefixed)))
        if not found.size:
            return self._guess(word)
        closeness = np.full(len(found), INSIDE)
        closeness[: len(prefixed)] = PREFIX
        closeness += GAIN * len(word) / self._lengths[found]
        closeness[self._lengths[found] == len(word)] = EXACT
        return found, closeness.astype(np.float32)

    def _holding(self, word: str) -> Integers:
        """The words that hold a word anywhere."""
        if len(word) < INSIDE_LETTERS:
            return np.array([], np.intp)
        places = list(_occurrences(word, self._joined))
        return np.unique(np.searchsorted(self._offsets, places, side="right") - 1)

    def _guess(self, word: str) -> tuple[Integers, Floats]:
        """The words that a word begins or ends with, and those it may misspell, whole or not yet typed to the end."""
        closeness: dict[int, float] = {}
        for part in _parts(word):
            if part in self._places:
                closeness[self._places[part]] = PART + GAIN * len(part) / len(word)
        for place, edits in self._misspelt(word):
            closeness[place] = max(closeness.get(place, 0.0), TYPO - GAIN * edits)
        return np.array(list(closeness), np.intp), np.array(list(closeness.values()), np.float32)

    def _misspelt(self, word: str) -> Iterator[tuple[int, int]]:
        """The words that a word may misspell, and by how many edits.

        Only those with its first letter are compared, whole and as far as it is typed: most begin rightly, and the
        others are too many. For mistakes in the first letter the few right spellings are looked up.
        """
        allowed = max((edits for letters, edits in EDITS.items() if letters <= len(word)), default=0)
        alike = self._guessed[bisect_left(self._guessed, word[0]) : bisect_left(self._guessed, word[0] + _LAST)]
        for choices in (alike, [known[: len(word)] for known in alike]) if allowed else ():
            close = process.extract(word, choices, scorer=OSA.distance, score_cutoff=allowed, limit=None)
            yield from ((self._places[alike[at]], edits) for known, edits, at in close if len(known) >= SHORTEST_MEANT)
        for spelling in (word, word[1:], word[1::-1] + word[2:]) if len(word) > CAREFUL_LETTERS else ():
            yield from ((place, 1) for place in self._headless.get(spelling, ()))


def _occurrences(word: str, text: str) -> Iterator[int]:
    place = text.find(word)
    while place >= 0:
        yield place
        place = text.find(word, place + 1)


def _parts(word: str) -> Iterator[str]:
    shortest = max(PART_LETTERS, round(PART_SHARE * len(word)))
    for length in range(shortest, len(word)):
        yield word[:length]
        yield word[-length:]


def _postings(entries: Sequence[Entry], knowledge: Knowledge) -> Mapping[str, Mapping[int, float]]:
    """Every word with the numbers of the entries that have it, and how much it counts there."""
    said = _said_in_examples(knowledge)
    postings: dict[str, dict[int, float]] = defaultdict(dict)
    for number, entry in enumerate(entries):
        found = {place: _indexed(texts) for place, texts in searched_texts(entry, knowledge).items()}
        found["examples"] = set[str]().union(
            *(said.get((intent, entry.language), set()) for intent in entry.fact.answers)
        )
        for place in sorted(found, key=WEIGHTS.__getitem__):
            for word in found[place]:
                postings[word][number] = WEIGHTS[place]
    return postings


def _said_in_examples(knowledge: Knowledge) -> Mapping[tuple[str, Language], set[str]]:
    """The words that examples of an intent use and those of others hardly do: other ways to ask for the same."""
    uses = Counter(_example_words(knowledge))
    totals: Counter[tuple[Language, str]] = Counter()
    for (_, language, word), count in uses.items():
        totals[language, word] += count
    names = _names(knowledge)
    said: dict[tuple[str, Language], set[str]] = defaultdict(set)
    for (intent, language, word), count in uses.items():
        if count >= max(SAID_BY_EXAMPLES, SAID_SHARE * totals[language, word]) and word not in names:
            said[intent, language].add(word)
    return said


def _example_words(knowledge: Knowledge) -> Iterator[tuple[str, Language, str]]:
    """Intent, language and word, once for each example that uses the word."""
    for intent in knowledge.intents.values():
        if intent.kind == "fact":
            yield from ((intent.id, "de", word) for example in intent.examples.de for word in _indexed((example,)))
            yield from ((intent.id, "en", word) for example in intent.examples.en for word in _indexed((example,)))


def _names(knowledge: Knowledge) -> set[str]:
    """The words of names: examples ask for Hamburg as well, and no fact is about it."""
    named = (name for name in (*own_names(knowledge), *gazetteer_names()) if not name.hint and not name.lookalike)
    return {word for name in named for word in name.words} | given_names()


def _indexed(texts: Sequence[str]) -> set[str]:
    """The folded words of texts; those joined by hyphens also without them."""
    found = {word.folded for text in texts for word in words(text)}
    chains = (chain.group().split("-") for text in texts for chain in _HYPHENATED.finditer(text))
    return found | {fold("".join(chain[i:j])) for chain in chains for i, j in combinations(range(len(chain) + 1), 2)}
