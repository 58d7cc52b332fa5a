"""A linear ranker over words, pairs of words and character n-grams: fast enough to be asked first.

Terms are folded into buckets by their hash (Weinberger et al. 2009, "Feature hashing for large scale multitask
learning"), so no list of terms is kept. A word's share of the score depends on nothing but the word, so it is worked
out once for each word met.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bot.understanding.buckets import BUCKETS, forms, grams, pairs
from bot.understanding.memo import Memo
from bot.understanding.regression import solve
from bot.understanding.sparse import FloatMatrix, FloatVector, IntVector
from bot.understanding.text import Word

LEAST_TEXTS = 2
"""A bucket that fewer examples fill teaches nothing but those."""
_REMEMBERED_WORDS = 2_000


@dataclass(frozen=True, slots=True)
class _Part:
    """What some terms add to the scores, and the square of their length."""

    scores: FloatVector
    square: float


class LinearRanker:
    """Scores all labels for a sentence."""

    def __init__(self, rarity: FloatVector, weights: NDArray[np.float16]) -> None:
        """Take what was learnt: the rarity of each bucket, and its weight for each label; `train` finds both."""
        self._rarity, self._weights = rarity, weights
        self._of_word = Memo(self._word, _REMEMBERED_WORDS)

    @classmethod
    def train(cls, sentences: Sequence[Sequence[Word]], wanted: FloatMatrix, importance: FloatVector) -> LinearRanker:
        """Learn from sentences, the wanted scores (sentences x labels), and how much each sentence weighs."""
        folded = [_folded(sentence) for sentence in sentences]
        counts = _texts_with(folded)
        rarity = (np.log((len(folded) + 1) / (counts + 1)) + 1).astype(np.float32)
        known = (counts >= LEAST_TEXTS).astype(np.float32)
        return cls(rarity, solve(folded, rarity, known, wanted, importance).astype(np.float16))

    def scores(self, sentence: Sequence[Word]) -> FloatVector:
        """A score for each label, about 1 for the right one and about 0 for others; zeros for no words."""
        folded = _folded(sentence)
        total = np.zeros(self._weights.shape[1], np.float32)
        of_words = zip(*map(self._of_word, folded), strict=True)
        for parts in (*of_words, (self._part(pairs(folded)),)):
            if square := sum(part.square for part in parts):
                total += sum(part.scores for part in parts) / np.float32(square**0.5)
        return total

    def similarities(self, sentence: Sequence[Word], others: Sequence[Sequence[Word]]) -> FloatVector:
        """The cosine of a sentence with each of some others, from 0 to 1, by all their terms."""
        own = self._vector(sentence)
        return np.array([own @ self._vector(other) for other in others], np.float32)

    def arrays(self) -> dict[str, Any]:
        """What was learnt, for a file."""
        return {"linear_rarity": self._rarity, "linear_weights": self._weights}

    @classmethod
    def from_arrays(cls, file: Any) -> LinearRanker:
        """The ranker in an open file; KeyError when there is none."""
        return cls(file["linear_rarity"], file["linear_weights"])

    def _word(self, folded: str) -> tuple[_Part, _Part]:
        return self._part(grams(folded)), self._part(forms(folded))

    def _part(self, buckets: IntVector) -> _Part:
        rarity = self._rarity[buckets]
        return _Part(rarity @ self._weights[buckets].astype(np.float32), float(rarity @ rarity))

    def _vector(self, sentence: Sequence[Word]) -> FloatVector:
        counts = np.bincount(_terms(_folded(sentence)), minlength=BUCKETS)
        vector = (counts * self._rarity).astype(np.float32)
        unit: FloatVector = vector / max(float(np.linalg.norm(vector)), 1e-9)
        return unit


def _folded(sentence: Sequence[Word]) -> list[str]:
    return [word.folded for word in sentence]


def _terms(folded: Sequence[str]) -> IntVector:
    """The buckets of all terms of a sentence."""
    return np.concatenate([pairs(folded), *map(grams, folded), *map(forms, folded)])


def _texts_with(sentences: Sequence[Sequence[str]]) -> IntVector:
    """How many sentences fill each bucket."""
    counts = np.zeros(BUCKETS, np.int32)
    for sentence in sentences:
        counts[np.unique(_terms(sentence))] += 1
    return counts
