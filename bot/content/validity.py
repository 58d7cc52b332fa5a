"""For whom and when a fact holds, and which values it states, as values of the content."""

from typing import Annotated

from pydantic import Field, model_validator

from bot.content.fields import Digits, Model, Names, Time


class About(Model):
    """What a fact holds for: a question that names another person, place or organisation is not answered by it."""

    person: Names = ()
    place: Names = ()
    organisation: Names = ()


class Period(Model):
    """From when to when a fact holds; without an end it still holds as far as the document says.

    `ended` says that it is over although the document does not tell since when.
    """

    start: Annotated[Time | None, Field(alias="from")] = None
    to: Time | None = None
    ended: bool = False

    @model_validator(mode="after")
    def _in_order(self) -> "Period":
        if self.start and self.to and self.to < self.start[: len(self.to)]:
            raise ValueError(f"it ends ({self.to}) before it begins ({self.start})")
        return self

    def holds_in(self, time: str) -> bool:
        """Whether some part of a year or month lies in the period."""
        begun = self.start is None or _to_same_length(self.start, time) <= _to_same_length(time, self.start)
        return begun and (self.to is None or _to_same_length(time, self.to) <= _to_same_length(self.to, time))

    def holds_through(self, time: str) -> bool:
        """Whether the whole year or month lies in the period, both ends known."""
        if self.start is None or self.to is None:
            return False
        begun = _to_same_length(self.start, time) < _to_same_length(time, self.start)
        return begun and _to_same_length(time, self.to) < _to_same_length(self.to, time)

    @property
    def holds_today(self) -> bool:
        """Whether the documents know of no end."""
        return not self.to and not self.ended


def _to_same_length(time: str, other: str) -> str:
    """A month as a year where the other is only a year; such times compare as text."""
    return time[: len(other)]


class States(Model):
    """What a fact says itself, so that a question that assumes something else is answered with "No".

    `time` says that it tells when or how long, although no year (opening hours, a period of notice), so that it answers
    a question that asks for it.
    """

    time: bool = False
    year: Digits = ()
    number: Digits = ()
    place: Names = ()
    person: Names = ()
