"""The bot as it is, with a watch over its event loop and, where wanted, a sampler of all its threads.

WATCH_FILE gets a line of JSON for each turn of the loop that came late: the monotonic time, the milliseconds, and how
many of them all threads of the bot had a processor.
SAMPLE_FILE gets at the end how often each stack was seen.
"""

import asyncio
import json
import os
import sys
import threading
import time
from collections import Counter
from collections.abc import Coroutine
from pathlib import Path
from types import FrameType
from typing import Any

from bot import cli, turning
from tests.benchmarks.forgetful import remember_nothing

BEAT_SECONDS = 0.001
LATE_MILLISECONDS = 5.0
SAMPLE_SECONDS = 0.002
SWITCH_SECONDS = 1e-5
"""How long the sampler waits for Python's lock: with Python's own 5 ms it would see only where others give it up."""
IDLE = {"select", "_worker", "wait", "sample", "poll"}
"""Innermost functions of a thread that has nothing to do."""


async def _beat(file: Path) -> None:
    with file.open("a", encoding="utf-8") as lines:
        while True:
            begin, busy = time.monotonic(), time.process_time()
            await asyncio.sleep(BEAT_SECONDS)
            late = 1000 * (time.monotonic() - begin - BEAT_SECONDS)
            if late > LATE_MILLISECONDS:
                worked = 1000 * (time.process_time() - busy)
                lines.write(json.dumps([begin, late, worked]) + "\n")
                lines.flush()


async def _watched(work: Coroutine[Any, Any, None]) -> None:
    beat = asyncio.create_task(_beat(Path(os.environ["WATCH_FILE"])))
    try:
        await work
    finally:
        beat.cancel()


def _stack(frame: FrameType | None) -> tuple[str, ...]:
    names: list[str] = []
    while frame:
        names.append(f"{Path(frame.f_code.co_filename).stem}.{frame.f_code.co_qualname}")
        frame = frame.f_back
    return tuple(reversed(names))


def sample(seen: Counter[tuple[str, ...]], over: threading.Event) -> None:
    """Note the stacks of all threads that do something, until it is over."""
    while not over.wait(SAMPLE_SECONDS):
        for frame in sys._current_frames().values():
            if frame.f_code.co_name not in IDLE:
                seen[_stack(frame)] += 1


def main() -> None:
    """Run the bot, watched."""
    remember_nothing()
    file = os.environ.get("SAMPLE_FILE")
    # What uvloop does has no Python frames, so samples are taken of Python's own loop.
    turn = asyncio.run if file else turning.turn
    turning.turn = lambda work: turn(_watched(work))
    seen: Counter[tuple[str, ...]] = Counter()
    over = threading.Event()
    if file:
        sys.setswitchinterval(SWITCH_SECONDS)
        threading.Thread(target=sample, args=(seen, over), daemon=True).start()
    try:
        cli.main(["run"])
    finally:
        over.set()
        if file:
            Path(file).write_text(json.dumps([[stack, times] for stack, times in seen.items()]), encoding="utf-8")


if __name__ == "__main__":
    main()
