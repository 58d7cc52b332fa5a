"""Facts by what they answer and whom they are about, so that a question need not look at all of them."""

from collections import defaultdict
from collections.abc import Collection, Hashable, Iterable, Mapping
from itertools import chain
from typing import TypeVar

from bot.content.model import Fact, Knowledge

_Key = TypeVar("_Key", bound=Hashable)


class FactIndex:
    """Finds facts, always in the order of the content."""

    def __init__(self, knowledge: Knowledge) -> None:
        facts = tuple(knowledge.facts().values())
        self._places = {fact.id: place for place, fact in enumerate(facts)}
        self._answering = _grouped((intent, fact) for fact in facts for intent in fact.answers)
        self._of_topic = _grouped(((intent, fact.topic), fact) for fact in facts for intent in fact.answers)
        self._of_person = _grouped((person, fact) for fact in facts for person in fact.about.person)
        self._about_persons = frozenset(intent for fact in facts if fact.about.person for intent in fact.answers)

    def answering(self, intent: str) -> tuple[Fact, ...]:
        """The facts that answer an intent."""
        return self._answering.get(intent, ())

    def answering_of(self, intent: str, topics: Collection[str]) -> tuple[Fact, ...]:
        """The facts of some topics that answer an intent."""
        found = chain.from_iterable(self._of_topic.get((intent, topic), ()) for topic in topics)
        return tuple(sorted(found, key=lambda fact: self._places[fact.id]))

    def of_persons(self, persons: Collection[str]) -> tuple[Fact, ...]:
        """The facts about any of some persons."""
        found = {fact.id: fact for person in persons for fact in self._of_person.get(person, ())}
        return tuple(sorted(found.values(), key=lambda fact: self._places[fact.id]))

    def is_of_persons(self, intent: str) -> bool:
        """Whether a fact about a person answers the intent."""
        return intent in self._about_persons


def _grouped(pairs: Iterable[tuple[_Key, Fact]]) -> Mapping[_Key, tuple[Fact, ...]]:
    groups: defaultdict[_Key, dict[str, Fact]] = defaultdict(dict)
    for key, fact in pairs:
        groups[key][fact.id] = fact
    return {key: tuple(found.values()) for key, found in groups.items()}
