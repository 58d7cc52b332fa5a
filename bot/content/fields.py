"""The kinds of fields that content is made of, and what may stand in them."""

import re
import unicodedata
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, ValidationInfo, WithJsonSchema
from pydantic_core import PydanticCustomError

ID = re.compile(r"[a-z0-9][a-z0-9_-]*")
_TIME = "[0-9]{4}(-(0[1-9]|1[0-2]))?"
FROM_FILE = "from a file"
"""The validation context of content files, where no one may write what the loader fills in."""


def _as_list(value: Any) -> Any:
    return [value] if isinstance(value, str) else value


def _not_blank(text: str) -> str:
    if not text.strip():
        raise ValueError("the text is empty")
    # Most texts are printable as a whole, which is asked a hundred times faster than letter by letter.
    if not text.isprintable() and any(
        unicodedata.category(letter) in ("Cc", "Cs") and letter != "\n" for letter in text
    ):
        raise ValueError("the text holds a control character")
    return text


def _simple_id(text: str) -> str:
    if not ID.fullmatch(text):
        raise ValueError("an id has only the letters a to z, digits, _ and -")
    return text


def _filled_in(value: Any, info: ValidationInfo) -> Any:
    if info.context == FROM_FILE:
        raise PydanticCustomError("extra_forbidden", "filled in while loading")
    return value


def _digits(text: str) -> str:
    if not text.isdecimal():
        raise ValueError("only digits stand here, without points or commas")
    return text


def _point_in_time(text: str) -> str:
    if not re.fullmatch(_TIME, text):
        raise ValueError("a point in time is a year (2014) or a year and a month (2017-11)")
    return text


def _written_as(pattern: str) -> WithJsonSchema:
    """How editors are told what may be written here."""
    return WithJsonSchema({"type": "string", "pattern": pattern})


FILLED = BeforeValidator(_filled_in)
"""Marks a field that the loader fills in."""

Id = Annotated[str, AfterValidator(_simple_id), _written_as(f"^{ID.pattern}$")]
Text = Annotated[str, AfterValidator(_not_blank), _written_as(r"\S")]
Names = Annotated[tuple[Text, ...], BeforeValidator(_as_list)]
SomeNames = Annotated[tuple[Text, ...], Field(min_length=1), BeforeValidator(_as_list)]
Time = Annotated[str, AfterValidator(_point_in_time), _written_as(f"^{_TIME}$")]
Digits = Annotated[
    tuple[Annotated[str, AfterValidator(_digits), _written_as("^[0-9]+$")], ...], BeforeValidator(_as_list)
]


class Model(BaseModel):
    """Frozen, and strict about unknown keys: a misspelt key is an error, not silence."""

    model_config = ConfigDict(frozen=True, extra="forbid")
