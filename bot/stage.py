"""Puts content on stage: loads it, and has updates answered from it, and from the next when it changes."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any

from telegram.ext import Application

from bot.base import Base, load_base
from bot.live_change import LiveChange
from bot.operations.choices import LoggedChoices
from bot.operations.counting import Figures
from bot.operations.memory import give_back, spare_what_stays
from bot.settings import Settings
from bot.storage.opening import Storage
from bot.storage.unanswered import UnansweredFile
from bot.telegram.exchange import exchange_handlers
from bot.telegram.failures import Failures
from bot.telegram.feedback import TalliedFeedback
from bot.telegram.handlers import Handlers
from bot.telegram.inline import InlineMode, inline_routes
from bot.telegram.observing import Observer
from bot.telegram.operators import tell_operators
from bot.telegram.routes import routes
from bot.telegram.unanswered import NothingKept, Unanswered, UnansweredQuestions


def load(settings: Settings) -> Base:
    """What answers from the content, kept or new; raises ContentError."""
    return load_base(settings.content, settings.cache, with_encoder=settings.encoder)


@dataclass(frozen=True)
class Stage:
    """Where content comes into force."""

    application: Application[Any, Any, Any, Any, Any, Any]
    handlers: Handlers
    """Over any content; what they share outlives a change of it."""
    observer: Observer
    figures: Figures
    one_at_a_time: asyncio.Lock = field(default_factory=asyncio.Lock)

    async def put_in_force(self, base: Base) -> None:
        """Have all updates from now on answered from a base, which comes after those before it."""
        async with self.one_at_a_time:
            await self._put_in_force(base)

    async def _put_in_force(self, base: Base) -> None:
        handlers = replace(self.handlers, assistant=self.observer.watched(base.assistant), ready_scrubber=base.scrubber)
        await asyncio.to_thread(handlers.prepare)
        give_back()
        spare_what_stays()
        answering = [*routes(handlers), *inline_routes(_inline_mode(handlers, base))]
        exchange_handlers(self.application, answering, Failures(handlers))
        self.figures.answers_from(base.assistant.knowledge.version)


async def answer_from(
    base: Base,
    settings: Settings,
    application: Application[Any, Any, Any, Any, Any, Any],
    storage: Storage,
    figures: Figures,
    ready: Callable[[], None],
    renewal: asyncio.Event,
) -> None:
    """Answer from a base, and from the content as it changes or a renewal is wanted, until cancelled.

    Tells once it is ready.
    """
    observer, unanswered = Observer(figures), _unanswered(settings, storage)
    observer.attach(application)
    feedback = TalliedFeedback(storage.tally)
    conversations, limits = storage.conversations, storage.limits
    handlers = Handlers(base.assistant, conversations, settings.language, limits, feedback, unanswered=unanswered)
    stage = Stage(application, handlers, observer, figures)
    tell = partial(tell_operators, application.bot, settings.operators)
    change = LiveChange(settings, base.assistant, base.kept_as, stage.put_in_force, tell, renewal)
    async with _kept_tidy(unanswered), change.at_work():
        await stage.put_in_force(base)
        ready()
        await asyncio.Event().wait()


def _unanswered(settings: Settings, storage: Storage) -> Unanswered:
    if not settings.report:
        return NothingKept()
    days = settings.report_days
    return UnansweredQuestions(UnansweredFile(settings.data, days), storage.names, days)


@asynccontextmanager
async def _kept_tidy(unanswered: Unanswered) -> AsyncIterator[None]:
    """Meanwhile remove questions whose time is over."""
    if not isinstance(unanswered, UnansweredQuestions):
        yield
        return
    tidying = asyncio.create_task(unanswered.tidy_regularly())
    try:
        yield
    finally:
        tidying.cancel()


def _inline_mode(handlers: Handlers, base: Base) -> InlineMode:
    return InlineMode(
        assistant=handlers.assistant,
        index=base.index,
        conversations=handlers.conversations,
        choices=LoggedChoices(),
        language=handlers.language,
        thinking=handlers.thinking,
    )
