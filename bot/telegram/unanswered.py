"""Keeps questions that got no answer, or none that helped, if the operator has turned that on."""

import asyncio
import logging
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Protocol

from bot.content.model import Language
from bot.dialogue.reply import Reply
from bot.errors import StorageError
from bot.storage.names import Names
from bot.storage.unanswered import UnansweredFile, hashes, today
from bot.unanswered.entry import Entry, Reason

MOST_ANSWERS = 1000
"""Answers in memory whose question is still known when somebody finds that they did not help."""
TIDY_SECONDS = 3600.0
"""How often questions whose time is over are removed, also while nobody writes."""
_LOG = logging.getLogger(__name__)
_REASONS: dict[str, Reason] = {"unknown": "unknown", "out_of_scope": "out_of_scope", "clarify": "clarify"}


class Unanswered(Protocol):
    """Where such questions go."""

    @property
    def days(self) -> int | None:
        """How long they are kept; None if they are not."""

    async def answered(self, scrubbed: Callable[[], str], reply: Reply, user: int, answer: tuple[int, int]) -> bool:
        """Note a question with its reply, and the chat and number of the answer; True if the person must be told."""

    async def not_helpful(self, user: int, answer: tuple[int, int], language: Language) -> bool:
        """Note that an answer did not help; True if the person must be told."""

    async def forget(self, user: int) -> bool:
        """Remove everything of a person; True if there was anything."""


class NothingKept:
    """The default."""

    days = None

    async def answered(self, scrubbed: Callable[[], str], reply: Reply, user: int, answer: tuple[int, int]) -> bool:  # noqa: ARG002
        """Keep nothing."""
        return False

    async def not_helpful(self, user: int, answer: tuple[int, int], language: Language) -> bool:  # noqa: ARG002
        """Keep nothing."""
        return False

    async def forget(self, user: int) -> bool:  # noqa: ARG002
        """There is nothing."""
        return False


@dataclass
class UnansweredQuestions:
    """Keeps them in a file, scrubbed; trouble with the file has a log line and hurts no answer."""

    file: UnansweredFile
    names: Names
    days: int
    now: Callable[[], date] = today
    _recent: OrderedDict[tuple[int, int], tuple[int, str, str]] = field(default_factory=OrderedDict)

    async def answered(self, scrubbed: Callable[[], str], reply: Reply, user: int, answer: tuple[int, int]) -> bool:
        """Keep a declined question; remember one that was answered for as long as its button is likely pressed."""
        text = await asyncio.to_thread(scrubbed)
        intent = reply.intents[0] if reply.intents else ""
        if reason := _REASONS.get(reply.status):
            return await self._keep(text, intent, reason, reply.language, user)
        self._recent[answer] = (user, text, intent)
        if len(self._recent) > MOST_ANSWERS:
            self._recent.popitem(last=False)
        return False

    async def not_helpful(self, user: int, answer: tuple[int, int], language: Language) -> bool:
        """Keep the question of an answer, if it is still known."""
        asker, text, intent = self._recent.pop(answer, (None, "", ""))
        return asker == user and await self._keep(text, intent, "not_helpful", language, user)

    async def forget(self, user: int) -> bool:
        """Remove everything of a person, also what is only in memory."""
        for answer in [answer for answer, (asker, _, _) in self._recent.items() if asker == user]:
            del self._recent[answer]
        try:
            persons = hashes(self.names, user, self.file.period())
            return self.file.exists() and await asyncio.to_thread(self.file.forget, persons)
        except StorageError as error:
            _LOG.error("%s", error)
            return False

    async def tidy_regularly(self) -> None:
        """Remove what is too old until cancelled."""
        while True:
            try:
                await asyncio.to_thread(self.file.tidy)
            except StorageError as error:
                _LOG.warning("%s", error)
            await asyncio.sleep(TIDY_SECONDS)

    async def _keep(self, text: str, intent: str, reason: Reason, language: Language, user: int) -> bool:
        period = self.file.period()
        person = self.names.asker(user, period)
        try:
            entry = Entry(text, intent, reason, language, person, period, self.now())
            return await asyncio.to_thread(self.file.add, entry)
        except StorageError as error:
            _LOG.warning("%s", error)
            return False
