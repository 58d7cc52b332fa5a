"""Plain text in its comparable forms: cleaned, folded, cut into words."""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import NamedTuple

_COMMAND = re.compile(r"\A\s*/\w{1,32}(?:@\w+)?(?=[\s,:;!?.]|$)[,:]?")
_MENTION = re.compile(r"(?<!\S)@\w{3,32}(?=[\s,:;!?.]|$)[,:]?")
_SELECTORS = re.compile("[\u034f\ufe00-\ufe0f]")
_APOSTROPHES = str.maketrans("´`", "''")
"""Accents that stand by themselves are meant as apostrophes: gibt´s."""
_SKIN_TONES = "\U0001f3fb\U0001f3fc\U0001f3fd\U0001f3fe\U0001f3ff"
_SPACE = re.compile(r"\s+")
_UNSPACED = "\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af"
"""Japanese, Chinese and Korean letters: no space parts them from Latin words."""
_WORD = re.compile(rf"[{_UNSPACED}]+|[^\W_{_UNSPACED}]+(?:['’][^\W_]{{1,2}}(?![^\W_]))*")
_UMLAUTS = re.compile(r"ae|oe|ue")
_BASE_LETTERS = {"ae": "a", "oe": "o", "ue": "u"}


_STEM_LETTERS = 6
_RECENT_TEXTS, _RECENT_WORDS = 64, 4096
"""What is remembered of texts and words: a question is looked at from many sides, and questions share their words."""


class Word(NamedTuple):
    """A word of a text: as written, folded, and where it stands (start and end offset)."""

    text: str
    folded: str
    start: int
    end: int


def clean(text: str) -> str:
    """Take out what carries no meaning: invisible and broken characters, emoji, a command, mentions, white space.

    Line breaks stay, since people put one question a line.
    """
    sound = text.encode("utf-8", "ignore").decode("utf-8").translate(_APOSTROPHES)
    whole = unicodedata.normalize("NFKC", sound)
    visible = "".join(map(_visible, _SELECTORS.sub("", whole)))
    lines = _MENTION.sub(" ", _COMMAND.sub(" ", visible)).splitlines()
    return "\n".join(line for line in (_SPACE.sub(" ", line).strip() for line in lines) if line)


def _visible(letter: str) -> str:
    category = unicodedata.category(letter)
    if category == "Cf":
        return ""
    return " " if category == "So" or letter in _SKIN_TONES else letter


@lru_cache(_RECENT_WORDS)
def fold(text: str) -> str:
    """One spelling for all: lower case without accents, ä = ae = a, ß = ss, so that Müller = Mueller = Muller."""
    bare = text.lower() if text.isascii() else _without_accents(text.casefold())
    return _UMLAUTS.sub(lambda pair: _BASE_LETTERS[pair.group()], bare)


def stem(folded: str) -> str:
    """The first letters of a folded word, which its forms share: "Mitglieder", "Mitgliedschaft" and "Mitglied"."""
    return folded[:_STEM_LETTERS]


def _without_accents(text: str) -> str:
    decomposed = unicodedata.normalize("NFKD", text)
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter))


def written_words(texts: Iterable[str]) -> Iterator[str]:
    """The words of all texts as written; much faster than `words` where only they are wanted."""
    for text in texts:
        yield from _WORD.findall(text)


@lru_cache(_RECENT_TEXTS)
def words(text: str) -> tuple[Word, ...]:
    """The words of a text in order, with their folded form and their place in the text."""
    return tuple(Word(hit.group(), fold(hit.group()), hit.start(), hit.end()) for hit in _WORD.finditer(text))
