"""Checks that German and English say the same: numbers, links and names."""

import re
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence

from bot.content.evidence import numbers
from bot.content.links import LINK, links
from bot.content.model import Entity, Fact, Language, Topic
from bot.content.parts import Parts, Place
from bot.errors import Problem

_SIDES: tuple[tuple[Language, Language, str, str], ...] = (
    ("de", "en", "German", "English"),
    ("en", "de", "English", "German"),
)
_BEGINNING = 3
"""Letters of a name by which it is looked for in a text: few names share them."""
_WORD_STARTS = re.compile(r"(?<!\w)")
_MEND = "Make both texts say the same."


def check_same_values(place: Place, fact: Fact) -> Iterator[Problem]:
    """Each number and link of one text must stand in the other."""
    for here, there, name, other in _SIDES:
        known = _values(fact.in_language(there))
        for value, kind in _values(fact.in_language(here)).items():
            if value not in known:
                what = f"the {kind} {value} stands in the {name} text, but not in the {other} one."
                yield (place / here).problem(what, _MEND)


def check_same_names(parts: Parts) -> Iterator[Problem]:
    """Each proper name of a topic or an entity in one text should stand in the other, under any of its names."""
    named: list[Topic | Entity] = [topic for topic in parts.topics.values() if topic.aliases]
    named += (parts.entities or {}).values()
    beginnings = _by_beginning(named)
    for place, _, topic in parts.topic_places():
        for key, fact in topic.facts.items():
            for number in sorted(_perhaps_named(fact, beginnings)):
                yield from _check_name(place / "facts" / key, fact, named[number])


def _by_beginning(named: Sequence[Topic | Entity]) -> Mapping[str, Collection[int]]:
    """Which names begin so, as their places in the list."""
    found: defaultdict[str, set[int]] = defaultdict(set)
    for number, one in enumerate(named):
        for language, *_ in _SIDES:
            found[_own_name(one, language)[:_BEGINNING]].add(number)
    return found


def _perhaps_named(fact: Fact, beginnings: Mapping[str, Collection[int]]) -> set[int]:
    """The names of which the beginning stands at the start of a word."""
    starts = ((text, hit.start()) for text in (fact.de, fact.en) for hit in _WORD_STARTS.finditer(text))
    heads = {text[start : start + letters] for text, start in starts for letters in range(1, _BEGINNING + 1)}
    return {number for head in heads for number in beginnings.get(head, ())}


def _check_name(place: Place, fact: Fact, named: Topic | Entity) -> Iterator[Problem]:
    for here, there, name, other in _SIDES:
        own = _own_name(named, here)
        anyhow = (own, named.name.de, named.name.en, *named.aliases)
        if _has(fact.in_language(here), own) and not any(_has(fact.in_language(there), one) for one in anyhow):
            what = f"the name “{own}” stands in the {name} text, but not in the {other} one."
            yield (place / there).warning(what, _MEND)


def _own_name(named: Topic | Entity, language: Language) -> str:
    """The name as sentences use it; that of a topic may be a description of it."""
    in_sentence = named.in_sentence if isinstance(named, Topic) else None
    return in_sentence or named.name.in_language(language)


def _values(text: str) -> Mapping[str, str]:
    """Numbers and links of a text, each with its kind; the digits of a link are no numbers."""
    return {
        **dict.fromkeys(numbers(LINK.sub(" ", text)), "number"),
        **dict.fromkeys(links(text), "link"),
    }


def _has(text: str, name: str) -> bool:
    """Whether the name begins a word there; an ending may follow (Berlins)."""
    return name in text and re.search(rf"(?<!\w){re.escape(name)}", text) is not None
