"""The passage of a text that is most like a sentence, however it was reworded."""

from collections.abc import Sequence
from typing import Any

from rapidfuzz import fuzz, process

ALIKE_FROM = 64.0
"""Likeness in per cent from which a passage counts as another wording of a sentence.

Of the sentences of the two documents that speak of different things, the most alike reach 62 (web addresses apart);
those with a number, a name or the order of words exchanged stay above 65.
"""


def nearest_passage(sentence: str, passages: Sequence[str]) -> int | None:
    """The index of the passage most like the sentence; None where none is another wording of it."""
    found = process.extractOne(sentence, passages, scorer=_likeness, score_cutoff=ALIKE_FROM)
    return found[2] if found else None


def _likeness(first: str, second: str, **_: Any) -> float:
    """In per cent, by letters or by words in any order, whichever is more."""
    return max(fuzz.ratio(first, second), fuzz.token_sort_ratio(first, second))
