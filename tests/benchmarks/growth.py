"""What more content costs: the real content with invented networks beside it."""

import json
import subprocess
import sys
from collections.abc import Iterator, Mapping

from tests.benchmarks.pictures import lines
from tests.benchmarks.report import Section, Target, table, targets
from tests.telegram.bot_process import PROJECT

SIZES = (50, 500, 5_000, 50_000)
ENCODER_SIZES = (50, 5_000)
"""Facts with which the encoder is measured as well: it adds to training and to a question, whatever the size."""
LONGEST_SECONDS = 420
"""One size needs two to four minutes, most of them to learn the examples; the whole part about a quarter of an hour."""
MOST_SLOWDOWN, MOST_SLOWDOWN_AGAIN = 2.0, 3.0
"""By how much a question may slow down while the content grows from 50 to 5,000 facts, and on to 50,000."""
MOST_MEGABYTES = 900
"""What a machine of one gigabyte has left beside its system."""
Row = dict[str, float]
COLUMNS = (
    "facts", "load s", "train s", "ms a question", "95th percentile", "peak MB",
    "right, invented networks", "right, with a typing mistake in the name", "right, real networks",
)  # fmt: skip


def measure() -> Section:
    """Each size in a process of its own."""
    plain, whole = _rows("off", SIZES), _rows("on", ENCODER_SIZES)
    words = (
        "The real content and, beside it, invented networks of five facts each in both languages, until there are so "
        "many facts more; training without cache; questions worded unlike the examples, half of them German, timed in "
        "processor time. The real networks' questions are those of `tests/questions` that have an answer; the 95th "
        "percentile is that of all questions. A size that is missing took more than "
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
    if len(plain) > 1:
        blocks.append("### Targets\n\n" + targets([*_targets(dict(zip(SIZES, plain, strict=False)))]))
    return Section("Growth", blocks, {"growth.svg": picture})


def _targets(rows: Mapping[int, Row]) -> Iterator[Target]:
    """Those for which there are figures."""
    for small, large, most in ((50, 5_000, MOST_SLOWDOWN), (5_000, 50_000, MOST_SLOWDOWN_AGAIN)):
        if small in rows and large in rows:
            what = f"a question with {large:,} facts, beside {small:,}"
            yield Target(what, rows[large]["question"] / rows[small]["question"], most, "× the time")
    if 5_000 in rows:
        yield Target("memory with 5,000 facts, learning included", rows[5_000]["memory"], MOST_MEGABYTES, "MB")
        share = rows[5_000]["invented"] / max(rows[50]["invented"], 1e-9)
        yield Target("right answers with 5,000 facts, beside 50", share, 0.97, "×", at_least=True)


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
        f"{row['slow']:.1f}",
        f"{row['memory']:.0f}",
        f"{row['invented']:.0%}",
        f"{row['misspelt']:.0%}",
        f"{row['real']:.0%}",
    )
