"""Folders of YAML to one checked Knowledge."""

import hashlib
import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

from bot.content.check_intents import all_examples
from bot.content.check_looks import is_withheld, marked_facts, without_withheld
from bot.content.check_questions import check_questions
from bot.content.check_weak import warnings
from bot.content.checks import check
from bot.content.documents import read_document
from bot.content.fields import ID
from bot.content.files import OWN_FILES, Contacts, Documents, Entities
from bot.content.model import (
    Document,
    Entity,
    Fact,
    Intent,
    Knowledge,
    Localized,
    Topic,
    Words,
)
from bot.content.parts import CONTACTS, DOCUMENTS, ENTITIES, INTENT_FOLDER, PHRASES, TOPIC_FOLDER, WORDS, Parts, Place
from bot.content.shape import shaped
from bot.content.yaml_file import YamlFile, read_yaml
from bot.errors import ContentError, Problem

_T = TypeVar("_T")


@dataclass
class _Folder:
    """A content folder while it is read, with every problem met so far."""

    path: Path
    files: dict[str, YamlFile] = field(default_factory=dict)
    homes: dict[tuple[str, str], str] = field(default_factory=dict)
    broken: set[tuple[str, str]] = field(default_factory=set)
    problems: list[Problem] = field(default_factory=list)
    digest: Any = field(default_factory=hashlib.sha256)

    def parse(self, name: str, shape: type[_T]) -> _T | None:
        """The file as a value of the given shape, or None with the problems noted."""
        try:
            file = read_yaml(self.path / name, name)
            self.files[name] = file
            self.digest.update(os.fsencode(name) + repr(file.data).encode(errors="backslashreplace"))
            return shaped(file, shape)
        except ContentError as error:
            self.problems.extend(error.problems)
            return None

    def parse_each(self, folder: str, shape: type[_T]) -> Iterator[tuple[str, _T]]:
        """Every file of a folder that holds one topic or one intent, by its id."""
        for name in self._names(folder):
            home = (folder, Path(name).stem)
            if self._has_good_name(name, home):
                self.homes[home] = name
                if (value := self.parse(name, shape)) is None:
                    self.broken.add(home)
                else:
                    yield home[1], value

    def _names(self, folder: str) -> Iterator[str]:
        for path in sorted((self.path / folder).rglob("*")):
            name = path.relative_to(self.path).as_posix()
            if not path.name.startswith(".") and path.suffix.lower() in (".yaml", ".yml") and name not in OWN_FILES:
                yield name

    def _has_good_name(self, name: str, home: tuple[str, str]) -> bool:
        where = f"{name}:1:1"
        if not name.endswith(".yaml") or not ID.fullmatch(home[1]):
            what = "the file name must be an id (letters a to z, digits, _ and -) and end in .yaml."
            self.problems.append(Problem(where, what, "Rename the file."))
        elif home in self.homes:
            self.problems.append(Problem(where, f"{self.homes[home]} has the same name.", "Rename one of them."))
        else:
            return True
        return False


def read_parts(folder: Path) -> Parts:
    """What can be read of a content folder, checked or not; raises ContentError where there is no such folder."""
    _refuse_missing_folders(folder)
    return _parts(_Folder(folder))


def load_knowledge(folder: Path) -> Knowledge:
    """Read `knowledge/` and `intents/` below a folder; raises ContentError with every problem found."""
    content, parts, problems = _read(folder)
    if problems:
        raise ContentError(problems)
    return _knowledge(parts, content.digest.hexdigest())


@dataclass(frozen=True, slots=True)
class Review:
    """Errors and warnings of a content folder, and what it holds where nothing is broken.

    `example_places` tells for each example its file:line:column.
    """

    problems: tuple[Problem, ...]
    knowledge: Knowledge | None
    example_places: Mapping[str, str]


def review_content(folder: Path) -> Review:
    """Everything that can be said about a content folder at once, test questions included; raises nothing."""
    try:
        content, parts, errors = _read(folder)
    except ContentError as error:
        return Review(error.problems, None, {})
    problems = (*errors, *warnings(parts), *check_questions(folder, parts))
    knowledge = None if errors else _knowledge(parts, content.digest.hexdigest())
    return Review(problems, knowledge, _places(parts))


