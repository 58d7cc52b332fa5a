"""Checks of names: one name, and one id, must not mean two things."""

from collections.abc import Iterator

from bot.content.model import Entity, Topic
from bot.content.parts import ENTITIES, Parts, Place
from bot.errors import Problem

GROUPS = {"person": "persons", "place": "places", "organisation": "organisations"}
"""The key in entities.yaml under which the entities of a kind stand."""


def check_names(parts: Parts) -> Iterator[Problem]:
    first: dict[str, tuple[str, Place]] = {}
    for place, owner, name in _all_names(parts):
        other, there = first.setdefault(name.casefold(), (owner, place))
        if other != owner:
            yield place.problem(f"“{name}” is also a name of {other} ({there}).", "Take it out of one of them.")


def check_not_names(parts: Parts) -> Iterator[Problem]:
    for place, _, topic in parts.topic_places():
        own = {name.casefold() for _, name in _topic_names(place, topic)}
        for index, name in enumerate(topic.not_names):
            if name.casefold() in own:
                what = f"“{name}” is a name of the topic and, here, none."
                yield (place / "not_names" / index).problem(what, "Take it out of one of the lists.")


def check_entity_ids(parts: Parts) -> Iterator[Problem]:
    for key, entity in (parts.entities or {}).items():
        if key in parts.topics:
            place = parts.place(ENTITIES) / GROUPS[entity.kind] / key
            yield place.key_problem(f"“{key}” is also the id of a topic.", "Give one of them another id.")


def _all_names(parts: Parts) -> Iterator[tuple[Place, str, str]]:
    for file, key, topic in parts.topic_places():
        for place, name in _topic_names(file, topic):
            yield place, f"topic {key}", name
    for key, entity in (parts.entities or {}).items():
        for place, name in _own_names(parts.place(ENTITIES) / GROUPS[entity.kind] / key, entity):
            yield place, f"{entity.kind} {key}", name


def _topic_names(place: Place, topic: Topic) -> Iterator[tuple[Place, str]]:
    yield from _own_names(place, topic)
    for index, keyword in enumerate(topic.keywords):
        yield place / "keywords" / index, keyword


def _own_names(place: Place, named: Topic | Entity) -> Iterator[tuple[Place, str]]:
    yield place / "name" / "de", named.name.de
    yield place / "name" / "en", named.name.en
    for index, alias in enumerate(named.aliases):
        yield place / "aliases" / index, alias
