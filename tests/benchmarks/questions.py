"""The questions that all benchmarks ask: those of the content tests, each once, in a seeded order."""

import random
from collections.abc import Sequence
from functools import cache

from bot.content.questions import Question, load_questions
from tests.telegram.bot_process import PROJECT

SEED = 22
FILES = sorted((PROJECT / "tests" / "questions").glob("*.yaml"))


def all_questions() -> list[Question]:
    """Every test question in a seeded order."""
    found = [question for file in FILES for question in load_questions(file)]
    random.Random(SEED).shuffle(found)
    return found


@cache
def singles() -> Sequence[str]:
    """The questions of one message."""
    return list(dict.fromkeys(question.ask[0] for question in all_questions() if len(question.ask) == 1))


def texts(count: int, start: int = 0) -> Sequence[str]:
    """So many questions of one message; beyond those there are, a closing word makes them distinct."""
    asked = singles()
    endings = ("", " Danke!", " Bitte.", " Hallo.", " Gern kurz.")
    return [
        asked[place % len(asked)] + endings[place // len(asked) % len(endings)] for place in range(start, start + count)
    ]
