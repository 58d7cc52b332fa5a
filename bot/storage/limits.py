"""How many questions one person or one group may ask in a time."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum, auto
from typing import Literal

from bot.storage.names import Names
from bot.storage.store import Store

MINUTE, HOUR = 60, 60 * 60
"""Seconds."""
Kind = Literal["private", "group", "inline"]
"""Where a question comes from; only in groups the chat has a limit of its own."""


@dataclass(frozen=True, slots=True)
class Window:
    """So many questions in so many seconds, counted from the first one."""

    most: int
    seconds: int


PERSON_PER_MINUTE = Window(20, MINUTE)
PERSON_PER_HOUR = Window(200, HOUR)
GROUP_PER_MINUTE = Window(15, MINUTE)
"""Below Telegram's own limit of 20 messages a minute in a group (Telegram's bot FAQ)."""


class Verdict(Enum):
    """What a question gets."""

    ALLOWED = auto()
    """An answer."""
    NOTICE = auto()
    """The notice that it is too much; the first refusal of a window gets it."""
    SILENT = auto()
    """Nothing."""


class Limits:
    """Counts questions under keyed hashes; the counts are gone when their window ends."""

    def __init__(self, store: Store, names: Names) -> None:
        self._store, self._names = store, names

    async def allow(self, kind: Kind, chat: int, user: int) -> Verdict:
        """Whether to answer; what a shorter window refuses does not count towards the windows after it."""
        for name, window in self._windows(kind, chat, user):
            number = await self._store.count(f"limit/{name}/{window.seconds}", window.seconds)
            if number > window.most:
                return Verdict.NOTICE if number == window.most + 1 else Verdict.SILENT
        return Verdict.ALLOWED

    def _windows(self, kind: Kind, chat: int, user: int) -> Iterator[tuple[str, Window]]:
        # The group's window comes first: what it refuses does not bring its person's own notice on top.
        if kind == "group":
            yield self._names.chat(chat), GROUP_PER_MINUTE
        yield self._names.user(user), PERSON_PER_MINUTE
        yield self._names.user(user), PERSON_PER_HOUR
