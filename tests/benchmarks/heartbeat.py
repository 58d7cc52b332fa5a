"""The longest time for which the event loop could do nothing else."""

import asyncio
import json
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from tests.benchmarks import questions
from tests.benchmarks.bots import PLAIN, WHOLE, Kind, Running, running
from tests.benchmarks.changing import IN_FORCE, Changing, changing
from tests.benchmarks.report import Section, Target, table, targets

LONGEST_MILLISECONDS = 50.0
IDLE = "idle"
IDLE_SECONDS = 3.0
CHANGE_SECONDS = 120.0
"""How long a change may take until it is in force."""
AFTERWARDS_SECONDS = 1.0
"""What the bot tidies up once it is."""
LOAD = 300
LONG_MESSAGES = 20
LONGEST_MESSAGE = 4096
Phases = dict[str, tuple[float, float]]
"""The time span of each phase by the monotonic clock."""


@dataclass(frozen=True)
class Block:
    """The longest times of a phase, in ms; they need not be of the same moment."""

    late: float = 0.0
    """By how much the loop came late."""
    worked: float = 0.0
    """How long the bot itself had a processor while the loop came late."""

    def __str__(self) -> str:
        return f"{self.late:.0f} / {self.worked:.0f}"


def measure() -> Section:
    """All phases, with and without encoder."""
    blocks = {kind.name: asyncio.run(_measure(kind)) for kind in (WHOLE, PLAIN)}
    phases = list(next(iter(blocks.values())))
    rows = [(phase, *(str(by[phase]) for by in blocks.values())) for phase in phases]
    words = (
        "A task in the bot's own event loop sleeps for a millisecond again and again. The first figure is by how much "
        "it came late at most: that holds all waiting, for the loop's own work, for Python's lock while a thread "
        "thinks, and for a processor. The second is how much processor time all threads of the bot had at most while "
        "it came late: what lies beyond that is other programs' share. In the last row words of a fact are changed "
        "while questions come in: the row lasts until the new words have been in force for a second."
    )
    wanted = [
        Target(f"{name}: {phase}", block.late, LONGEST_MILLISECONDS, "ms", why_missed=_why(block))
        for name, by in blocks.items()
        for phase, block in by.items()
        if phase != IDLE
    ]
    columns = ("phase, longest block / own work in ms", *blocks)
    return Section("Heartbeat of the event loop", [words, table(columns, rows), targets(wanted)])


def _why(block: Block) -> str:
    if block.worked > LONGEST_MILLISECONDS:
        return ""
    return f"The bot itself had a processor for {block.worked:.0f} ms at most; the rest is waiting for one."


async def _measure(kind: Kind) -> Mapping[str, Block]:
    with tempfile.TemporaryDirectory() as folder, changing() as content:
        file, log = Path(folder) / "late", Path(folder) / "log"
        watched = replace(kind, module=("tests.benchmarks.watched_bot",))
        phases: Phases = {}
        async with running(watched, webhook=False, log=log, WATCH_FILE=str(file), **content.environment) as bot:
            await _play(bot, content, phases)
        late = [json.loads(line) for line in file.read_text().splitlines()]
    return {name: _longest(late, *span) for name, span in phases.items()}


def _longest(late: Sequence[Sequence[float]], begin: float, end: float) -> Block:
    """The longest of those that lie at least partly between two moments."""
    found = [(delay, worked) for when, delay, worked in late if begin - delay / 1000 <= when <= end]
    return Block(*map(max, zip(*found, strict=True))) if found else Block()


async def _play(bot: Running, content: Changing, phases: Phases) -> None:
    await bot.telegram.ask(questions.texts(20, 5000))
    with _phase(phases, IDLE):
        await asyncio.sleep(IDLE_SECONDS)
    with _phase(phases, f"{LOAD} people ask at once"):
        await bot.telegram.ask(questions.texts(LOAD))
    long = " ".join(questions.texts(LOAD))
    with _phase(phases, f"{LONG_MESSAGES} messages of {LONGEST_MESSAGE} letters at once"):
        await bot.telegram.ask([long[place : place + LONGEST_MESSAGE] for place in range(LONG_MESSAGES)])
    with _phase(phases, "changed content is taken over"):
        content.change()
        async with asyncio.timeout(CHANGE_SECONDS):
            while not bot.times_logged(IN_FORCE):
                await bot.telegram.ask(questions.texts(5, 400))
        await asyncio.sleep(AFTERWARDS_SECONDS)


@contextmanager
def _phase(phases: Phases, name: str) -> Iterator[None]:
    begin = time.monotonic()
    yield
    phases[name] = (begin, time.monotonic())
