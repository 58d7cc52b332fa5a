"""Everything that can go wrong outside a conversation.

    BotError
    ├── SettingsError      a setting is missing or malformed
    ├── ContentError       knowledge/ or intents/ are broken; carries every Problem found
    ├── InputError         a file or an argument given on the command line cannot be used
    ├── PreparationError   changed content could not be prepared; the content before stays in force
    ├── StorageError       what must outlive an answer cannot be read or written; the bot goes on in memory
    └── TelegramError      Telegram refused the token or cannot be reached

A question without an answer is no error: it is a Reply with another status.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

Severity = Literal["error", "warning"]
"""An error keeps the bot from starting; a warning is a weakness worth a look."""

_PLACE = re.compile(r"(.+):(\d+):(\d+)")


class BotError(Exception):
    """An error a person can act on; its text says what is wrong and how to mend it."""


class SettingsError(BotError):
    """A setting is missing or malformed."""


class InputError(BotError):
    """A file or an argument given on the command line cannot be used."""


class StorageError(BotError):
    """What must outlive an answer cannot be read or written; the bot goes on in memory."""


class PreparationError(BotError):
    """Changed content could not be prepared, whatever is in it; the content before stays in force."""


class TelegramError(BotError):
    """Telegram refused the token or cannot be reached."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One fault in the content: the place (file:line:column), what is wrong, and how to mend it."""

    where: str
    what: str
    mend: str = ""
    severity: Severity = "error"

    def __str__(self) -> str:
        return f"{self.where}: {self.text}"

    @property
    def text(self) -> str:
        """What is wrong and how to mend it, without the place."""
        return f"{self.what} {self.mend}".rstrip()

    @property
    def position(self) -> tuple[str, int, int]:
        """File, line and column, counted from 1; a fault of a whole folder stands at its beginning."""
        if found := _PLACE.fullmatch(self.where):
            return found[1], int(found[2]), int(found[3])
        return self.where, 1, 1

    @property
    def order(self) -> tuple[tuple[str, int, int], str]:
        """By file, then by line and column as numbers: line 9 comes before line 10."""
        return self.position, self.what


class ContentError(BotError):
    """The content is broken; `problems` lists every fault found, not only the first."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(sorted(set(problems), key=lambda problem: problem.order))
        count = "1 problem" if len(self.problems) == 1 else f"{len(self.problems)} problems"
        super().__init__("\n".join([f"The content has {count}:", *(f"  {problem}" for problem in self.problems)]))
