"""Finds what a question names, typo-tolerantly for the names the knowledge has."""

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace

from rapidfuzz import process
from rapidfuzz.distance import OSA

from bot.content.model import Knowledge
from bot.understanding.mentions import UNKNOWN_PERSON, Mention, MentionKind, mask
from bot.understanding.names import Name, gazetteer_names, given_names, non_names, own_names
from bot.understanding.text import Word, fold, words
from bot.understanding.vocabulary import folded_list

LONG_SIZES, SHORT_SIZES = (7, 6, 5, 4, 3), (2, 1)
"""Words of a name, longest first: a misspelt long name (UN Gobal Compact) goes before the short one inside it (UN)."""
EDITS_BY_LENGTH = ((16, 3), (8, 2), (4, 1))
"""A name of at least so many letters may be misspelt by so many edits; shorter names must be exact."""
SHORTEST_PREFIX = 6
PREFIX_SHARE = 0.5
"""The beginning of a name counts when it has this many letters and this share of the name."""
ORDINARY_FROM = 4
"""A word that the examples use so often is an ordinary word, not a misspelt name."""

_PLACE_PREPOSITIONS = frozenset(
    fold(word) for word in ("in", "aus", "nach", "from", "bei", "für", "von", "of", "city", "stadt")
)
_TITLES = frozenset(fold(word) for word in ("Herr", "Herrn", "Frau", "Mr", "Mrs", "Ms", "Miss"))
_SKIPPED = _TITLES | frozenset(("dr", "prof", "dem", "den", "the"))
_YEAR = re.compile(r"(?:19|20)\d\d")
_POSSESSIVE = re.compile(r"['’]s?$")

_LookUp = Callable[[Sequence[Word], int, int], Name | None]


class EntityFinder:
    """Finds mentions in a text: longest exact names first, then misspelt own names, then unknown persons and years."""

    def __init__(self, knowledge: Knowledge) -> None:
        self._exact: dict[tuple[str, ...], Name] = {}
        for name in (*own_names(knowledge), *gazetteer_names()):
            self._exact.setdefault(name.words, name)
        self._own = {" ".join(name.words): name for name in self._exact.values() if name.own}
        self._spellings: defaultdict[tuple[str, int], list[str]] = defaultdict(list)
        for spelling, name in self._own.items():
            self._spellings[spelling[0], len(name.words)].append(spelling)
        self._non_names = non_names(knowledge.topics.values())
        self._ordinary = _ordinary_words(knowledge)
        self._topics = {key: topic.in_sentence or topic.name.de for key, topic in knowledge.topics.items()}
        self._entities = {key: entity.name.de for key, entity in knowledge.entities.items()}
        self._somebody_else = folded_list(knowledge.words.somebody_else)
        self._given = given_names()
        self._people = _given_names_of(knowledge)

    def find(self, text: str) -> list[Mention]:
        """All mentions in the order of the text, without overlaps."""
        found = words(text)
        free = [True] * len(found)
        mentions = [
            *self._search(text, found, free, self._known, LONG_SIZES),
            *self._search(text, found, free, self._misspelt, LONG_SIZES),
            *self._search(text, found, free, self._known, SHORT_SIZES),
            *self._search(text, found, free, self._misspelt, SHORT_SIZES),
            *_figures(found, free),
        ]
        mentions = [self._same_person(mention, found) for mention in mentions]
        mentions = [self._as_asked_for(mention, found) for mention in mentions]
        mentions += self._strangers(found, free)
        return sorted(mentions, key=lambda mention: mention.start)

    def mask(self, text: str, mentions: Sequence[Mention]) -> str:
        """The text with its names replaced by stand-ins, as the ranker sees it."""
        return mask(text, mentions, self._topics)

    def stand_in(self, subject: str) -> str:
        """The one name under which the ranker sees a topic or an entity."""
        return self._topics.get(subject) or self._entities[subject]

    def _search(
        self, text: str, found: Sequence[Word], free: list[bool], look_up: _LookUp, sizes: Sequence[int]
    ) -> Iterator[Mention]:
        for size in sizes:
            for start in range(len(found) - size + 1):
                window = found[start : start + size]
                if all(free[start : start + size]) and (name := look_up(found, start, size)):
                    free[start : start + size] = [False] * size
                    begin, end = window[0].start, window[-1].end
                    yield Mention(name.kind, name.id, text[begin:end], begin, end, hint=name.hint, stays=name.stays)

    def _known(self, found: Sequence[Word], start: int, size: int) -> Name | None:
        window = tuple(word.folded for word in found[start : start + size])
        for last in _endings(window[-1]):
            name = self._exact.get((*window[:-1], last))
            if name and (not name.lookalike or _used_as_a_place(found, start)):
                return name
        return None

    def _misspelt(self, found: Sequence[Word], start: int, size: int) -> Name | None:
        """The own name that the words misspell or begin; never across a word that only looks like it."""
        spelling = " ".join(_endings(word.folded)[0] for word in found[start : start + size])
        if spelling in self._non_names or spelling in self._ordinary:
            return None
        for length, edits in EDITS_BY_LENGTH:
            if len(spelling) >= length:
                choices = self._spellings[spelling[0], size]
                hit = process.extractOne(spelling, choices, scorer=OSA.distance, score_cutoff=edits)
                return self._own[hit[0]] if hit and _allowed_edits(hit[0]) >= hit[1] else self._begun(spelling, size)
        return None

    def _begun(self, spelling: str, size: int) -> Name | None:
        if len(spelling) < SHORTEST_PREFIX or size > 1:
            return None
        longer = [name for name in self._spellings[spelling[0], 1] if name.startswith(spelling)]
        best = min(longer, key=len, default="")
        return self._own[best] if best and len(spelling) >= PREFIX_SHARE * len(best) else None

    def _same_person(self, mention: Mention, found: Sequence[Word]) -> Mention:
        """Thomas Müller is not Michael Müller: another given name before the surname makes a stranger."""
        if mention.kind != "person" or mention.id not in self._people:
            return mention
        before = [word for word in found if word.end <= mention.start]
        if not before or before[-1].folded not in self._given or before[-1].folded in self._people[mention.id]:
            return mention
        return Mention("person", UNKNOWN_PERSON, f"{before[-1].text} {mention.text}", before[-1].start, mention.end)

    def _as_asked_for(self, mention: Mention, found: Sequence[Word]) -> Mention:
        """The mention, marked when a person is named only to ask for somebody else."""
        if mention.kind != "person":
            return mention
        before = [word.folded for word in found if word.end <= mention.start and word.folded not in _SKIPPED]
        return replace(mention, else_wanted=bool(before) and before[-1] in self._somebody_else)

    def _strangers(self, found: Sequence[Word], free: list[bool]) -> Iterator[Mention]:
        """A given name or a title followed by a capitalised word that is no known name."""
        for index in range(len(found) - 1):
            first, second = found[index : index + 2]
            named = (first.folded in self._given or first.folded in _TITLES) and first.text[:1].isupper()
            if named and free[index] and free[index + 1] and second.text[:1].isupper():
                free[index : index + 2] = [False, False]
                yield Mention("person", UNKNOWN_PERSON, f"{first.text} {second.text}", first.start, second.end)


