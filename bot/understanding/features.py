"""What a question looks like: its spelling put right, its character n-grams and its words, weighed by rarity."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from math import log

import numpy as np

from bot.understanding.memo import Memo
from bot.understanding.near_words import NearWords
from bot.understanding.sparse import FloatMatrix, FloatVector, IntVector, SparseRows
from bot.understanding.text import Word, stem, words

Analyser = Callable[[Sequence[Word]], list[str]]

GRAM_LENGTHS = range(2, 6)
SNAP_SIMILARITY = 0.75
SNAP_LETTERS = 4
_SKETCH_BITS = 9
SKETCH_WIDTH = 1 << _SKETCH_BITS
_SIGN_BIT = np.uint64(40)
_FIBONACCI = np.uint64(0x9E3779B97F4A7C15)  # 2**64 divided by the golden ratio


def char_grams(sentence: Sequence[Word]) -> list[str]:
    """The character n-grams of each folded word, with a space at either end."""
    padded = [f" {word.folded} " for word in sentence]
    return [word[i : i + n] for word in padded for n in GRAM_LENGTHS for i in range(len(word) - n + 1)]


def stems(sentence: Sequence[Word]) -> list[str]:
    """The folded words, cut to their first letters."""
    return [stem(word.folded) for word in sentence]


class Speller:
    """Knows how the examples spell each word, and which of their words a misspelt one was meant to be."""

    def __init__(self, spellings: Sequence[str]) -> None:
        """Take the known spellings, the most frequent first."""
        self.spellings = list(spellings)
        self._written = {spelling.casefold() for spelling in spellings}
        self._preferred: dict[str, str] = {}
        for spelling in spellings:
            word = words(spelling)[0]
            self._preferred.setdefault(word.folded, word.text)
        self._near = NearWords(word for word in self._preferred if len(word) >= SNAP_LETTERS)
        self._resembling = Memo(self._search)

    @classmethod
    def from_sentences(cls, sentences: Iterable[Sequence[Word]]) -> Speller:
        """Learn every word of the sentences; of equally frequent ones the alphabet decides."""
        counts = Counter(word.text for sentence in sentences for word in sentence)
        return cls(sorted(counts, key=lambda spelling: (-counts[spelling], spelling)))

    def respell(self, text: str) -> str:
        """The text with each known word in a spelling of the examples: fuer becomes für."""
        return _rewrite(text, lambda word: self._spell(word, word.folded))

    def correct(self, text: str) -> str:
        """The respelt text with each unknown word replaced by the known word it resembles, if there is one."""
        return _rewrite(text, lambda word: self._spell(word, self._snap(word.folded)))

    def _spell(self, word: Word, meant: str) -> str:
        return word.text if word.text.casefold() in self._written else self._preferred.get(meant, word.text)

    def _snap(self, folded: str) -> str:
        return folded if folded in self._preferred else self._resembling(folded)

    def _search(self, folded: str) -> str:
        # A year is never a misspelt other year.
        if len(folded) < SNAP_LETTERS or any(letter.isdigit() for letter in folded):
            return folded
        return self._near.nearest(folded, SNAP_SIMILARITY) or folded


def _rewrite(text: str, spell: Callable[[Word], str]) -> str:
    parts, end = [], 0
    for word in words(text):
        parts += [text[end : word.start], spell(word)]
        end = word.end
    return "".join(parts) + text[end:]


class Bag:
    """Sentences as bags of terms: sublinear counts times inverse document frequency, scaled to length one."""

    def __init__(self, analyse: Analyser, terms: Sequence[str], rarity: FloatVector, unknown: float) -> None:
        """Take the terms, the rarity of each, and the rarity of every other term."""
        self.terms, self.rarity, self.unknown = list(terms), rarity, unknown
        self._analyse = analyse
        self._columns: Mapping[str, int] = {term: column for column, term in enumerate(terms)}

    @classmethod
    def from_sentences(cls, analyse: Analyser, sentences: Sequence[Sequence[Word]]) -> Bag:
        """Learn the terms of the sentences and in how many of them each occurs."""
        counts = Counter(term for sentence in sentences for term in set(analyse(sentence)))
        terms = sorted(counts)
        total = len(sentences) + 1
        rarity = np.array([log(total / (counts[term] + 1)) + 1 for term in terms], np.float32)
        return cls(analyse, terms, rarity, log(total) + 1)

    def weigh(self, sentence: Sequence[Word]) -> tuple[IntVector, FloatVector]:
        """The known terms of a sentence and their weights; unknown ones only make the others lighter."""
        counts = Counter(self._analyse(sentence))
        known = [(self._columns[term], count) for term, count in counts.items() if term in self._columns]
        columns = np.array([column for column, _ in known], np.int32)
        weights = (1 + np.log(np.array([count for _, count in known], np.float32))) * self.rarity[columns]
        unknown = sum((1 + log(count)) ** 2 for term, count in counts.items() if term not in self._columns)
        length = np.sqrt(weights @ weights + unknown * self.unknown**2)
        return columns, (weights / max(float(length), 1e-9)).astype(np.float32)


class Postings:
    """Finds the cosines of texts with many rows, by the terms they share."""

    def __init__(self, rows: SparseRows, width: int) -> None:
        self._count = len(rows)
        self._lists = rows.transposed(width)

    def cosines(self, texts: SparseRows) -> FloatMatrix:
        """One cosine for each text and row."""
        result = np.empty((len(texts), self._count), np.float32)
        for index in range(len(texts)):
            result[index] = self._of_one(*texts.row(index))
        return result

    def _of_one(self, columns: IntVector, values: FloatVector) -> FloatVector:
        starts = self._lists.starts[columns]
        lengths = self._lists.starts[columns + 1] - starts
        # The positions of all the lists, one list after the other.
        positions = np.arange(lengths.sum()) + np.repeat(starts - np.cumsum(lengths) + lengths, lengths)
        products = self._lists.values[positions] * np.repeat(values, lengths)
        return np.bincount(self._lists.columns[positions], products, self._count).astype(np.float32)


def sketch(rows: SparseRows) -> FloatMatrix:
    """Fold each row into SKETCH_WIDTH numbers, so that the products of rows stay about the same.

    Each feature lands, with a sign, in a place given by its hash (Charikar et al. 2002, "Finding frequent items in data
    streams"); the hash is Fibonacci's, so that neighbours in the alphabet do not collide.
    """
    hashes = rows.columns.astype(np.uint64) * _FIBONACCI
    places = (hashes >> np.uint64(64 - _SKETCH_BITS)).astype(np.int64)
    signs = np.where(hashes >> _SIGN_BIT & np.uint64(1), 1, -1)
    row_of = np.repeat(np.arange(len(rows)), np.diff(rows.starts))
    folded = np.bincount(row_of * SKETCH_WIDTH + places, signs * rows.values, len(rows) * SKETCH_WIDTH)
    return folded.astype(np.float32).reshape(len(rows), SKETCH_WIDTH)
