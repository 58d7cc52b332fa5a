"""Questions of the same meaning together, without those that somebody has dealt with."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from hashlib import blake2b

from bot.unanswered.entry import Entry, State
from bot.understanding.features import char_grams
from bot.understanding.text import words

ALIKE = 0.5
"""Share of common character n-grams (Dice's coefficient) from which two questions count as the same."""


@dataclass(frozen=True, slots=True)
class Group:
    """Questions like the first of them."""

    entries: tuple[Entry, ...]

    @property
    def id(self) -> str:
        """Eight letters by which an operator names the group."""
        return blake2b(self.first.text.encode(), digest_size=4).hexdigest()

    @property
    def first(self) -> Entry:
        """The question that the others are like."""
        return self.entries[0]

    @property
    def people(self) -> int:
        """How many people asked, at least: hashes of two periods may be the same person's."""
        of_period: defaultdict[int, set[str]] = defaultdict(set)
        for entry in self.entries:
            of_period[entry.period].add(entry.person)
        return max(len(persons) for persons in of_period.values())

    @property
    def intent(self) -> str:
        """The intent understood most often."""
        return Counter(entry.intent for entry in self.entries).most_common(1)[0][0]

    @property
    def reasons(self) -> Mapping[str, int]:
        """How often each reason."""
        return Counter(entry.reason for entry in self.entries)


def grouped(entries: Iterable[Entry], treated: Mapping[str, State]) -> list[Group]:
    """New groups, those of most people first; what is like a treated question belongs to none.

    Each question joins the first group whose first question it is like, so a treated one takes all of its group along.
    """
    groups: list[list[Entry]] = []
    for entry in entries:
        if any(likeness(entry.text, text) >= ALIKE for text in treated):
            continue
        home = next((group for group in groups if likeness(entry.text, group[0].text) >= ALIKE), None)
        if home is None:
            groups.append([entry])
        else:
            home.append(entry)
    return sorted((Group(tuple(group)) for group in groups), key=lambda group: (-group.people, group.id))


def texts_by_language(group: Group) -> Mapping[str, Sequence[str]]:
    """The different questions of a group."""
    texts: defaultdict[str, dict[str, None]] = defaultdict(dict)
    for entry in group.entries:
        texts[entry.language][entry.text] = None
    return {language: tuple(found) for language, found in sorted(texts.items())}


def likeness(text: str, other: str) -> float:
    """How alike two questions are, from 0 to 1, by the character n-grams that the understanding looks at."""
    grams, others = _grams(text), _grams(other)
    return 2 * len(grams & others) / (len(grams) + len(others)) if grams or others else float(text == other)


@lru_cache(maxsize=50_000)
def _grams(text: str) -> frozenset[str]:
    return frozenset(char_grams(words(text)))
