"""Finds the words of a list that a misspelt one resembles: the same that a look at each would find, but faster."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import process
from rapidfuzz.distance import OSA

_BITS = 32
_ROUNDING = 1e-9


class NearWords:
    """Words by their length, each with the set of its letters.

    An edit changes at most two letters of the set, so words whose sets differ by more need not be compared.
    """

    def __init__(self, words: Iterable[str]) -> None:
        """Take words; of equally near ones the first is preferred."""
        groups: defaultdict[int, list[str]] = defaultdict(list)
        for word in words:
            groups[len(word)].append(word)
        self._words = dict(groups)
        self._letters = {length: _letters(found) for length, found in groups.items()}

    def nearest(self, word: str, least: float) -> str | None:
        """The word with the highest similarity, at least so much; of the same length where several have it."""
        best, best_score = None, 0.0
        for length in sorted(self._words, key=lambda n: (abs(n - len(word)), n)):
            longer = max(length, len(word))
            if min(length, len(word)) < least * longer:
                continue
            choices = self._similar(word, length, int((1 - least) * longer + _ROUNDING))
            hit = process.extractOne(word, choices, scorer=OSA.normalized_similarity, score_cutoff=least)
            if hit is not None and hit[1] > best_score:
                best, best_score = hit[0], hit[1]
        return best

    def _similar(self, word: str, length: int, edits: int) -> Iterator[str]:
        """The words of a length that may be so many edits away, in their order."""
        differing = np.bitwise_count(self._letters[length] ^ _letters([word]))
        words = self._words[length]
        return (words[place] for place in np.flatnonzero(differing <= 2 * edits).tolist())


def _letters(words: Sequence[str]) -> NDArray[np.uint32]:
    return np.array([_letters_of(word) for word in words], np.uint32)


def _letters_of(word: str) -> int:
    found = 0
    for letter in word:
        found |= 1 << ord(letter) % _BITS
    return found
