"""Data of the wrong shape, in words that help a person who writes content."""

from collections.abc import Iterable, Iterator, Mapping
from types import NoneType, UnionType
from typing import Any, TypeVar, Union, get_args, get_origin

from pydantic import TypeAdapter, ValidationError

from bot.content.fields import FILLED, FROM_FILE, Model
from bot.content.hints import did_you_mean
from bot.content.yaml_file import Key, YamlFile
from bot.errors import ContentError, Problem

_T = TypeVar("_T")

_WANTED: Mapping[str, str] = {
    "model_type": "a mapping (key: value) belongs here",
    "dict_type": "a mapping (key: value) belongs here",
    "mapping_type": "a mapping (key: value) belongs here",
    "tuple_type": "a list belongs here",
    "string_type": "text belongs here",
    "bool_type": "yes or no belongs here",
}


def shaped(file: YamlFile, shape: type[_T]) -> _T:
    """The file as a value of the given shape; raises ContentError with every place that does not fit."""
    try:
        return TypeAdapter(shape).validate_python(file.data, context=FROM_FILE)
    except ValidationError as error:
        faults = error.errors(include_url=False)
        raise ContentError([_problem(file, shape, fault["loc"], fault) for fault in faults]) from error


def _problem(file: YamlFile, shape: Any, loc: Key, fault: Mapping[str, Any]) -> Problem:
    path = loc[:-1] if loc and loc[-1] == "[key]" else loc
    nameless = "this entry" if path else "the file"
    name = next((str(step) for step in reversed(path) if isinstance(step, str)), nameless)
    if fault["type"] == "missing":
        return Problem(file.where_key(path[:-1]), f"“{name}” is missing.", f"Add {name}: … here.")
    if fault["type"] == "extra_forbidden":
        hint = did_you_mean(name, _unused(shape, path[:-1], file), "Take it out.")
        return Problem(file.where_key(path), f"“{name}” is not a key that belongs here.", hint)
    if fault["type"] == "literal_error":
        return _none_of(file, path, fault["input"], fault["ctx"]["expected"])
    where = file.where_key(path) if path != loc else file.where(path)
    return Problem(where, f"“{name}”: {_fault_words(fault)}.")


def _none_of(file: YamlFile, path: Key, found: Any, expected: str) -> Problem:
    known = [word.strip(" '") for word in expected.replace(" or ", ",").split(",")]
    where = file.where_key(path) if path in file.key_marks and found == path[-1] else file.where(path)
    return Problem(where, f"“{found}” is none of {', '.join(known)}.", did_you_mean(str(found), known, "Choose one."))


def _fault_words(fault: Mapping[str, Any]) -> str:
    kind, message = fault["type"], str(fault["msg"])
    if kind in _WANTED:
        return f"{_WANTED[kind]}, not {_kind_of(fault['input'])}"
    if kind == "too_short":
        return "at least one entry is needed"
    if kind == "bool_parsing":
        return "yes or no belongs here"
    return message.removeprefix("Value error, ")


def _kind_of(value: Any) -> str:
    if isinstance(value, dict):
        return "a mapping"
    return "a list" if isinstance(value, list | tuple) else "text"


def _unused(shape: Any, path: Key, file: YamlFile) -> list[str]:
    """The keys that may stand at a place and do not stand there yet."""
    data = file.data
    for step in path:
        shape, data = _below(_plain(shape), step), data[step]
    return [key for key in _keys(_plain(shape)) if key not in data]


def _below(shape: Any, step: str | int) -> Any:
    if isinstance(shape, type) and issubclass(shape, Model):
        fields = shape.model_fields.items()
        return next((field.annotation for name, field in fields if step in (name, field.alias)), None)
    arguments = [argument for argument in get_args(shape) if argument is not Ellipsis]
    return arguments[-1] if arguments else None


def _plain(shape: Any) -> Any:
    """The shape without what is said about it: Annotated, and “or None”."""
    if hasattr(shape, "__metadata__"):
        return _plain(shape.__origin__)
    if get_origin(shape) in (Union, UnionType):
        return _plain(next(part for part in get_args(shape) if part is not NoneType))
    return shape


def _keys(shape: Any) -> Iterator[str]:
    fields: Iterable[tuple[str, Any]] = ()
    if isinstance(shape, type) and issubclass(shape, Model):
        fields = shape.model_fields.items()
    yield from (field.alias or name for name, field in fields if FILLED not in field.metadata)
