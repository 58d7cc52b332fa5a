"""Where the time goes while people ask: samples of all threads of the running bot, as a table and a picture."""

import asyncio
import json
import os
import signal
import tempfile
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from tests.benchmarks import questions
from tests.benchmarks.bots import PLAIN, WHOLE, Kind, running
from tests.benchmarks.pictures import icicle
from tests.benchmarks.report import Section, table

ASKED = 500
PARTS: Mapping[str, str | tuple[str, ...]] = {
    "sentence encoder": "encoder.SentenceEncoder.encode",
    "ranking of intents": "ranking.Ranker.rank_each",
    "names and places": "entities.EntityFinder.find",
    "rest of understanding": "assistant.Assistant.understand",
    "dialogue": "dialogue.Dialogue.reply",
    "card and buttons": "handlers.Handlers.show",
    "storage": ("sqlite_store.", "batches.", "parked.", "conversations.", "limits."),
    "Telegram library and the rest of handling": "answering.Answering.answer",
    "taking updates in, HTTP, event loop": "",
}
"""Each sample counts for the first part that one of its calls begins with."""
WORK = ("assistant.Assistant.understand", "assistant.Assistant.reply", "base_events.BaseEventLoop._run_once")
"""Where the interesting part of a stack begins; samples of the start have neither."""
Stacks = Mapping[tuple[str, ...], int]


def measure() -> Section:
    """Samples with and without the encoder."""
    whole, plain = (asyncio.run(_sample(kind)) for kind in (WHOLE, PLAIN))
    columns = [_shares(stacks) for stacks in (whole, plain)]
    rows = [(part, *(f"{shares[part]:.0%}" for shares in columns)) for part in PARTS]
    words = (
        f"{ASKED} people ask the running bot at once; every two milliseconds it is noted what its threads are doing. "
        "What waits for Python's lock counts as well."
    )
    picture = "![Where the time goes, with encoder](pictures/profile.svg)"
    svg = icicle("Where the time goes, with encoder", whole)
    return Section(
        "Where the time goes",
        [words, table(("share of samples", "with encoder", "without"), rows), picture],
        {"profile.svg": svg},
    )


async def _sample(kind: Kind) -> Stacks:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "samples"
        watched = replace(kind, module=("tests.benchmarks.watched_bot",))
        async with running(watched, WATCH_FILE=str(Path(folder) / "late"), SAMPLE_FILE=str(file)) as bot:
            await bot.telegram.ask(questions.texts(ASKED))
            os.kill(bot.pid, signal.SIGTERM)
            await bot.process.wait()
        return _working(json.loads(file.read_text()))


def _working(seen: Sequence[tuple[Sequence[str], int]]) -> Stacks:
    """The samples of the work itself, without what calls it."""
    stacks: Counter[tuple[str, ...]] = Counter()
    for stack, times in seen:
        for start in WORK:
            if start in stack:
                stacks[tuple(stack[stack.index(start) :])] += times
                break
    return stacks


def _shares(stacks: Stacks) -> Mapping[str, float]:
    total = sum(stacks.values())
    counted: Counter[str] = Counter()
    for stack, times in stacks.items():
        counted[next(part for part, start in PARTS.items() if any(call.startswith(start) for call in stack))] += times
    return {part: counted[part] / total for part in PARTS}
