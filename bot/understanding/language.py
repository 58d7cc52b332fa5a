"""German or English, decided by the words and letters of the example questions."""

import math
from collections import Counter
from collections.abc import Iterable, Iterator

from bot.content.model import Language
from bot.understanding.text import written_words

WORD_LIMIT = 4.0
"""The most one known word may say for a language, as a log odds."""
LETTERS_SHARE = 0.5
"""How much an unknown word's letters count beside a known word."""
CERTAIN = 1.5
"""Log odds from which a text counts as German or English; below it nothing is said."""


class LanguageDetector:
    """Naive Bayes over words, and over groups of three letters for words never seen."""

    def __init__(self, examples: Iterable[tuple[str, Language]]) -> None:
        counts = Counter((word, language) for text, language in examples for word in _plain_words(text))
        # Each word counts once for its letters, however often it is used.
        letters = Counter((group, language) for word, language in counts for group in _groups(word))
        self._words, self._letters = _ratios(counts), _ratios(letters)

    def detect(self, text: str) -> Language | None:
        """The language of a text, or None where its words say nothing either way."""
        odds = sum(self._odds(word) for word in _plain_words(text))
        if abs(odds) < CERTAIN:
            return None
        return "de" if odds > 0 else "en"

    def known_share(self, text: str) -> float:
        """The share of the text's words that the examples use."""
        found = list(_plain_words(text))
        known = sum(word in self._words for word in found)
        return known / max(1, len(found))

    def _odds(self, word: str) -> float:
        if word in self._words:
            return max(-WORD_LIMIT, min(WORD_LIMIT, self._words[word]))
        groups = list(_groups(word))
        return LETTERS_SHARE * sum(self._letters.get(group, 0.0) for group in groups) / math.sqrt(len(groups))


def _ratios(counts: Counter[tuple[str, Language]]) -> dict[str, float]:
    """Log odds of German against English, positive for German."""
    keys = dict.fromkeys(key for key, _ in counts)
    return {key: math.log((counts[key, "de"] + 0.5) / (counts[key, "en"] + 0.5)) for key in keys}


def _plain_words(text: str) -> Iterator[str]:
    return (word.casefold() for word in written_words([text]) if not word.isdecimal())


def _groups(word: str) -> Iterator[str]:
    padded = f" {word} "
    return (padded[start : start + 3] for start in range(len(padded) - 2))
