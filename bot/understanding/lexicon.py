"""The word lists of the content, folded once, and the questions asked of them."""

from collections.abc import Mapping
from functools import lru_cache

from bot.content.model import LANGUAGES, Language, Words
from bot.understanding.text import fold, words

_RECENT_TEXTS = 32
"""Folded texts that are remembered: a question is held against some twenty lists, one after the other."""


class Lexicon:
    """Finds the words and phrases of intents/words.yaml in a text; lists are named by their keys there."""

    def __init__(self, lists: Words) -> None:
        self._phrases: Mapping[str, Mapping[Language, tuple[str, ...]]] = {
            name: {
                language: tuple(_folded(entry) for entry in getattr(lists, name)[language]) for language in LANGUAGES
            }
            for name in type(lists).model_fields
        }
        self._of_all: Mapping[str, tuple[str, ...]] = {
            name: tuple(phrase for part in of.values() for phrase in part) for name, of in self._phrases.items()
        }

    def has(self, name: str, text: str, language: Language | None = None) -> bool:
        """Whether a phrase of the list stands in the text; without a language both lists count."""
        spaced = f" {_folded(text)} "
        return any(f" {phrase} " in spaced for phrase in self._of(name, language))

    def ends(self, name: str, text: str) -> bool:
        """Whether the text ends with a phrase of the list."""
        spaced = f" {_folded(text)}"
        return any(spaced.endswith(f" {phrase}") for phrase in self._of(name))

    def after_opening(self, name: str, text: str, before: str) -> str:
        """What follows a phrase of the list where only words of another list stand before it; else the whole text."""
        found, skipped = words(text), self.words(before)
        for start in range(len(found)):
            for phrase in self._of(name):
                end = start + len(phrase.split())
                if end < len(found) and " ".join(word.folded for word in found[start:end]) == phrase:
                    return text[found[end].start :]
            if found[start].folded not in skipped:
                break
        return text

    def removed(self, name: str, text: str) -> str:
        """The folded text without the phrases of the list."""
        spaced = f" {_folded(text)} "
        for phrase in self._of(name):
            spaced = spaced.replace(f" {phrase} ", " ")
        return spaced.strip()

    def opens(self, name: str, text: str) -> bool:
        """Whether the first word of the text stands in the list."""
        return _folded(text).split(" ", 1)[0] in self._of(name)

    def words(self, *names: str) -> frozenset[str]:
        """All entries of the lists, folded."""
        return frozenset(phrase for name in names for phrase in self._of(name))

    def _of(self, name: str, language: Language | None = None) -> tuple[str, ...]:
        return self._phrases[name][language] if language else self._of_all[name]


@lru_cache(maxsize=_RECENT_TEXTS)
def _folded(text: str) -> str:
    return " ".join(word.folded for word in words(text)) or fold(text)
