"""An answer on Telegram: from the question to `sendMessage`, beside a stock echo bot on the same work."""

import asyncio
import statistics
from collections.abc import Mapping, Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass, field

from tests.benchmarks import questions
from tests.benchmarks.bots import ECHO, ECHO_CONCURRENT, PLAIN, WHOLE, Kind, Running, running
from tests.benchmarks.forgetful import forgetful
from tests.benchmarks.null_bot import NULL
from tests.benchmarks.report import Section, Target, median, quantile, table, targets

ROUNDS = 3
BURST = 200
"""Questions that wait when the clock starts, each from another person."""
SINGLES = 40
"""Questions of a round that come one after the other, each when the one before is answered."""
WARM_UP = 40
LONG_LETTERS = "The slowest of a hundred questions are letters of several hundred characters."
KINDS = (NULL, ECHO, ECHO_CONCURRENT, forgetful(PLAIN), forgetful(WHOLE))
COLUMNS = (
    "bot",
    "messages/s",
    "ratio to echo bot",
    "processor ms a message",
    "median ms, unloaded",
    "p99 ms, unloaded",
)
Measured = Mapping[str, "Figures"]


@dataclass
class Figures:
    """What one bot did, round by round."""

    rates: list[float] = field(default_factory=list)
    costs: list[float] = field(default_factory=list)
    latencies: list[float] = field(default_factory=list)


def measure() -> Section:
    """Both ways of intake, all bots in turn within each round."""
    polling, webhook = asyncio.run(_measure(webhook=False)), asyncio.run(_measure(webhook=True))
    blocks = [
        f"{BURST} distinct questions of as many people wait when the clock starts (messages a second), then {SINGLES} "
        "come one after the other (unloaded latency, from the update to `sendMessage` or to the answer that "
        f"carries it); {ROUNDS} rounds, all bots in turn, median (smallest–largest). The Bot API server is a lean one; "
        "the “null bot”, which parses nothing, shows what it can do itself.",
        "### Polling\n\n" + _table(polling),
        "### Webhook\n\n" + _table(webhook),
        "### Targets\n\n" + targets([*_targets("polling", polling, 0.6), *_targets("webhook", webhook, 1.0)]),
    ]
    return Section("An answer on Telegram", blocks)


async def _measure(*, webhook: bool) -> Measured:
    figures = {kind.name: Figures() for kind in KINDS}
    async with AsyncExitStack() as stack:
        bots = [await stack.enter_async_context(running(kind, webhook=webhook)) for kind in KINDS]
        for bot in bots:
            await bot.telegram.ask(questions.texts(WARM_UP, start=5000))
        for number in range(ROUNDS):
            for bot in bots[number % len(bots) :] + bots[: number % len(bots)]:
                await _round(bot, figures[bot.kind.name], number * (BURST + SINGLES))
    return figures


async def _round(bot: Running, figures: Figures, start: int) -> None:
    before = bot.processor_seconds()
    begin, *sent = await bot.telegram.ask(questions.texts(BURST, start))
    figures.rates.append(BURST / (max(sent) - begin))
    # What follows an answer, such as keeping the conversation, belongs to its price.
    await asyncio.sleep(0.2)
    figures.costs.append(1000 * (bot.processor_seconds() - before) / BURST)
    for text in questions.texts(SINGLES, start + BURST):
        begin, answered = await bot.telegram.ask([text])
        figures.latencies.append(1000 * (answered - begin))


def _table(measured: Measured) -> str:
    return table(COLUMNS, [_row(name, figures, measured[ECHO.name]) for name, figures in measured.items()])


def _row(name: str, figures: Figures, echo: Figures) -> tuple[str, ...]:
    return (
        name,
        median(figures.rates, 0),
        median(_ratios(figures.rates, echo.rates), 2),
        median(figures.costs, 2),
        f"{statistics.median(figures.latencies):.1f}",
        f"{quantile(figures.latencies, 0.99):.1f}",
    )


def _ratios(ours: Sequence[float], theirs: Sequence[float]) -> list[float]:
    return [one / other for one, other in zip(ours, theirs, strict=True)]


def _targets(intake: str, measured: Measured, with_encoder: float) -> list[Target]:
    echo = measured[ECHO.name]
    wanted: list[tuple[Kind, float]] = [(PLAIN, 1.5), (WHOLE, with_encoder)]
    return [target for kind, rate in wanted for target in _pair(kind, intake, measured[kind.name], echo, rate)]


def _pair(kind: Kind, intake: str, ours: Figures, echo: Figures, rate: float) -> tuple[Target, Target]:
    rates = statistics.median(_ratios(ours.rates, echo.rates))
    slowest = quantile(ours.latencies, 0.99) / quantile(echo.latencies, 0.99)
    why = "Storage, buttons and HTTP cost half an echo and more (decision 12), understanding the rest (decision 14)."
    return (
        Target(f"{intake}, {kind.name}: messages/s", rates, rate, "× echo", at_least=True, why_missed=why),
        Target(f"{intake}, {kind.name}: p99 unloaded", slowest, 2.0, "× echo", why_missed=LONG_LETTERS),
    )