def _ordinary_words(knowledge: Knowledge) -> frozenset[str]:
    examples = (
        example for intent in knowledge.intents.values() for example in (*intent.examples.de, *intent.examples.en)
    )
    counts = Counter(_endings(word.folded)[0] for example in examples for word in words(example))
    return frozenset(word for word, count in counts.items() if count >= ORDINARY_FROM)


def _given_names_of(knowledge: Knowledge) -> Mapping[str, frozenset[str]]:
    people = ((key, entity) for key, entity in knowledge.entities.items() if entity.kind == "person")
    return {key: frozenset(fold(name) for name in entity.given_names) for key, entity in people}


def _endings(word: str) -> tuple[str, ...]:
    """A word without its genitive: Berlins, Berlin's, UCLG’s."""
    bare = _POSSESSIVE.sub("", word)
    return tuple(dict.fromkeys((bare, word, bare[:-1] if bare.endswith("s") and len(bare) > 3 else bare)))


def _used_as_a_place(found: Sequence[Word], start: int) -> bool:
    """Essen and Wetter are places only after a preposition of place; German writes every noun with a capital."""
    return start > 0 and found[start - 1].folded in _PLACE_PREPOSITIONS and found[start].text[:1].isupper()


def _allowed_edits(name: str) -> int:
    return next((edits for length, edits in EDITS_BY_LENGTH if len(name) >= length), 0)


def _figures(found: Sequence[Word], free: list[bool]) -> Iterator[Mention]:
    for index, word in enumerate(found):
        if free[index] and word.text.isdecimal() and len(word.text) <= 9:
            free[index] = False
            kind: MentionKind = "year" if _YEAR.fullmatch(word.text) else "number"
            yield Mention(kind, word.text, word.text, word.start, word.end)
