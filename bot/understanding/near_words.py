"""Finds the words of a list that a misspelt one resembles: the same that a look at each would find, but faster."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import process
from rapidfuzz.distance import OSA

FEW = 100
"""So many texts are compared themselves in less time than it takes to look at their letters."""
_BITS = 32
_ROUNDING = 1e-9


class LikeLetters:
    """Texts, each with the set of its letters.

    An edit changes at most two letters of the set, so texts whose sets differ by more need not be compared.
    """

    def __init__(self, texts: Sequence[str]) -> None:
        self._texts, self._letters = texts, _letters(texts)

    def within(self, text: str, edits: int) -> Iterator[str]:
        """The texts that may be so many edits away, in their order."""
        if len(self._texts) <= FEW:
            return iter(self._texts)
        differing = np.bitwise_count(self._letters ^ _letters([text]))
        return (self._texts[place] for place in np.flatnonzero(differing <= 2 * edits).tolist())


class NearWords:
    """Words by their length."""

    def __init__(self, words: Iterable[str]) -> None:
        """Take words; of equally near ones the first is preferred."""
        groups: defaultdict[int, list[str]] = defaultdict(list)
        for word in words:
            groups[len(word)].append(word)
        self._groups = {length: LikeLetters(found) for length, found in groups.items()}

    def nearest(self, word: str, least: float) -> str | None:
        """The word with the highest similarity, at least so much; of the same length where several have it."""
        best, best_score = None, 0.0
        for length in sorted(self._groups, key=lambda n: (abs(n - len(word)), n)):
            longer = max(length, len(word))
            if min(length, len(word)) < least * longer:
                continue
            choices = self._groups[length].within(word, int((1 - least) * longer + _ROUNDING))
            hit = process.extractOne(word, choices, scorer=OSA.normalized_similarity, score_cutoff=least)
            if hit is not None and hit[1] > best_score:
                best, best_score = hit[0], hit[1]
        return best


def _letters(words: Sequence[str]) -> NDArray[np.uint32]:
    return np.array([_letters_of(word) for word in words], np.uint32)


def _letters_of(word: str) -> int:
    found = 0
    for letter in word:
        found |= 1 << ord(letter) % _BITS
    return found
