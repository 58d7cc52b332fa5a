"""Takes out of a question what could tell who asked or of whom: kept is only what the content's own words say."""

import re

from bot.content.model import Knowledge
from bot.understanding.interpreter import Interpreter
from bot.understanding.mentions import Mention
from bot.understanding.names import given_names
from bot.understanding.text import Word, clean, words

LONGEST_TEXT = 200
"""Letters of a question that are kept."""
NAME, LEFT_OUT = "[Name]", "[…]"
"""What stands in place of a person's name, and of anything else."""
_PATTERNS = (
    re.compile(r"\S+@\S+"),  # e-mail addresses
    re.compile(r"(?:https?://|www\.|t\.me/)\S+", re.IGNORECASE),
    re.compile(r"\b[\w-]+(?:\.[\w-]+)*\.[a-z]{2,}(?:/\S*)?\b", re.IGNORECASE),  # links without a beginning
    re.compile(r"(?<!\w)@\w+"),
    re.compile(r"\+?\d(?:[\s()/.–-]{0,2}\d){5,}"),  # telephone numbers, however they are parted
    re.compile(r"\w*\d{5,}\w*"),
)
_INTRODUCTION = re.compile(
    r"\b(?:ich hei(?:ß|ss)e|(?:mein )?name ist|ich bin|hier ist|my name is|i am|i['’]m|this is)\s+(\w+(?:\s+\w+)?)",
    re.IGNORECASE,
)
_ARTICLES = frozenset(
    (
        *("der", "die", "das", "den", "dem", "des", "ein", "eine", "einen", "einem", "einer", "kein", "keine"),
        *("im", "am", "zum", "zur", "beim", "vom", "the", "a", "an"),
    )
)
"""After these a capitalised word is an ordinary noun rather than somebody's name."""


class Scrubber:
    """Knows which words are the content's own."""

    def __init__(self, knowledge: Knowledge, interpreter: Interpreter) -> None:
        self._interpreter = interpreter
        examples = (text for intent in knowledge.intents.values() for text in intent.examples.all)
        self._known = frozenset(word.folded for text in examples for word in words(text))
        self._given = given_names()

    def scrub(self, text: str) -> str:
        """The question without addresses, links, numbers of more than four digits, names and unknown words."""
        plain = clean(text)
        for pattern in _PATTERNS:
            plain = pattern.sub(LEFT_OUT, plain)
        plain = _INTRODUCTION.sub(lambda hit: hit.group().replace(hit.group(1), NAME), plain)
        return _cut(self._without_names(plain))

    def _without_names(self, text: str) -> str:
        found, mentions = words(text), self._interpreter.finder.find(text)
        strange = {word.start for word in found if self._is_strange(word, mentions)}
        spans = [(one.start, one.end, NAME) for one in mentions if one.kind == "person"]
        for before, word in zip([None, *found], found, strict=False):
            if word.folded in self._given or (before and before.folded in self._given and word.start in strange):
                spans.append((word.start, word.end, NAME))
            elif word.start in strange and not (before and before.folded in _ARTICLES and word.text[:1].isupper()):
                spans.append((word.start, word.end, LEFT_OUT))
        return _replaced(text, spans)

    def _is_strange(self, word: Word, mentions: list[Mention]) -> bool:
        named = any(one.start <= word.start < one.end for one in mentions)
        return not named and word.folded not in self._known and self._is_unexplained(word)

    def _is_unexplained(self, word: Word) -> bool:
        # Short words explain themselves there, but Li and Ott are names.
        return word.text[:1].isupper() or bool(self._interpreter.vocabulary.unexplained([word], []))


def _replaced(text: str, spans: list[tuple[int, int, str]]) -> str:
    pieces, end = [], 0
    for start, stop, stand_in in sorted(spans):
        if start >= end:
            pieces += [text[end:start], stand_in]
        end = max(end, stop)
    return "".join([*pieces, text[end:]])


def _cut(text: str) -> str:
    whole = " ".join(text.split())
    return whole if len(whole) <= LONGEST_TEXT else whole[:LONGEST_TEXT].rsplit(" ", 1)[0]
