"""Finds what a question names, typo-tolerantly for the names the knowledge has."""

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache

from rapidfuzz import process
from rapidfuzz.distance import OSA

from bot.content.model import Knowledge
from bot.understanding.dates import figures
from bot.understanding.lexicon import Lexicon
from bot.understanding.memo import MOST, Memo
from bot.understanding.mentions import Mention, mask
from bot.understanding.names import Name, gazetteer_names, non_names, own_names
from bot.understanding.near_words import LikeLetters
from bot.understanding.persons import Persons
from bot.understanding.stand_ins import stand_ins
from bot.understanding.text import Word, fold, words, written_words

LONG_SIZES, SHORT_SIZES = (7, 6, 5, 4, 3), (2, 1)
"""Words of a name, longest first: a misspelt long name (UN Gobal Compact) goes before the short one inside it (UN)."""
EDITS_BY_LENGTH = ((16, 3), (8, 2), (4, 1))
"""A name of at least so many letters may be misspelt by so many edits; shorter names must be exact."""
SHORTEST_PREFIX = 6
PREFIX_SHARE = 0.5
"""The beginning of a name counts when it has this many letters and this share of the name."""
ORDINARY_FROM = 4
"""A word that the examples use so often is an ordinary word, not a misspelt name."""
LONG_WORD = 9
"""So long a word is a misspelt name all the same: the examples misspell Metropolis more than once."""

_POSSESSIVE = re.compile(r"['’]\w{0,4}$")

_LookUp = Callable[[Sequence[Word], int, int], Name | None]


class EntityFinder:
    """Finds mentions in a text: longest exact names first, then misspelt own names, then unknown persons and years."""

    def __init__(self, knowledge: Knowledge, lexicon: Lexicon) -> None:
        self._exact: dict[tuple[str, ...], Name] = {}
        for name in (*own_names(knowledge), *gazetteer_names()):
            self._exact.setdefault(name.words, name)
        self._own = {" ".join(name.words): name for name in self._exact.values() if name.own}
        self._spellings = _by_beginning(self._own)
        self._like = {beginning: LikeLetters(names) for beginning, names in self._spellings.items()}
        self._places = _by_beginning(
            {" ".join(name.words): name for name in self._exact.values() if _is_plain_place(name)}
        )
        self._non_names = non_names(knowledge)
        self._ordinary = _ordinary_words(knowledge)
        self._stand_ins = stand_ins(knowledge, self._exact)
        self._before_places = lexicon.words("place_prepositions", "check_openers")
        self._persons = Persons(knowledge, lexicon)
        self._sizes = _sizes_by_first_word(self._exact)
        self._non_name_sizes = _sizes_by_first_word(name.split(" ") for name in self._non_names)
        self._near_own = Memo(self._find_near_own)
        self._near_place = Memo(self._find_near_place)

    def find(self, text: str) -> list[Mention]:
        """All mentions in the order of the text, without overlaps."""
        found = words(text)
        free = self._free(found)
        mentions = [
            *self._search(text, found, free, self._known, self._long_sizes(found)),
            *self._search(text, found, free, self._misspelt, self._long_misspelt_sizes(found)),
            *self._search(text, found, free, self._known, SHORT_SIZES),
            *self._search(text, found, free, self._misspelt, SHORT_SIZES),
            *figures(text, found, free),
        ]
        judged = [self._persons.judge(mention, found) for mention in mentions]
        return sorted((*judged, *self._persons.strangers(found, free)), key=lambda mention: mention.start)

    def _long_sizes(self, found: Sequence[Word]) -> list[int]:
        """How many words long names may have that begin with a word of the text, the longest first."""
        sizes = {size for word in found for size in self._sizes.get(word.folded, ())}
        return [size for size in LONG_SIZES if size in sizes]

    def _long_misspelt_sizes(self, found: Sequence[Word]) -> list[int]:
        """The same for names that begin with the letter of a word, as misspelt ones do."""
        letters = {word.folded[0] for word in found}
        return [size for size in LONG_SIZES if any((letter, size) in self._spellings for letter in letters)]

    def _free(self, found: Sequence[Word]) -> list[bool]:
        """Which words may be names: not those of a phrase such as "a multicultural metropolis"."""
        free = [True] * len(found)
        for start, word in enumerate(found):
            for size in self._non_name_sizes.get(word.folded, ()):
                if " ".join(word.folded for word in found[start : start + size]) in self._non_names:
                    free[start : start + size] = [False] * size
        return free

    def mask(self, text: str, mentions: Sequence[Mention]) -> str:
        """The text with its names replaced by stand-ins, as the ranker sees it."""
        return mask(text, mentions, self._stand_ins)

    def stand_in(self, subject: str) -> str:
        """The one name under which the ranker sees a topic or an entity."""
        return self._stand_ins[subject]

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
        if size > 1 and size not in self._sizes.get(found[start].folded, ()):
            return None
        window = tuple(word.folded for word in found[start : start + size])
        for last in _endings(window[-1]):
            name = self._exact.get((*window[:-1], last))
            if name and (not name.lookalike or self._is_used_as_a_place(found, start)):
                return name
        return None

    def _misspelt(self, found: Sequence[Word], start: int, size: int) -> Name | None:
        """The own name that the words misspell or begin; never across a word that only looks like it."""
        if size > 1 and (found[start].folded[0], size) not in self._spellings:
            return None
        spelling = " ".join(_endings(word.folded)[0] for word in found[start : start + size])
        if self._is_no_name(spelling):
            return None
        return self._near_own((spelling, size)) or (self._misspelt_place(found[start]) if size == 1 else None)

    def _is_no_name(self, spelling: str) -> bool:
        return spelling in self._non_names or (spelling in self._ordinary and len(spelling) < LONG_WORD)

    def _find_near_own(self, spelled: tuple[str, int]) -> Name | None:
        """The own name of so many words that a spelling misspells or begins."""
        spelling, size = spelled
        like, allowed = self._like.get((spelling[0], size)), _allowed_edits(spelling)
        choices = list(like.within(spelling, allowed)) if like else []
        near = process.extract(spelling, choices, scorer=OSA.distance, score_cutoff=allowed)
        best = next((name for name, edits, _ in near if edits <= _allowed_edits(name)), None)
        return self._own[best] if best else self._begun(spelling, size)

    def _misspelt_place(self, word: Word) -> Name | None:
        """A city the world over, one letter off: Hamburgg, Parris; only of a capitalised word."""
        if not word.text[:1].isupper() or len(word.folded) < SHORTEST_PREFIX:
            return None
        return None if self._persons.is_given_name(word.folded) else self._near_place(word.folded)

    def _find_near_place(self, folded: str) -> Name | None:
        choices = self._places.get((folded[0], 1), ())
        hit = process.extractOne(folded, choices, scorer=OSA.distance, score_cutoff=1)
        return self._exact[(hit[0],)] if hit else None

    def _begun(self, spelling: str, size: int) -> Name | None:
        if len(spelling) < SHORTEST_PREFIX or size > 1:
            return None
        longer = [name for name in self._spellings.get((spelling[0], 1), ()) if name.startswith(spelling)]
        best = min(longer, key=len, default="")
        return self._own[best] if best and len(spelling) >= PREFIX_SHARE * len(best) else None

    def _is_used_as_a_place(self, found: Sequence[Word], start: int) -> bool:
        """Essen is a place only in "aus Essen" and "ist Essen …", since German writes every noun with a capital."""
        return start > 0 and found[start - 1].folded in self._before_places and found[start].text[:1].isupper()


