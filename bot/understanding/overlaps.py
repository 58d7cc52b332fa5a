"""Examples that work against each other: two that say the same, and those that another intent wins."""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

import numpy as np
from rapidfuzz import fuzz, process
from rapidfuzz.distance import OSA

from bot.content.model import Intent, Knowledge
from bot.understanding.interpreter import Interpreter
from bot.understanding.lexicon import Lexicon
from bot.understanding.text import words

SIMILAR_LETTERS = 85.0
"""Percentage of letters in common from which two examples are compared word by word."""
SAME_WORD = 0.75
"""Similarity from which two words with the same first letter are one word, misspelt."""
_LITTLE_WORDS = ("filler", "place_prepositions", "pronouns")
_CHUNK = 200


@dataclass(frozen=True, slots=True)
class Overlap:
    """Two examples that say the same but for spelling and little words."""

    first: str
    first_intent: str
    second: str
    second_intent: str


@dataclass(frozen=True, slots=True)
class Theft:
    """An example that the trained ranker gives to another intent, and that intent's example most like it.

    `lead` is how much better the winner fits, on the scale of the scores.
    """

    example: str
    intent: str
    winner: str
    lead: float
    rival: str


@dataclass(frozen=True, slots=True)
class _Example:
    """An example with its words, folded and as written."""

    text: str
    intent: str
    folded: list[str]
    written: list[str]


def thefts(interpreter: Interpreter, most: int) -> tuple[list[Theft], int]:
    """The clearest thefts among the examples, as many as asked for, and the number of all.

    The ranker has learnt these very examples: one that it still gives to another intent contradicts the examples there.
    """
    count = sum(len(intent.examples.all) for intent in interpreter.knowledge.intents.values())
    intents = _intent_of_each(interpreter.knowledge)
    found = [hit for hit in interpreter.ranker.misjudged() if hit[0] < count]
    return [_theft(interpreter, intents, *hit) for hit in found[:most]], len(found)


def _theft(interpreter: Interpreter, intents: Sequence[str], index: int, winner: str, lead: float) -> Theft:
    text = interpreter.examples[index]
    masked = interpreter.masked(text)
    rivals = interpreter.knowledge.intents[winner].examples.all
    [(rival, _)] = interpreter.ranker.nearest(masked, [interpreter.masked(other) for other in rivals], 1)
    return Theft(text, intents[index], winner, lead, rivals[rival])


def _intent_of_each(knowledge: Knowledge) -> list[str]:
    """The intents of all examples, in the order in which the ranker learns them."""
    return [intent.id for intent in knowledge.intents.values() for _ in intent.examples.all]


def overlaps(knowledge: Knowledge) -> list[Overlap]:
    """Examples of one language that say the same: those of two intents first, then those of one."""
    little = Lexicon(knowledge.words).words(*_LITTLE_WORDS)
    intents = knowledge.intents.values()
    german = (example for intent in intents for example in _read(intent, intent.examples.de))
    english = (example for intent in intents for example in _read(intent, intent.examples.en))
    found = [*_alike(german, little), *_alike(english, little)]
    return sorted(found, key=lambda overlap: overlap.first_intent == overlap.second_intent)


def _read(intent: Intent, examples: Sequence[str]) -> Iterator[_Example]:
    for text in examples:
        if found := words(text):
            yield _Example(text, intent.id, [word.folded for word in found], [word.text.casefold() for word in found])


def _alike(examples: Iterable[_Example], little: frozenset[str]) -> Iterator[Overlap]:
    by_length = sorted(examples, key=lambda one: len(" ".join(one.folded)))
    for here, there in _similar([" ".join(one.folded) for one in by_length]):
        first, second = by_length[here], by_length[there]
        if _says_the_same(first, second, little):
            yield Overlap(first.text, first.intent, second.text, second.intent)


def _similar(texts: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Pairs that share most letters; the texts come by length, since only those about as long can."""
    lengths = [len(text) for text in texts]
    for start in range(0, len(texts), _CHUNK):
        chunk = texts[start : start + _CHUNK]
        end = bisect_right(lengths, len(chunk[-1]) * (200 - SIMILAR_LETTERS) / SIMILAR_LETTERS)
        scores = process.cdist(chunk, texts[start:end], scorer=fuzz.ratio, score_cutoff=SIMILAR_LETTERS)
        for row, column in zip(*np.nonzero(scores), strict=True):
            if column > row:
                yield start + int(row), start + int(column)


def _says_the_same(first: _Example, second: _Example, little: frozenset[str]) -> bool:
    """Whether only little words differ; between two intents also where other words are only misspelt.

    Within an intent another spelling teaches something, so there the words count as written.
    """
    if first.intent == second.intent:
        return _weighty(first.written, little) == _weighty(second.written, little)
    changes = SequenceMatcher(None, first.folded, second.folded, autojunk=False).get_opcodes()
    return all(
        _are_misspelt(_weighty(first.folded[start:end], little), _weighty(second.folded[there:until], little))
        for kind, start, end, there, until in changes
        if kind != "equal"
    )


def _weighty(found: Iterable[str], little: frozenset[str]) -> list[str]:
    return [word for word in found if word not in little]


def _are_misspelt(first: list[str], second: list[str]) -> bool:
    return len(first) == len(second) and all(_is_misspelt(*pair) for pair in zip(first, second, strict=True))


def _is_misspelt(word: str, other: str) -> bool:
    digits = any(letter.isdigit() for letter in word + other)
    return not digits and word[0] == other[0] and OSA.normalized_similarity(word, other) >= SAME_WORD
