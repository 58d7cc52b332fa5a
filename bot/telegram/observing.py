"""Counts updates, replies and the time that answers take, without the handlers' knowing."""

import time
from collections.abc import Callable
from contextvars import ContextVar
from dataclasses import dataclass, replace
from typing import Any, Protocol

from telegram import Chat, Update
from telegram.ext import Application, TypeHandler

from bot.assistant import Assistant
from bot.content.model import Knowledge, Language
from bot.dialogue.conversation import Conversation
from bot.dialogue.dialogue import Dialogue, Turn
from bot.dialogue.reply import Reply
from bot.telegram.handlers import Context
from bot.understanding.interpretation import Interpretation

_BEFORE_ALL, _AFTER_ALL = -100, 100
"""Groups of handlers in which the library calls the first and the last."""


class Counts(Protocol):
    """Where the numbers go."""

    def received(self, kind: str) -> None:
        """Count an update."""

    def replied(self, outcome: str, language: str, surface: str) -> None:
        """Count a reply."""

    def answered(self, surface: str, seconds: float) -> None:
        """Note how long an answer took."""


@dataclass
class _Work:
    """An update in work."""

    surface: str
    since: float
    replied: bool = False


_WORK: ContextVar[_Work | None] = ContextVar("work", default=None)
"""What the task at hand works on; a thread that it starts sees the same."""


@dataclass(frozen=True)
class Observer:
    """Looks at each update before and after its handler, and at each reply on its way."""

    counts: Counts
    clock: Callable[[], float] = time.monotonic

    def attach(self, application: Application[Any, Any, Any, Any, Any, Any]) -> None:
        """Have every update pass by, whatever handles it."""
        application.add_handler(TypeHandler(Update, self._begin), _BEFORE_ALL)
        application.add_handler(TypeHandler(Update, self._end), _AFTER_ALL)

    def watched(self, assistant: Assistant) -> Assistant:
        """The same assistant, whose replies are counted."""
        return replace(assistant, dialogue=_WatchedDialogue(assistant.knowledge, self._replied))

    async def _begin(self, update: Update, _: Context) -> None:
        _WORK.set(_Work(surface_of(update), self.clock()))
        self.counts.received(kind_of(update))

    async def _end(self, _update: Update, _: Context) -> None:
        work = _WORK.get()
        if work and work.replied:
            self.counts.answered(work.surface, self.clock() - work.since)

    def _replied(self, reply: Reply) -> None:
        work = _WORK.get()
        if work:
            work.replied = True
            self.counts.replied(reply.status, reply.language, work.surface)


class _WatchedDialogue(Dialogue):
    """Tells of each reply."""

    def __init__(self, knowledge: Knowledge, when_replied: Callable[[Reply], None]) -> None:
        super().__init__(knowledge)
        self._when_replied = when_replied

    def reply(self, interpretation: Interpretation, conversation: Conversation, preferred: Language) -> Turn:
        """The reply to a message."""
        return self._told(super().reply(interpretation, conversation, preferred))

    def choose(self, intent: str, topic: str, language: Language) -> Turn:
        """The reply to a pressed button."""
        return self._told(super().choose(intent, topic, language))

    def _told(self, turn: Turn) -> Turn:
        self._when_replied(turn.reply)
        return turn


def kind_of(update: Update) -> str:
    """Which kind of update it is, as Telegram calls it."""
    return next((kind for kind in Update.ALL_TYPES if getattr(update, kind) is not None), "")


def surface_of(update: Update) -> str:
    """Where an update comes from: private, group, inline or guest; empty for a channel."""
    match kind_of(update):
        case "guest_message":
            return "guest"
        case "inline_query" | "chosen_inline_result":
            return "inline"
    chat = update.effective_chat
    if chat is None:
        # A button below a message that was sent inline.
        return "inline" if update.callback_query else ""
    return {Chat.PRIVATE: "private", Chat.GROUP: "group", Chat.SUPERGROUP: "group"}.get(chat.type, "")
