"""What a check found: in order, a warning, or a problem, and what to do."""

from dataclasses import dataclass
from typing import Literal

Level = Literal["ok", "warning", "problem"]


@dataclass(frozen=True, slots=True)
class Finding:
    """The result of one check, in words for an operator."""

    level: Level
    what: str
    mend: str = ""

    def __str__(self) -> str:
        return f"{self.level:<8} {self.what}" + (f" {self.mend}" if self.mend else "")


def ok(what: str) -> Finding:
    """All is well."""
    return Finding("ok", what)


def warning(what: str, mend: str = "") -> Finding:
    """The bot works, but perhaps not as wished."""
    return Finding("warning", what, mend)


def problem(what: str, mend: str = "") -> Finding:
    """The bot does not work like this."""
    return Finding("problem", what, mend)
