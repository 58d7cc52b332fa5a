"""Which words explain themselves: every content word of a question must be one the content knows."""

from collections.abc import Iterable, Sequence

from bot.content.model import LANGUAGES, Knowledge
from bot.understanding.lexicon import Lexicon
from bot.understanding.memo import Memo
from bot.understanding.mentions import Mention
from bot.understanding.near_words import NearWords
from bot.understanding.text import Word, fold, stem, words, written_words

SHORTEST_CONTENT_WORD = 4
"""Shorter words carry no content of their own (der, the, is)."""
NEAR_ENOUGH = 0.8
"""Similarity from which a word is a misspelt known one."""
_SUBJECT_KINDS = ("fact", "gap", "smalltalk")


class Vocabulary:
    """The words of the subject: of its examples, facts and filler, cut to their stems."""

    def __init__(self, knowledge: Knowledge, lexicon: Lexicon) -> None:
        self._stems = frozenset(stem(fold(word)) for word in set(written_words(_texts(knowledge))))
        self._near = NearWords(sorted(self._stems))
        self._explains = Memo(self._is_explained)
        self._empty = lexicon.words("filler", "references", "question_words", "check_openers")

    def content_words(self, text: str) -> int:
        """How many words say more than question words and filler ("and since when?" has none)."""
        return sum(word.folded not in self._empty and len(word.folded) > 2 for word in words(text))

    def unexplained(self, found: Sequence[Word], mentions: Sequence[Mention]) -> tuple[str, ...]:
        """The content words that stand in no name and resemble no known word."""
        spans = [(mention.start, mention.end) for mention in mentions]
        return tuple(
            word.text
            for word in found
            if not any(start <= word.start < end for start, end in spans) and not self._explains(word.folded)
        )

    def _is_explained(self, folded: str) -> bool:
        if len(folded) < SHORTEST_CONTENT_WORD:
            return True
        known = stem(folded)
        return known in self._stems or self._near.nearest(known, NEAR_ENOUGH) is not None


def _texts(knowledge: Knowledge) -> Iterable[str]:
    for intent in knowledge.intents.values():
        if intent.kind in _SUBJECT_KINDS:
            yield from intent.examples.all
    for fact in knowledge.facts().values():
        yield from (fact.de, fact.en)
    for language in LANGUAGES:
        yield from knowledge.words.filler[language]
