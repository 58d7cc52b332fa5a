"""Scores the bot on question files: right answers, and answers where none was due."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from bot.ask import converse
from bot.assistant import Assistant
from bot.content.model import Knowledge
from bot.content.questions import Question, load_questions
from bot.dialogue.reply import Reply

FOCUS = 2
"""A reply may state so many facts for each one asked, and so many more, before it counts as a dump."""

_ACCEPTED: Mapping[str, tuple[str, ...]] = {
    "unknown": ("unknown", "clarify", "out_of_scope"),
    "out_of_scope": ("out_of_scope", "unknown"),
    "smalltalk": ("smalltalk",),
    "clarify": ("clarify", "answered"),
}
"""Statuses that are right for each expectation; an answer is judged by its facts."""
_DECLINE = ("unknown", "out_of_scope")


@dataclass(frozen=True, slots=True)
class Outcome:
    """A question, the reply it got, and whether that was right."""

    question: Question
    reply: Reply
    right: bool

    @property
    def is_false_answer(self) -> bool:
        """Whether something was answered that the documents do not hold: the worst kind of error."""
        return self.question.expect in _DECLINE and self.reply.status == "answered"


@dataclass(frozen=True, slots=True)
class Evaluation:
    """All outcomes of a run."""

    outcomes: tuple[Outcome, ...]

    @property
    def right_share(self) -> float:
        return sum(outcome.right for outcome in self.outcomes) / len(self.outcomes)

    @property
    def false_share(self) -> float:
        """False answers among the questions that should be declined."""
        declined = [outcome for outcome in self.outcomes if outcome.question.expect in _DECLINE]
        return sum(outcome.is_false_answer for outcome in declined) / max(1, len(declined))

    def table(self) -> Iterator[str]:
        """Rows of right answers: all, by expectation, language and tag."""
        tally: defaultdict[str, list[int]] = defaultdict(lambda: [0, 0])
        for outcome in self.outcomes:
            for key in _keys(outcome.question):
                tally[key][0] += outcome.right
                tally[key][1] += 1
        for key, (right, total) in sorted(tally.items(), key=lambda row: (row[0].split()[0], -row[1][1])):
            yield f"{key:26} {right:4}/{total:<4} {100 * right / total:6.1f} %"
        yield f"{'false answers':26} {100 * self.false_share:18.1f} %"

    def confusions(self) -> Iterator[str]:
        """Pairs of wanted and understood, the most frequent first."""
        pairs = Counter(
            (" ".join(outcome.question.facts) or outcome.question.expect, outcome.reply.intents[0])
            for outcome in self.outcomes
            if not outcome.right and outcome.reply.intents
        )
        for (wanted, understood), count in pairs.most_common():
            yield f"{count:3} × {wanted} understood as {understood}"

    def failures(self) -> Iterator[str]:
        """Each question that went wrong, with its place and what came instead."""
        for outcome in self.outcomes:
            if not outcome.right:
                question, reply = outcome.question, outcome.reply
                asked, wanted = " → ".join(question.ask), " ".join((question.expect, *question.facts))
                got = " ".join((reply.status, *(fact.id for fact in reply.facts)))
                yield f"{question.place}: {asked} | wanted {wanted} | got {got}"


def evaluate(assistant: Assistant, files: Iterable[Path]) -> Evaluation:
    """Ask every question of the files; each is a conversation of its own."""
    questions = [question for file in files for question in load_questions(file)]
    return Evaluation(tuple(_outcome(assistant, question) for question in questions))


def _outcome(assistant: Assistant, question: Question) -> Outcome:
    reply = converse(assistant, question.ask, "en" if question.language == "en" else "de")
    return Outcome(question, reply, _is_right(question, reply, assistant.knowledge))


def _is_right(question: Question, reply: Reply, knowledge: Knowledge) -> bool:
    if question.expect != "answered":
        return reply.status in _ACCEPTED[question.expect]
    if reply.status != "answered" or len(reply.facts) > FOCUS * len(question.facts) + FOCUS:
        return False
    same_language = reply.language == question.language or len(question.ask) > 1
    return same_language and all(_is_stated(fact, reply, knowledge) for fact in question.facts)


def _is_stated(fact: str, reply: Reply, knowledge: Knowledge) -> bool:
    """Whether the reply states the fact, itself or within a fact that includes it."""
    stated = {one.id for one in reply.facts}
    including = {one.id for one in knowledge.facts().values() if fact in one.includes}
    return bool(stated & {fact, *including})


def _keys(question: Question) -> Sequence[str]:
    return (
        "all",
        f"expect {question.expect}",
        f"language {question.language}",
        *(f"tag {tag}" for tag in question.tags),
    )
