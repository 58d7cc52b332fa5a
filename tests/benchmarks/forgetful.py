"""The bot, remembering no questions: each costs what a new one costs, however often a benchmark asks it."""

import sys
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from typing import TypeVar

from bot import cli
from bot.understanding.recent import Recent
from tests.benchmarks.bots import Kind

_Value = TypeVar("_Value")


def forgetful(kind: Kind) -> Kind:
    """The same bot without a memory of questions."""
    return replace(kind, module=("tests.benchmarks.forgetful", "run"))


def remember_nothing() -> None:
    """From now on, in this process."""
    Recent.through = _work_anew  # type: ignore[method-assign]


def _work_anew(
    self: Recent[_Value],  # noqa: ARG001
    texts: Sequence[str],
    work: Callable[[list[str]], Iterable[_Value]],
) -> list[_Value]:
    return list(work(list(texts))) if texts else []


if __name__ == "__main__":
    remember_nothing()
    cli.main(sys.argv[1:])
