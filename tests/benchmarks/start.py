"""Start and memory, beside the stock echo bot."""

import asyncio
import statistics
from collections.abc import Mapping
from dataclasses import dataclass, field

from tests.benchmarks import questions
from tests.benchmarks.bots import ECHO, PLAIN, WHOLE, Kind, starting
from tests.benchmarks.report import Section, Target, median, table, targets

ROUNDS = 3
ASKED = 200
"""Questions answered before the memory counts as settled."""
SETTLE_SECONDS = 1.0
KINDS = (ECHO, PLAIN, WHOLE)


@dataclass
class Figures:
    """What was seen of one bot, start by start."""

    polls: list[float] = field(default_factory=list)
    answers: list[float] = field(default_factory=list)
    settled: list[float] = field(default_factory=list)
    peaks: list[float] = field(default_factory=list)


def measure() -> Section:
    """Several starts of each bot in turn."""
    figures = asyncio.run(_measure())
    columns = ("bot", "s to the first `getUpdates`", "s to the first answer", "settled MB", "peak MB")
    rows = [
        (name, median(one.polls, 2), median(one.answers, 2), median(one.settled, 0), median(one.peaks, 0))
        for name, one in figures.items()
    ]
    words = (
        f"From the start of the process, with a question already waiting and the content compiled before; memory is "
        f"the resident set, settled after {ASKED} answers. {ROUNDS} starts of each in turn, median (smallest–largest)."
    )
    return Section("Start and memory", [words, table(columns, rows), targets(_targets(figures))])


async def _measure() -> Mapping[str, Figures]:
    figures = {kind.name: Figures() for kind in KINDS}
    for _ in range(ROUNDS):
        for kind in KINDS:
            await _one(kind, figures[kind.name])
    return figures


async def _one(kind: Kind, figures: Figures) -> None:
    async with starting(kind) as bot:
        first = asyncio.create_task(bot.telegram.ask(questions.texts(1)))
        figures.polls.append(await bot.until_ready())
        _, answered = await first
        figures.answers.append(answered - bot.began)
        await bot.telegram.ask(questions.texts(ASKED, 1))
        await asyncio.sleep(SETTLE_SECONDS)
        figures.settled.append(bot.megabytes("VmRSS"))
        figures.peaks.append(bot.megabytes("VmHWM"))


def _targets(figures: Mapping[str, Figures]) -> list[Target]:
    echo, plain, whole = (figures[kind.name] for kind in KINDS)
    start, memory = statistics.median(echo.polls), statistics.median(echo.settled)
    loading = "Importing what connects to Telegram takes the rest."
    libraries = "Numpy, pydantic, aiohttp and rapidfuzz take 35 MB before any content is loaded."
    weights = "The encoder's own weights are most of it."
    return [
        Target(
            "first `getUpdates`, without encoder",
            statistics.median(plain.polls) / start,
            1.5,
            "× echo",
            why_missed=loading,
        ),
        Target(
            "first `getUpdates`, with encoder",
            statistics.median(whole.polls) - start,
            2.0,
            "s more",
            why_missed=loading,
        ),
        Target(
            "settled memory, without encoder",
            statistics.median(plain.settled) / memory,
            1.5,
            "× echo",
            why_missed=libraries,
        ),
        Target(
            "settled memory, with encoder",
            statistics.median(whole.settled) - memory,
            150,
            "MB more",
            why_missed=weights,
        ),
    ]
