"""What more content costs: the real content with invented networks beside it."""

import json
import subprocess
import sys

from tests.benchmarks.pictures import lines
from tests.benchmarks.report import Section, table
from tests.telegram.bot_process import PROJECT

SIZES = (50, 500, 5_000, 50_000)
ENCODER_UP_TO = 5_000
"""Facts up to which the encoder is measured as well: it adds to training and to a question, whatever the size."""
LONGEST_SECONDS = 900
Row = dict[str, float]
COLUMNS = ("facts", "load s", "train s", "ms a question", "peak MB", "right, invented networks", "right, real networks")


def measure() -> Section:
    """Each size in a process of its own."""
    plain, whole = _rows("off", SIZES), _rows("on", tuple(size for size in SIZES if size <= ENCODER_UP_TO))
    words = (
        "The real content and, beside it, invented networks of five facts each in both languages, until there are so "
        "many facts more; training without cache; questions worded unlike the examples, half of them German. The real "
        "networks' questions are those of `tests/questions` that have an answer. A size that is missing took more than "
        f"{LONGEST_SECONDS} s or did not get through."
    )
    names = {"load": "loading, s", "train": "training, s", "question": "a question, ms", "memory": "peak memory, MB"}
    picture = lines(
        "Without encoder", {name: [(row["facts"], row[key]) for row in plain] for key, name in names.items()}
    )
    blocks = [
        words,
        "### Without encoder\n\n" + table(COLUMNS, [_cells(row) for row in plain]),
        "![Growth without encoder](pictures/growth.svg)",
    ]
    if whole:
        blocks.append("### With encoder\n\n" + table(COLUMNS, [_cells(row) for row in whole]))
    return Section("Growth", blocks, {"growth.svg": picture})


def _rows(encoder: str, sizes: tuple[int, ...]) -> list[Row]:
    rows: list[Row] = []
    for size in sizes:
        command = [sys.executable, "-m", "tests.benchmarks.growth_one", str(size), encoder]
        try:
            done = subprocess.run(command, cwd=PROJECT, stdout=subprocess.PIPE, timeout=LONGEST_SECONDS, check=True)
        except (subprocess.TimeoutExpired, subprocess.CalledProcessError):
            break
        rows.append(json.loads(done.stdout))
    return rows


def _cells(row: Row) -> tuple[str, ...]:
    return (
        f"{row['facts']:,.0f}",
        f"{row['load']:.1f}",
        f"{row['train']:.1f}",
        f"{row['question']:.1f}",
        f"{row['memory']:.0f}",
        f"{row['invented']:.0%}",
        f"{row['real']:.0%}",
    )
