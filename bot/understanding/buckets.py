"""Terms of a sentence, each as the number of a bucket: character n-grams, words and pairs of words."""

from collections.abc import Iterable, Sequence
from itertools import pairwise
from zlib import crc32

import numpy as np

from bot.understanding.sparse import IntVector
from bot.understanding.text import stem

BUCKETS = 1 << 16
GRAM_LENGTHS = range(3, 6)
FARTHEST_PAIR = 4
"""Words so far apart still make a pair."""
_BEGIN, _END = "^", "$"


def grams(folded: str) -> IntVector:
    """The character n-grams of a word, with a space at either end."""
    padded = f" {folded} "
    return _filled(padded[i : i + n] for n in GRAM_LENGTHS for i in range(len(padded) - n + 1))


def forms(folded: str) -> IntVector:
    """A word and its stem."""
    return _filled((f"={folded}", f"~{stem(folded)}"))


def pairs(folded: Sequence[str]) -> IntVector:
    """Pairs of stems that stand near each other; a sentence's beginning and end count as its neighbours."""
    if not folded:
        return _filled(())
    stems = list(map(stem, folded))
    near = [f"{_BEGIN} {stems[0]}", *map(" ".join, pairwise(stems)), f"{stems[-1]} {_END}"]
    for apart in range(2, FARTHEST_PAIR + 1):
        near += map("  ".join, zip(stems, stems[apart:], strict=False))
    return _filled(near)


def _filled(terms: Iterable[str]) -> IntVector:
    return np.array([crc32(term.encode()) % BUCKETS for term in terms], np.int32)
