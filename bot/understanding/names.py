"""Names to look for, indexed by their folded words."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from importlib.resources import files

from bot.content.model import Entity, Knowledge, Topic
from bot.understanding.mentions import MentionKind
from bot.understanding.text import words

GAZETTEER_PREFIX = "gazetteer:"

_LOOKALIKE = "~"


@dataclass(frozen=True, slots=True)
class Name:
    """One name of something, as folded words."""

    words: tuple[str, ...]
    kind: MentionKind
    id: str
    hint: bool = False
    """An ordinary word that hints at a topic."""
    stays: bool = False
    """The words stay in the sentence when intents are ranked."""
    lookalike: bool = False
    """Also an ordinary word; counts only where it is written or used like a name."""
    own: bool = True
    """Of the knowledge, not of the gazetteer; own names are found despite typos."""


def own_names(knowledge: Knowledge) -> Iterator[Name]:
    """All names that the knowledge itself gives to topics, persons, places and organisations."""
    for key, topic in knowledge.topics.items():
        names = () if not topic.aliases else (topic.name.de, topic.name.en, *topic.aliases)
        yield from _named(names, "topic", key)
        yield from _named(topic.keywords, "topic", key, hint=True)
    for key, entity in knowledge.entities.items():
        yield from _named((entity.name.de, entity.name.en, *entity.aliases), entity.kind, key, stays=entity.stays)


def _named(names: Iterable[str], kind: MentionKind, key: str, **flags: bool) -> Iterator[Name]:
    for folded in dict.fromkeys(folded_words(name) for name in names):
        if folded:
            yield Name(folded, kind, key, **flags)


def gazetteer_names() -> Iterator[Name]:
    """Cities and countries the world over, so that a foreign one is noticed; see the file for its format."""
    for line in _data_lines("places.txt"):
        kind, german, english, others = line.split("|")
        for name in dict.fromkeys((german, english, *filter(None, others.split(";")))):
            folded = folded_words(name.removeprefix(_LOOKALIKE))
            key = f"{GAZETTEER_PREFIX}{kind}|{german.removeprefix(_LOOKALIKE)}|{english.removeprefix(_LOOKALIKE)}"
            yield Name(folded, "place", key, lookalike=name.startswith(_LOOKALIKE), own=False)


def given_names() -> frozenset[str]:
    """Common given names, folded."""
    return frozenset(_data_lines("given_names.txt"))


def non_names(knowledge: Knowledge) -> frozenset[str]:
    """Folded words that look like a name and are none."""
    named: tuple[Topic | Entity, ...] = (*knowledge.topics.values(), *knowledge.entities.values())
    return frozenset(" ".join(folded_words(name)) for entry in named for name in entry.not_names)


def folded_words(name: str) -> tuple[str, ...]:
    return tuple(word.folded for word in words(name))


def display_name(knowledge: Knowledge, key: str, german: bool) -> str:
    """The name of an entity, topic or gazetteer place as a reply shows it."""
    if key.startswith(GAZETTEER_PREFIX):
        return key.split("|")[1 if german else 2]
    named: Entity | Topic = knowledge.topics.get(key) or knowledge.entities[key]
    return named.name.de if german else named.name.en


def _data_lines(name: str) -> Iterator[str]:
    text = files("bot.understanding").joinpath("data", name).read_text(encoding="utf-8")
    yield from (line for line in text.splitlines() if line and not re.match(r"\s*#", line))
