"""Puts changed content in force while the bot is at work, and says so when it cannot."""

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bot.assistant import Assistant
from bot.base import Base
from bot.compiled import file_for
from bot.content.watching import changes
from bot.errors import BotError
from bot.handover import build_base_beside
from bot.operations.memory import search_everything
from bot.settings import Settings

_LOG = logging.getLogger(__name__)
SEARCHED_EVERY = 20
"""After so many changes the bot pauses for a moment to find what is left of contents before: a megabyte or two each."""
_KEPT = "The content before stays in force."


@dataclass
class LiveChange:
    """Prepares changed content and swaps it in; what is broken is reported and changes nothing."""

    settings: Settings
    current: Assistant
    """What answers now."""
    kept_as: Path | None
    """The name that only the content has from which it answers at first."""
    put_in_force: Callable[[Base], Awaitable[None]]
    tell_operators: Callable[[str], Awaitable[None]]
    wanted: asyncio.Event = field(default_factory=asyncio.Event)
    """Set by whatever calls for a look at the content, such as SIGHUP."""
    _told: str = ""
    _changes: int = 0

    @asynccontextmanager
    async def at_work(self) -> AsyncIterator[None]:
        """Meanwhile follow the content: each change if that is set, and whenever it is wanted."""
        works: list[Coroutine[Any, Any, None]] = [self._renew_when_wanted()]
        if self.settings.reload:
            works += [self._watch(), self._catch_up()]
        tasks = [asyncio.create_task(work) for work in works]
        try:
            yield
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)

    async def renew(self) -> None:
        """Put the content as it is now in force, unless it is broken or the same."""
        _LOG.debug("The content is being prepared.")
        try:
            base = await build_base_beside(self.settings, self.current)
        except BotError as error:
            await self._report(f"{error}\n{_KEPT}")
            return
        self._told = ""
        knowledge = base.assistant.knowledge
        if knowledge.version == self.current.knowledge.version:
            return
        await self.put_in_force(base)
        self.current = base.assistant
        self._changes += 1
        if self._changes % SEARCHED_EVERY == 0:
            search_everything()
        _LOG.info("The content has changed: version %s is in force.", base.assistant.short_version)

    async def _renew_when_wanted(self) -> None:
        while True:
            await self.wanted.wait()
            # What is saved from here on calls for another look.
            self.wanted.clear()
            await self.renew()

    async def _watch(self) -> None:
        try:
            async for _ in changes(self.settings.content):
                self.wanted.set()
        except OSError as error:
            _LOG.warning("The content cannot be watched (%s); SIGHUP still renews it.", error.strerror or error)

    async def _catch_up(self) -> None:
        """Look at what was saved after the content was read and before the watch over it began."""
        content, cache = self.settings.content, self.settings.cache
        now = await asyncio.to_thread(file_for, content, cache, with_encoder=self.settings.encoder)
        if now != self.kept_as:
            self.wanted.set()

    async def _report(self, words: str) -> None:
        """Log each failure; operators hear of the same one only once."""
        _LOG.error("%s", words)
        if words != self._told:
            self._told = words
            await self.tell_operators(words)
