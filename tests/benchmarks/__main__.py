"""Measure and write docs/performance.md: `python -m tests.benchmarks`, or only some parts of it by name."""

import argparse
import os
import platform
from collections.abc import Callable, Mapping
from importlib.metadata import version

from bot.base import load_base
from bot.settings import Settings
from tests.benchmarks import answers, company, growth, heartbeat, profiling, question, start
from tests.benchmarks.report import Section, publish

PARTS: Mapping[str, Callable[[], Section]] = {
    "question": question.measure,
    "answers": answers.measure,
    "start": start.measure,
    "heartbeat": heartbeat.measure,
    "company": company.measure,
    "growth": growth.measure,
    "profile": profiling.measure,
}


def main() -> None:
    """Measure the wanted parts, print each, and put it on the page."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("parts", nargs="*", metavar="PART", help=f"{', '.join(PARTS)}; all by default")
    wanted = parser.parse_args().parts or list(PARTS)
    unknown = set(wanted) - set(PARTS)
    if unknown:
        parser.error(f"there is no part {', '.join(sorted(unknown))}; there are {', '.join(PARTS)}")
    _prepare()
    for name in wanted:
        section = PARTS[name]()
        print(section.markdown(), flush=True)
        publish(section, _introduction())


def _prepare() -> None:
    """Learn and compile the content once, so that no bot does it while it is measured."""
    settings = Settings.read({})
    for with_encoder in (True, False):
        load_base(settings.content, settings.cache, with_encoder=with_encoder)


def _introduction() -> str:
    """What was measured with what; how busy the machine was tells how far times can be trusted."""
    load = os.getloadavg()[0]
    return (
        "# Fast and small\n\n"
        "Every figure here comes from `make bench`, which prints these tables and writes this page; "
        "`python -m tests.benchmarks PART` repeats one part. Compared things run side by side in one run, on the same "
        "work; ratios within a table can be trusted, absolute times only as far as the machine was idle. "
        "But for start and memory, the bot is kept from remembering questions: each costs what a new one costs.\n\n"
        f"Last run: Python {platform.python_version()}, python-telegram-bot {version('python-telegram-bot')}, "
        f"{os.cpu_count()} processors, of which {load:.1f} were wanted at the end of the run (load average).\n"
    )


if __name__ == "__main__":
    main()
