"""Reviews the content as a whole: what its files show, and what shows only once the bot has learnt the examples."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path

from bot.content.loader import Review, review_content
from bot.content.model import Knowledge
from bot.errors import Problem
from bot.understanding.interpreter import Interpreter
from bot.understanding.overlaps import Overlap, Theft, overlaps, thefts
from bot.understanding.training import build_interpreter

MOST_SHOWN = 20
"""Examples of a kind that are named, the worst first; a longer list discourages."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """Errors and warnings in the order of the files, and what was counted where nothing is broken.

    `notes` say how many warnings of a kind are not shown; `interpreter` has learnt the content.
    """

    errors: tuple[Problem, ...]
    warnings: tuple[Problem, ...]
    notes: tuple[str, ...] = ()
    knowledge: Knowledge | None = None
    interpreter: Interpreter | None = None

    @property
    def problems(self) -> tuple[Problem, ...]:
        """Errors first."""
        return (*self.errors, *self.warnings)


def judge(content: Path, cache: Path | None, *, with_encoder: bool = True) -> Verdict:
    """All that is wrong or weak in a content folder; content without errors is learnt, so that the bot starts fast."""
    review = review_content(content)
    if review.knowledge is None:
        return _verdict(review, (), ())
    interpreter = build_interpreter(review.knowledge, cache, with_encoder=with_encoder)
    stolen, thefts_in_all = thefts(interpreter, MOST_SHOWN)
    doubled = overlaps(review.knowledge)
    # What says the same as an example of the winner is no news.
    known = {pair for one in doubled for pair in ((one.first, one.second), (one.second, one.first))}
    weak = [
        *(_stolen(theft, review) for theft in stolen if (theft.example, theft.rival) not in known),
        *(_doubled(overlap, review) for overlap in islice(doubled, MOST_SHOWN)),
    ]
    notes = [
        *_more("examples that other intents win", thefts_in_all),
        *_more("pairs of examples that say the same", len(doubled)),
    ]
    return replace(_verdict(review, weak, notes), interpreter=interpreter)


def _verdict(review: Review, weak: Sequence[Problem], notes: Sequence[str]) -> Verdict:
    problems = sorted({*review.problems, *weak}, key=lambda problem: problem.order)
    errors = tuple(problem for problem in problems if problem.severity == "error")
    warnings = tuple(problem for problem in problems if problem.severity == "warning")
    return Verdict(errors, warnings, tuple(notes), review.knowledge)


def _stolen(theft: Theft, review: Review) -> Problem:
    what = f"the bot takes “{theft.example}” for “{theft.winner}”, although it stands here for “{theft.intent}”."
    rival = _where(theft.rival, review)
    mend = f"Most alike there: “{theft.rival}” ({rival}). Move one of the two, or make both clearer."
    return Problem(review.example_places[theft.example], what, mend, "warning")


def _doubled(overlap: Overlap, review: Review) -> Problem:
    what = f"“{overlap.second}” says the same as “{overlap.first}” ({_where(overlap.first, review)}"
    if overlap.first_intent == overlap.second_intent:
        what, mend = f"{what}).", "Write one of them in other words."
    else:
        what, mend = f"{what}, intent “{overlap.first_intent}”).", "Keep the one that is meant, or make both clearer."
    return Problem(review.example_places[overlap.second], what, mend, "warning")


def _where(example: str, review: Review) -> str:
    return review.example_places.get(example, "a question that the bot suggests")


def _more(what: str, count: int) -> Iterator[str]:
    if count > MOST_SHOWN:
        yield f"… and {count - MOST_SHOWN} more {what}."
