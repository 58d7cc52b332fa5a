"""How hard a text is to read: long sentences, and the readability index LIX, which fits German and English.

LIX is the mean number of words in a sentence plus the percentage of words of more than six letters (Björnsson 1968,
"Läsbarhet"; Anderson 1983, "Lix and Rix", Journal of Reading 26). Up to 40 a text is easy, above 60 very hard. It needs
no syllables, which only a dictionary counts right.
"""

import re
from collections.abc import Mapping

from bot.content.links import LINK
from bot.content.model import Language

LONGEST_SENTENCE = 25
"""Words in a sentence; what has more is hard to follow when read out."""
LEAST_WORDS = 15
"""Words from which an index says something; in a shorter text one long name decides it."""
HARDEST_LIX: Mapping[Language, int] = {"de": 75, "en": 70}
"""Above it a text is harder than its subject demands: names such as “Städtenetzwerk” alone bring a fact to 60, and
German compounds, which are long words, to some five more."""

_LONG_WORD = 6
_WORD = re.compile(r"[^\W\d_]+(?:[-'’.][^\W\d_]+)*|\d[\d.,]*")
_SENTENCE_END = re.compile(r"(?<=\w{3})[.!?:][”“\"]?(?:\s+|$)")
"""An end after three letters: “Dr.” and “z. B.” end no sentence."""


def lix(text: str) -> float:
    """The readability index of a text; 0 for one without words."""
    words = _words(text)
    longer = sum(len(word) > _LONG_WORD for word in words)
    return len(words) / len(sentences(text)) + 100 * longer / len(words) if words else 0.0


def word_count(text: str) -> int:
    return len(_words(text))


def sentences(text: str) -> list[str]:
    """The sentences of a text; a colon ends one, as LIX counts."""
    return [part for part in _SENTENCE_END.split(_without_links(text)) if part.strip()]


def _words(text: str) -> list[str]:
    return _WORD.findall(_without_links(text))


def _without_links(text: str) -> str:
    """A link is one short word: nobody reads it letter by letter."""
    return LINK.sub("link", text)
