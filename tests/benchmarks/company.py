"""What others notice of one slow chat, of one with the longest messages, and of content that changes."""

import asyncio
import tempfile
import time
from collections.abc import AsyncIterator, Callable, Coroutine, Iterator, Mapping
from contextlib import AbstractAsyncContextManager, asynccontextmanager, suppress
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Any

from tests.benchmarks import questions
from tests.benchmarks.bots import PLAIN, WHOLE, Kind, Running, running
from tests.benchmarks.changing import IN_FORCE, Changing, changing
from tests.benchmarks.forgetful import forgetful
from tests.benchmarks.report import Section, Target, quantile, table, targets

ROUNDS = 4
EACH = 165
"""Answers of a round and situation; while content changes, as many as come until it is in force."""
WARM_UP = 40
SLOW_SECONDS = 2.0
"""How long each message to the slow chat takes."""
SLOW_ASKS_SECONDS = 0.2
SLOW_PATIENCE = 15
"""Questions of one slow person, who then is followed by another: the bot's own limit is 20 a minute."""
LONGEST_MESSAGE = 4096
AFTERWARDS_SECONDS = 0.5
"""What the bot tidies up once changed content is in force."""
CHANGE_SECONDS = 120.0
MOST_TIMES_ALONE = 1.5
ALONE, SLOW, LONG, CHANGE = "nobody else", "one slow chat", "one chat of longest messages", "content changes"
JUDGED = {
    SLOW: "Its own questions, five a second, take their turns between the others.",
    CHANGE: "For some seconds the process that prepares the content shares cores and memory with the bot.",
}
"""What is judged, and why it may be missed."""
Enough = Callable[[int], bool]
"""Whether so many answers of a round are enough."""
Measured = Mapping[str, list[float]]
"""Milliseconds from a question to its answer, by situation."""


@dataclass(frozen=True)
class Scene:
    """A bot and the content that it answers from."""

    bot: Running
    content: Changing


def measure() -> Section:
    """All situations, with and without encoder."""
    measured = {kind.name: asyncio.run(_measure(kind)) for kind in (WHOLE, PLAIN)}
    words = (
        "People ask one after the other, each another question when the one before is answered; median and p99 from "
        f"the update to its answer, in ms, of {ROUNDS} rounds of {EACH} answers, all situations in turn. Meanwhile: "
        f"nobody else; somebody who asks every {SLOW_ASKS_SECONDS:g} s and to whom each message takes "
        f"{SLOW_SECONDS:g} s; message after message of {LONGEST_MESSAGE} letters, each from another person so that the "
        "bot's limit does not spare it any; words of a fact are changed, from saving them until the new ones have been "
        f"in force for {AFTERWARDS_SECONDS:g} s."
    )
    wanted = [target for name, times in measured.items() for target in _targets(name, times)]
    return Section("In company", [words, _table(measured), targets(wanted)])


def _table(measured: Mapping[str, Measured]) -> str:
    rows = [
        (name, situation, str(len(times)), *(f"{quantile(times, share):.1f}" for share in (0.5, 0.99)))
        for name, by in measured.items()
        for situation, times in by.items()
    ]
    return table(("bot", "meanwhile", "answers", "median ms", "p99 ms"), rows)


def _targets(name: str, times: Measured) -> Iterator[Target]:
    alone = quantile(times[ALONE], 0.99)
    for situation, why in JUDGED.items():
        ratio = quantile(times[situation], 0.99) / alone
        yield Target(f"{name}, {situation}: p99", ratio, MOST_TIMES_ALONE, "× alone", why_missed=why)


async def _measure(kind: Kind) -> Measured:
    times: dict[str, list[float]] = {name: [] for name in SITUATIONS}
    with tempfile.TemporaryDirectory() as folder, changing() as content:
        async with running(forgetful(kind), webhook=False, log=Path(folder) / "log", **content.environment) as bot:
            await bot.telegram.ask(questions.texts(WARM_UP, start=5000))
            for number in range(ROUNDS):
                for place, (name, situation) in enumerate(SITUATIONS.items()):
                    async with situation(Scene(bot, content)) as enough:
                        # The same questions in each situation, but for a closing word.
                        start = place * len(questions.singles()) + number * EACH
                        times[name] += await _ask_until(bot, enough, start)
    return times


async def _ask_until(bot: Running, enough: Enough, start: int) -> list[float]:
    times: list[float] = []
    while not enough(len(times)):
        begin, answered = await bot.telegram.ask(questions.texts(1, start + len(times) % EACH))
        times.append(1000 * (answered - begin))
    return times


@asynccontextmanager
async def _alone(_: Scene) -> AsyncIterator[Enough]:
    yield lambda answers: answers >= EACH


@asynccontextmanager
async def _with_slow_chat(scene: Scene) -> AsyncIterator[Enough]:
    async with _beside(_ask_slowly(scene.bot)):
        yield lambda answers: answers >= EACH
    # What the slow chat still waits for is sent at once, and belongs to no situation.
    scene.bot.telegram.slow.clear()
    await asyncio.sleep(SLOW_SECONDS)


async def _ask_slowly(bot: Running) -> None:
    for number in count():
        if number % SLOW_PATIENCE == 0:
            chat = bot.telegram.new_chat()
            bot.telegram.slow[chat] = SLOW_SECONDS
        bot.telegram.say(chat, questions.texts(1, 3000 + number)[0])
        await asyncio.sleep(SLOW_ASKS_SECONDS)


@asynccontextmanager
async def _with_longest_messages(scene: Scene) -> AsyncIterator[Enough]:
    async with _beside(_ask_at_length(scene.bot)):
        yield lambda answers: answers >= EACH


async def _ask_at_length(bot: Running) -> None:
    long = " ".join(questions.singles())
    for place in count():
        await bot.telegram.ask([long[place : place + LONGEST_MESSAGE]])


@asynccontextmanager
async def _while_content_changes(scene: Scene) -> AsyncIterator[Enough]:
    before, until = scene.bot.times_logged(IN_FORCE), time.monotonic() + CHANGE_SECONDS
    since: list[float] = []

    def enough(_: int) -> bool:
        now = time.monotonic()
        assert now < until, "the change did not come into force"
        if not since and scene.bot.times_logged(IN_FORCE) > before:
            since.append(now)
        return bool(since) and now - since[0] > AFTERWARDS_SECONDS

    scene.content.change()
    yield enough


@asynccontextmanager
async def _beside(work: Coroutine[Any, Any, None]) -> AsyncIterator[None]:
    """Meanwhile let the others do their part."""
    task = asyncio.create_task(work)
    try:
        yield
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task


SITUATIONS: Mapping[str, Callable[[Scene], AbstractAsyncContextManager[Enough]]] = {
    ALONE: _alone,
    SLOW: _with_slow_chat,
    LONG: _with_longest_messages,
    CHANGE: _while_content_changes,
}
