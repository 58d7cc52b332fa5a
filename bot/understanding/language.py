"""German or English, decided by the words and letters of the example questions."""

import math
from collections import Counter
from collections.abc import Iterable, Iterator

from bot.content.model import LANGUAGES, Language
from bot.understanding.memo import Memo
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
        self._odds = Memo(self._odds_of)
        self._words: Counter[tuple[str, Language]] = Counter()
        self._letters: Counter[tuple[str, Language]] = Counter()
        for text, language in examples:
            for word in _plain_words(text):
                self._words[word, language] += 1
        for (word, language), _ in self._words.items():
            self._letters.update((group, language) for group in _groups(word))

    def detect(self, text: str) -> Language | None:
        """The language of a text, or None where its words say nothing either way."""
        odds = sum(self._odds(word) for word in _plain_words(text))
        if abs(odds) < CERTAIN:
            return None
        return "de" if odds > 0 else "en"

    def known_share(self, text: str) -> float:
        """The share of the text's words that the examples use."""
        found = list(_plain_words(text))
        known = sum(any(self._words[word, language] for language in LANGUAGES) for word in found)
        return known / max(1, len(found))

    def _odds_of(self, word: str) -> float:
        if any(self._words[word, language] for language in LANGUAGES):
            return max(-WORD_LIMIT, min(WORD_LIMIT, self._ratio(self._words, word)))
        groups = list(_groups(word))
        return LETTERS_SHARE * sum(self._ratio(self._letters, group) for group in groups) / math.sqrt(len(groups))

    @staticmethod
    def _ratio(counts: "Counter[tuple[str, Language]]", key: str) -> float:
        return math.log((counts[key, "de"] + 0.5) / (counts[key, "en"] + 0.5))


def _plain_words(text: str) -> Iterator[str]:
    return (word.casefold() for word in written_words([text]) if not word.isdecimal())


def _groups(word: str) -> Iterator[str]:
    padded = f" {word} "
    return (padded[start : start + 3] for start in range(len(padded) - 2))
