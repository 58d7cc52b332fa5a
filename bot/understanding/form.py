"""The form of a question: whether yes or no would answer it, and which kind of value it wants."""

from bot.content.model import Language
from bot.understanding.interpretation import Wanted
from bot.understanding.lexicon import Lexicon
from bot.understanding.text import words

SHORTEST_CLAIM = 4
"""Words from which a question without a question word counts as a claim to confirm."""


def wants_yes_or_no(text: str, lexicon: Lexicon, language: Language | None) -> bool:
    """Whether yes or no answers the question: it asks for no value, and opens with a verb, ends with a tag or a mark.

    The language decides what a question word is: "was" asks in German and is a verb in English.
    """
    if lexicon.has("question_words", text, language):
        return lexicon.ends("check_tags", text) and not lexicon.opens("question_words", text)
    if lexicon.ends("check_tags", text) or lexicon.opens("check_openers", text):
        return True
    return text.rstrip().endswith("?") and len(words(text)) >= SHORTEST_CLAIM


_WANTED: tuple[tuple[str, Wanted], ...] = (
    ("asks_until", "end"),
    ("asks_how_often", "frequency"),
    ("asks_how_long", "time"),
    ("asks_how_many", "count"),
    ("asks_by_name", "name"),
    ("asks_when", "time"),
)
"""Word lists and the kind of value they ask for; the first that occurs decides."""


def wanted_value(text: str, lexicon: Lexicon) -> Wanted | None:
    """The kind of value a question wants, by its question words."""
    asked = lexicon.removed("relative_times", text)
    return next((kind for name, kind in _WANTED if lexicon.has(name, asked)), None)