def _read(folder: Path) -> tuple[_Folder, Parts, list[Problem]]:
    """The content with its errors; raises ContentError where there is no content at all."""
    _refuse_missing_folders(folder)
    content = _Folder(folder)
    parts = _parts(content)
    return content, parts, [*content.problems, *check(parts)]


def _refuse_missing_folders(folder: Path) -> None:
    missing = [name for name in (TOPIC_FOLDER, INTENT_FOLDER) if not (folder / name).is_dir()]
    if missing:
        what, mend = f"there is no such folder in {folder}.", "Name the folder that holds the content."
        raise ContentError([Problem(f"{name}/", what, mend) for name in missing])


def _parts(content: _Folder) -> Parts:
    documents = _documents(content)
    contacts = content.parse(CONTACTS, Contacts)
    topics = {name: _with_named_facts(topic) for name, topic in content.parse_each(TOPIC_FOLDER, Topic)}
    intents = {
        name: intent.model_copy(update={"id": name}) for name, intent in content.parse_each(INTENT_FOLDER, Intent)
    }
    return Parts(
        files=content.files,
        homes=content.homes,
        topics=topics,
        intents=intents,
        broken=frozenset(content.broken),
        documents=documents,
        contacts=contacts.contacts if contacts else None,
        default_contact=contacts.default if contacts else None,
        entities=_entities(content),
        phrases=content.parse(PHRASES, dict[str, Localized]),
        words=content.parse(WORDS, Words),
    )


def _knowledge(parts: Parts, version: str) -> Knowledge:
    names = ("documents", "contacts", "default_contact", "entities", "intents", "phrases", "words")
    values = {name: getattr(parts, name) for name in names}
    documents = parts.documents or {}
    return Knowledge.model_validate(
        {
            **values,
            "topics": {key: without_withheld(topic, documents) for key, topic in parts.topics.items()},
            "withheld": {fact.id: fact for fact in _facts(parts) if is_withheld(fact, documents)},
            "marked": tuple(str(problem) for problem in marked_facts(parts)),
            "example_places": _example_places(parts),
            "version": version,
        }
    )


def _facts(parts: Parts) -> Iterator[Fact]:
    for topic in parts.topics.values():
        yield from topic.facts.values()


def _documents(content: _Folder) -> dict[str, Document] | None:
    parsed = content.parse(DOCUMENTS, Documents)
    if parsed is None:
        return None
    return {key: _with_text(content, key, document) for key, document in parsed.documents.items()}


def _with_text(content: _Folder, key: str, document: Document) -> Document:
    place = Place(content.files[DOCUMENTS]) / "documents" / key / "file"
    try:
        text = read_document(content.path / TOPIC_FOLDER, document.file, place)
    except ContentError as error:
        content.problems.extend(error.problems)
        return document
    content.digest.update(text.encode())
    return document.model_copy(update={"text": text})


def _with_named_facts(topic: Topic) -> Topic:
    facts: dict[str, Fact] = {
        key: fact.model_copy(update={"id": f"{topic.topic}.{key}", "topic": topic.topic})
        for key, fact in topic.facts.items()
    }
    return topic.model_copy(update={"facts": facts})


def _entities(content: _Folder) -> dict[str, Entity] | None:
    parsed = content.parse(ENTITIES, Entities)
    if parsed is None:
        return None
    entities: dict[str, Entity] = {}
    for kind, group in (("person", parsed.persons), ("place", parsed.places), ("organisation", parsed.organisations)):
        for key, entity in group.items():
            if key in entities:
                where = content.files[ENTITIES].where_key((f"{kind}s", key))
                what = f"“{key}” is also the id of a {entities[key].kind}."
                content.problems.append(Problem(where, what, "Give one of them another id."))
            entities[key] = entity.model_copy(update={"id": key, "kind": kind})
    return entities


def _example_places(parts: Parts) -> dict[str, str]:
    return {example: where.rpartition(":")[0] for example, where in _places(parts).items()}


def _places(parts: Parts) -> dict[str, str]:
    return {example: str(place) for place, _, example in all_examples(parts)}
