"""Lets updates in once there is something to answer from; until then they wait, and Telegram keeps them."""

import asyncio
from typing import Any

from telegram.ext import Application

from bot.telegram.answering import Answering, Json
from bot.telegram.handling import Handling
from bot.telegram.health import Health


class Gate:
    """Closed while the content is loaded, then open for good, or shut for good if it cannot be loaded."""

    def __init__(self, health: Health) -> None:
        self._health = health
        self._decided = asyncio.Event()
        self._shut = False
        health.loading = True

    @property
    def is_open(self) -> bool:
        """Whether what comes is let in."""
        return self._decided.is_set() and not self._shut

    def open(self) -> None:
        """Let those that wait in, in the order in which they came."""
        self._health.loading = False
        self._decided.set()

    def shut(self) -> None:
        """Send those that wait away: they stay unanswered and unacknowledged."""
        self._shut = True
        self._decided.set()

    async def passed(self) -> None:
        """Wait until the gate opens; raises CancelledError once it is shut."""
        await self._decided.wait()
        if self._shut:
            raise asyncio.CancelledError


class GatedAnswering(Answering):
    """Answers what comes through the gate."""

    def __init__(self, application: Application[Any, Any, Any, Any, Any, Any], gate: Gate) -> None:
        super().__init__(application)
        self._gate = gate

    @property
    def ready(self) -> bool:
        """Whether the gate has opened."""
        return self._gate.is_open

    async def answer(self, raw: Json, handling: Handling) -> None:
        """Return once an update needs nothing more; the time of waiting is no time of handling."""
        await self._gate.passed()
        await super().answer(raw, handling)