def _is_plain_place(name: Name) -> bool:
    return not name.own and not name.lookalike and len(name.words) == 1 and len(name.words[0]) >= SHORTEST_PREFIX - 1


def _by_beginning(names: Mapping[str, Name]) -> Mapping[tuple[str, int], list[str]]:
    """Spellings by first letter and number of words: a misspelt name has both right."""
    groups: defaultdict[tuple[str, int], list[str]] = defaultdict(list)
    for spelling, name in names.items():
        groups[spelling[0], len(name.words)].append(spelling)
    return dict(groups)


def _sizes_by_first_word(names: Iterable[Sequence[str]]) -> Mapping[str, frozenset[int]]:
    """For the first word of each name of several words, how many words the names that begin with it have."""
    sizes: defaultdict[str, set[int]] = defaultdict(set)
    for name in names:
        if len(name) > 1:
            sizes[name[0]].add(len(name))
    return {first: frozenset(found) for first, found in sizes.items()}


def _ordinary_words(knowledge: Knowledge) -> frozenset[str]:
    examples = (example for intent in knowledge.intents.values() for example in intent.examples.all)
    counts: Counter[str] = Counter()
    for word, count in Counter(written_words(examples)).items():
        counts[_endings(fold(word))[0]] += count
    return frozenset(word for word, count in counts.items() if count >= ORDINARY_FROM)


@lru_cache(MOST)
def _endings(word: str) -> tuple[str, ...]:
    """A word without its ending: Berlins, Berlin's, UCLG’s, Berlin'in."""
    bare = _POSSESSIVE.sub("", word)
    return tuple(dict.fromkeys((bare, word, bare[:-1] if bare.endswith("s") and len(bare) > 3 else bare)))


def _allowed_edits(name: str) -> int:
    return next((edits for length, edits in EDITS_BY_LENGTH if len(name) >= length), 0)
