"""Who is meant by a person's name: the one the knowledge has, a stranger, or somebody else than the one named."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from bot.content.model import Knowledge
from bot.understanding.lexicon import Lexicon
from bot.understanding.mentions import UNKNOWN_PERSON, Mention
from bot.understanding.names import GAZETTEER_PREFIX, given_names
from bot.understanding.text import Word, fold

_BETWEEN = frozenset(("dr", "prof", "dem", "den", "der", "the"))
"""Words that may stand between "nach" and the name in "nach dem Müller"."""

WORDS_TO_ONESELF = 6
"""Words before a place among which "our" or "I" tells that it is the asker's own."""


class Persons:
    """Judges the words around a name."""

    def __init__(self, knowledge: Knowledge, lexicon: Lexicon) -> None:
        people = {key: entity for key, entity in knowledge.entities.items() if entity.kind == "person"}
        self._given_of = {key: _folded(entity.given_names) for key, entity in people.items()}
        self._titles_of = {key: _folded(entity.titles) for key, entity in people.items()}
        self._given = given_names()
        self._titles = lexicon.words("titles")
        self._before_names = self._given | self._titles
        self._skipped = self._titles | _BETWEEN
        self._lexicon = lexicon
        self._before_places = lexicon.words("place_prepositions")
        self._oneself = lexicon.words("oneself")

    def judge(self, mention: Mention, found: Sequence[Word]) -> Mention:
        """The mention as it is meant: of a stranger with the same name, or of another one than is named."""
        before = [word for word in found if word.end <= mention.start]
        if mention.kind == "person" and before and self._is_of_a_stranger(before[-1].folded, mention.id):
            name = f"{before[-1].text} {mention.text}"
            return Mention("person", UNKNOWN_PERSON, name, before[-1].start, mention.end)
        if mention.kind == "place" and self._is_where_the_asker_is(mention, before):
            return replace(mention, else_wanted=True)
        near = " ".join(word.folded for word in before if word.folded not in self._skipped)
        excluding = ("besides", "somebody_else") if mention.kind == "person" else ("besides",)
        is_excluded = any(self._lexicon.ends(name, near) for name in excluding)
        return replace(
            mention, else_wanted=is_excluded or (mention.kind == "person" and self._asks_who_came_next(found))
        )

    def _asks_who_came_next(self, found: Sequence[Word]) -> bool:
        return self._lexicon.has("succession", " ".join(word.text for word in found))

    def _is_where_the_asker_is(self, mention: Mention, before: Sequence[Word]) -> bool:
        """Whether a foreign place is only where somebody writes from: "our twinning committee in Leeds"."""
        near = [word.folded for word in before[-WORDS_TO_ONESELF:]]
        is_foreign = mention.id.startswith(GAZETTEER_PREFIX)
        return is_foreign and bool(near) and near[-1] in self._before_places and bool(self._oneself & set(near[:-1]))

    def is_given_name(self, folded: str) -> bool:
        return folded in self._given

    def strangers(self, found: Sequence[Word], free: list[bool]) -> Iterator[Mention]:
        """A given name or a title before a capitalised word that is no known name."""
        for index in range(len(found) - 1):
            first, second = found[index : index + 2]
            named = first.folded in self._before_names and first.text[:1].isupper()
            if named and free[index] and free[index + 1] and second.text[:1].isupper():
                free[index : index + 2] = [False, False]
                yield Mention("person", UNKNOWN_PERSON, f"{first.text} {second.text}", first.start, second.end)

    def _is_of_a_stranger(self, before: str, person: str) -> bool:
        """Thomas Müller is not Michael Müller, and Frau Müller is not Herr Müller."""
        other_given = before in self._given and before not in self._given_of.get(person, frozenset((before,)))
        titles = self._titles_of.get(person)
        return other_given or (before in self._titles and bool(titles) and before not in (titles or ()))


def _folded(names: Sequence[str]) -> frozenset[str]:
    return frozenset(fold(name) for name in names)
