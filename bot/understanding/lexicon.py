"""The word lists of the content, folded once, and the questions asked of them."""

from collections import defaultdict
from collections.abc import Mapping
from functools import lru_cache

from bot.content.model import LANGUAGES, Language, Words
from bot.understanding.memo import Memo
from bot.understanding.text import fold, words

_RECENT_TEXTS = 32
"""Texts that are remembered: a question is held against some twenty lists, one after the other."""


class Lexicon:
    """Finds the words and phrases of intents/words.yaml in a text; lists are named by their keys there."""

    def __init__(self, lists: Words) -> None:
        self._phrases: Mapping[str, Mapping[Language, tuple[str, ...]]] = {
            name: {
                language: tuple(_folded(entry) for entry in getattr(lists, name)[language]) for language in LANGUAGES
            }
            for name in type(lists).model_fields
        }
        self._of: Mapping[str, tuple[str, ...]] = {
            name: tuple(phrase for part in of.values() for phrase in part) for name, of in self._phrases.items()
        }
        self._ends = {name: tuple(f" {phrase}" for phrase in phrases) for name, phrases in self._of.items()}
        self._by_first = _by_first_word(self._phrases)
        self._lists_in = Memo(self._find_lists, _RECENT_TEXTS)
        self._together = Memo(self._unite, len(self._of))

    def has(self, name: str, text: str, language: Language | None = None) -> bool:
        """Whether a phrase of the list stands in the text; without a language both lists count."""
        found = self._lists_in(text)
        return (name, language) in found if language else any((name, one) in found for one in LANGUAGES)

    def ends(self, name: str, text: str) -> bool:
        """Whether the text ends with a phrase of the list."""
        return f" {_folded(text)}".endswith(self._ends[name])

    def after_opening(self, name: str, text: str, before: str) -> str:
        """What follows a phrase of the list where only words of another list stand before it; else the whole text."""
        found, skipped = words(text), self._of[before]
        folded = [word.folded for word in found]
        for start in range(len(found)):
            for phrase, *_ in (one for one in self._by_first.get(folded[start], ()) if one[1] == name):
                end = start + len(phrase)
                if end < len(found) and folded[start:end] == phrase:
                    return text[found[end].start :]
            if folded[start] not in skipped:
                break
        return text

    def removed(self, name: str, text: str) -> str:
        """The folded text without the phrases of the list."""
        spaced = f" {_folded(text)} "
        for phrase in self._of[name]:
            spaced = spaced.replace(f" {phrase} ", " ")
        return spaced.strip()

    def opens(self, name: str, text: str) -> bool:
        """Whether the first word of the text stands in the list."""
        return _folded(text).split(" ", 1)[0] in self._of[name]

    def words(self, *names: str) -> frozenset[str]:
        """All entries of the lists, folded."""
        return self._together(names)

    def _unite(self, names: tuple[str, ...]) -> frozenset[str]:
        return frozenset(phrase for name in names for phrase in self._of[name])

    def _find_lists(self, text: str) -> frozenset[tuple[str, Language]]:
        """The name and language of each list of which a phrase stands in the text."""
        folded = _folded(text).split(" ")
        return frozenset(
            (name, language)
            for start, word in enumerate(folded)
            for phrase, name, language in self._by_first.get(word, ())
            if folded[start : start + len(phrase)] == phrase
        )


_Phrase = tuple[list[str], str, Language]
"""The words of a phrase, the name of its list, and its language."""


def _by_first_word(phrases: Mapping[str, Mapping[Language, tuple[str, ...]]]) -> Mapping[str, list[_Phrase]]:
    found: defaultdict[str, list[_Phrase]] = defaultdict(list)
    for name, of in phrases.items():
        for language, entries in of.items():
            for entry in entries:
                split = entry.split(" ")
                found[split[0]].append((split, name, language))
    return dict(found)


@lru_cache(_RECENT_TEXTS)
def _folded(text: str) -> str:
    return " ".join(word.folded for word in words(text)) or fold(text)
