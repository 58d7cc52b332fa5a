"""One YAML file as plain text values, with the place of every key and value.

Every scalar stays text: PyYAML's own resolver would read `0231` as 153 and `no` as False.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from bot.content.scalars import look_alikes, misread
from bot.content.text_file import read_text
from bot.content.yaml_faults import end_of_readable, syntax_problem
from bot.errors import ContentError, Problem

MAX_DEPTH = 12
"""Content nests five levels deep; a parser that follows hundreds would exhaust the stack."""

_LOADER = getattr(yaml, "CBaseLoader", yaml.BaseLoader)

Key = tuple[str | int, ...]
Mark = tuple[int, int]


@dataclass(frozen=True, slots=True)
class YamlFile:
    """The data of a file; for every key path where its value stands, and where its key."""

    name: str
    data: Any
    marks: dict[Key, Mark] = field(repr=False)
    key_marks: dict[Key, Mark] = field(repr=False)
    warnings: tuple[Problem, ...] = ()
    """What this bot reads as it was meant, and other programs do not."""

    def where(self, key: Key = ()) -> str:
        """file:line:column of the value of a key path, or of the nearest path above it."""
        return self._where(key, self.marks)

    def where_key(self, key: Key) -> str:
        """file:line:column of the last key of a path, or of the nearest path above it."""
        return self._where(key, {**self.marks, **self.key_marks})

    def _where(self, key: Key, marks: Mapping[Key, Mark]) -> str:
        while key and key not in marks:
            key = key[:-1]
        line, column = marks.get(key, (1, 1))
        return f"{self.name}:{line}:{column}"

    def problem(self, key: Key, what: str, mend: str = "") -> Problem:
        return Problem(self.where(key), what, mend)


def read_yaml(path: Path, name: str) -> YamlFile:
    """Read a file; raises ContentError for what is no text, not YAML, or more of YAML than content needs."""
    text = read_text(path, name)
    reader = _Reader(name, text)
    try:
        data = reader.document()
    except yaml.MarkedYAMLError as error:
        if end := end_of_readable(error):
            # Such a parser looks ahead and refuses before it tells of anything; what stands before shows the place.
            _Reader(name, text[:end]).document()
        raise ContentError([*reader.problems, syntax_problem(name, text, error)]) from error
    except yaml.YAMLError as error:
        raise ContentError([*reader.problems, Problem(f"{name}:1:1", f"the file cannot be read: {error}.")]) from error
    if reader.problems:
        raise ContentError(reader.problems)
    return YamlFile(name, data, reader.marks, reader.key_marks, tuple(reader.warnings))


class _Reader:
    """Turns the parser's events into values, and notes places and faults on the way."""

    def __init__(self, name: str, text: str) -> None:
        self.name = name
        self.marks: dict[Key, Mark] = {}
        self.key_marks: dict[Key, Mark] = {}
        self.problems: list[Problem] = []
        self.warnings: list[Problem] = []
        self._lines = text.split("\n")
        self._events = yaml.parse(text, Loader=_LOADER)

    def document(self) -> Any:
        """The one value of the file."""
        next(self._events)  # the stream starts
        starts = isinstance(next(self._events), yaml.DocumentStartEvent)
        data = self._value(next(self._events), ()) if starts else ""
        if data == "":
            raise ContentError([Problem(f"{self.name}:1:1", "the file is empty.", "Fill it or delete it.")])
        next(self._events)  # the document ends
        if not isinstance(event := next(self._events), yaml.StreamEndEvent):
            self._fault(event, "a second document begins here (---).", "Make it a file of its own.")
        return data

    def _value(self, event: yaml.Event, key: Key) -> Any:
        self.marks[key] = _mark(event)
        self._refuse_depth(event, key)
        self._refuse_marker(event)
        if isinstance(event, yaml.MappingStartEvent):
            return self._mapping(key)
        if isinstance(event, yaml.SequenceStartEvent):
            return self._sequence(key)
        return self._text(event, key) if isinstance(event, yaml.ScalarEvent) else ""

    def _mapping(self, key: Key) -> dict[str, Any]:
        entries: dict[str, Any] = {}
        while not isinstance(event := next(self._events), yaml.MappingEndEvent):
            name = self._name(event, key)
            if name in entries:
                self._fault(event, f"the key “{name}” stands here twice.", "Keep one of the two.")
            self.key_marks[(*key, name)] = _mark(event)
            entries[name] = self._value(next(self._events), (*key, name))
        return entries

    def _sequence(self, key: Key) -> list[Any]:
        items: list[Any] = []
        while not isinstance(event := next(self._events), yaml.SequenceEndEvent):
            items.append(self._value(event, (*key, len(items))))
        return items

    def _name(self, event: yaml.Event, key: Key) -> str:
        name = self._value(event, (*key, "?"))
        if isinstance(name, str):
            return name
        self._fault(event, "a key must be a word.", "Put text with brackets in double quotes.")
        return "?"

    def _text(self, event: yaml.ScalarEvent, key: Key) -> str:
        """A scalar as it stands; one without quotes ends at # without a word, so that is refused."""
        if not event.style and " " in event.value and self._rest_after(event).lstrip().startswith("#"):
            self._fault(event, "the text ends before the #.", "Put it in double quotes.")
        self._note_misreading(event)
        if "quotes" not in key:  # a quote must be as its document is
            self._refuse_look_alikes(event)
        return str(event.value)

    def _note_misreading(self, event: yaml.ScalarEvent) -> None:
        if not event.style and (meaning := misread(event.value)):
            what = f"other programs read {event.value} without quotes as {meaning}."
            self.warnings.append(Problem(self._place(event), what, "Put it in double quotes.", "warning"))

    def _refuse_look_alikes(self, event: yaml.ScalarEvent) -> None:
        for word, letter, meant in look_alikes(event.value):
            what = f"“{word}” holds {letter}, which only looks like a Latin letter."
            self._fault(event, what, f"Type it anew: “{meant}”.")

    def _rest_after(self, event: yaml.Event) -> str:
        mark = event.end_mark
        return self._lines[mark.line][mark.column :] if mark and mark.line < len(self._lines) else ""

    def _refuse_depth(self, event: yaml.Event, key: Key) -> None:
        if len(key) > MAX_DEPTH:
            what = f"this is nested more than {MAX_DEPTH} levels deep."
            raise ContentError([*self.problems, Problem(self._place(event), what, "Close the brackets before it.")])

    def _refuse_marker(self, event: yaml.Event) -> None:
        """`*name`, `&name` and `!name` are no text: they would vanish, or grow without bound."""
        if sign := _marker(event):
            mend = "Put text in double quotes; write out what was meant."
            self._fault(event, f"YAML does not read {sign} here as text.", mend)

    def _fault(self, event: yaml.Event, what: str, mend: str) -> None:
        self.problems.append(Problem(self._place(event), what, mend))

    def _place(self, event: yaml.Event) -> str:
        return "{}:{}:{}".format(self.name, *_mark(event))


def _mark(event: yaml.Event) -> Mark:
    mark = event.start_mark
    return (mark.line + 1, mark.column + 1) if mark else (1, 1)


def _marker(event: yaml.Event) -> str:
    if isinstance(event, yaml.AliasEvent):
        return "*"
    if getattr(event, "anchor", None):
        return "&"
    return "!" if getattr(event, "tag", None) else ""
