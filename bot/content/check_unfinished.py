"""Places that a draft leaves to a person."""

from collections.abc import Iterator
from typing import Any

from bot.content.parts import Parts
from bot.content.yaml_file import Key
from bot.errors import Problem

UNFINISHED = "TODO"
"""A text that begins so is a draft, and what follows says what belongs there."""


def is_unfinished(text: str) -> bool:
    return text.startswith(UNFINISHED)


def check_unfinished(parts: Parts) -> Iterator[Problem]:
    """One problem for every place that still begins with TODO."""
    for file in parts.files.values():
        for key, text in _texts(file.data, ()):
            if is_unfinished(text):
                asked = text.removeprefix(UNFINISHED).lstrip(": ")
                what = f"this place is not finished{f' ({asked})' if asked else ''}."
                yield file.problem(key, what, _mend(key))


def _mend(key: Key) -> str:
    if "answers" in key:
        return "Name the kinds of questions (files in intents/facts/) that this fact answers, or delete the fact."
    rest = " or delete the whole fact." if "facts" in key else ""
    return f"Write the text and delete the word {UNFINISHED}{',' if rest else '.'}{rest}"


def _texts(data: Any, key: Key) -> Iterator[tuple[Key, str]]:
    if isinstance(data, str):
        yield key, data
    elif isinstance(data, dict):
        for name, value in data.items():
            yield from _texts(value, (*key, name))
    else:
        for index, value in enumerate(data):
            yield from _texts(value, (*key, index))
