"""Does memory grow? Ask the running bot at a steady rate and watch: `python -m tests.benchmarks.soak --minutes 3`.

Each question is another one by another person, polled. Memory is what the process has (VmRSS), read every 5 s; a
figure of the table is the median of three readings. Growth counts from the end of the warm-up, the first third.
"""

import argparse
import asyncio
import statistics
from collections.abc import Sequence
from dataclasses import dataclass

from tests.benchmarks import bots
from tests.benchmarks.questions import texts
from tests.benchmarks.report import table

RATE = 10
"""Questions a second: well below what one core can answer."""
SAMPLE_SECONDS = 5
WARM_UP_SHARE = 1 / 3
"""Caches fill and libraries load what they need only once."""
READINGS = 3
LAST_ANSWERS_SECONDS = 60.0


@dataclass(frozen=True)
class Sample:
    """A reading: questions asked and answered until then, and megabytes."""

    asked: int
    answered: int
    megabytes: float


async def soak(kind: bots.Kind, minutes: float) -> list[Sample]:
    """Ask at a steady rate; the last sample is taken when all are answered or the time for that is up."""
    rounds = max(3 * READINGS, round(60 * minutes / SAMPLE_SECONDS))
    questions = iter(texts(rounds * RATE * SAMPLE_SECONDS))
    async with bots.running(kind) as bot:
        samples = [_sample(bot, 0)]
        for number in range(1, rounds + 1):
            await _ask_for(bot, [next(questions) for _ in range(RATE * SAMPLE_SECONDS)])
            samples.append(_sample(bot, number * RATE * SAMPLE_SECONDS))
        await _until_answered(bot, samples[-1].asked)
        return [*samples, _sample(bot, samples[-1].asked)]


async def _ask_for(bot: bots.Running, questions: Sequence[str]) -> None:
    """Offer questions one by one, each at its time even if one before came late."""
    begin = asyncio.get_running_loop().time()
    for place, text in enumerate(questions, 1):
        bot.telegram.offer(text)
        await asyncio.sleep(begin + place / RATE - asyncio.get_running_loop().time())


async def _until_answered(bot: bots.Running, asked: int) -> None:
    deadline = asyncio.get_running_loop().time() + LAST_ANSWERS_SECONDS
    while len(bot.telegram.sent) < asked and asyncio.get_running_loop().time() < deadline:
        await asyncio.sleep(0.1)


def _sample(bot: bots.Running, asked: int) -> Sample:
    return Sample(asked, len(bot.telegram.sent), bot.megabytes("VmRSS"))


def report(kind: bots.Kind, samples: Sequence[Sample]) -> tuple[str, ...]:
    """A row of the table."""
    warm = round(WARM_UP_SHARE * len(samples))
    after, end = _level(samples[warm : warm + READINGS]), _level(samples[-READINGS:])
    asked_since = samples[-1].asked - samples[warm].asked
    growth = 1000 * (end - after) / asked_since
    lost = samples[-1].asked - samples[-1].answered
    figures = (f"{megabytes:.1f}" for megabytes in (samples[0].megabytes, after, end))
    return (kind.name, str(samples[-1].asked), str(lost), *figures, f"{growth:+.2f}")


def _level(samples: Sequence[Sample]) -> float:
    return statistics.median(sample.megabytes for sample in samples)


def main() -> None:
    """Print the table as Markdown."""
    parser = argparse.ArgumentParser(description="Watch the bot's memory while it answers.")
    parser.add_argument("--minutes", type=float, default=3.0, help="how long to ask each bot")
    minutes = parser.parse_args().minutes
    columns = ("MB", "questions", "lost", "start", "after warm-up", "end", "growth per 1,000")
    print(table(columns, asyncio.run(_soak_all(minutes))))


async def _soak_all(minutes: float) -> list[tuple[str, ...]]:
    """The bots at the same time: memory is not measured against time."""
    kinds = (bots.WHOLE, bots.PLAIN)
    samples = await asyncio.gather(*(soak(kind, minutes) for kind in kinds))
    return [report(kind, of_kind) for kind, of_kind in zip(kinds, samples, strict=True)]


if __name__ == "__main__":
    main()
