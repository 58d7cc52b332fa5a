"""A question without any input or output: time by kind, beside rapidfuzz's nearest example."""

import time
from collections.abc import Callable, Iterable, Mapping, Sequence

from rapidfuzz import fuzz, process

from bot.assistant import Assistant, build_assistant
from bot.content.questions import Question
from bot.dialogue.conversation import Conversation
from bot.settings import Settings
from tests.benchmarks import peers, questions
from tests.benchmarks.forgetful import remember_nothing
from tests.benchmarks.report import Section, Target, quantile, table, targets

EACH = 40
NEAREST_EACH = 4
"""The same for rapidfuzz, which is slow on long messages."""
NEAREST = "`extractOne(WRatio)`"
"""Questions of each kind, as far as there are so many."""
SHORT, MIDDLE, LONG = 2, 300, 4096
"""Words of a short question; letters of a longer one and of the longest that Telegram lets through."""
LONGEST_BLOCK_MILLISECONDS = 50.0
Asked = Sequence[Sequence[str]]
"""Conversations: the last message is measured."""
Answer = Callable[[Sequence[str]], float]
"""Milliseconds for the last message of a conversation."""


def measure() -> Section:
    """Times by kind, then right answers beside peers."""
    remember_nothing()
    settings = Settings.read({})
    with_encoder = build_assistant(settings.content, settings.cache)
    without = build_assistant(settings.content, settings.cache, with_encoder=False)
    ways = {
        "with encoder": _by(with_encoder),
        "without encoder": _by(without),
        NEAREST: _nearest(with_encoder.interpreter.examples),
    }
    times = {kind: _times(asked, ways) for kind, asked in _kinds().items()}
    blocks = [
        f"Up to {EACH} different questions of each kind from `tests/questions`, each asked once of each in turn, in "
        "one process on one thread; rapidfuzz looks through the same examples, "
        f"for the first {NEAREST_EACH} of a kind and none of the longest. The bot does more in its time: names, "
        "language, several intents, the reply.",
        _times_table(times),
        "### Right answers beside peers",
        peers.comparison(with_encoder, without),
        "### Targets",
        targets([_block(times, way) for way in list(ways)[:2]]),
    ]
    return Section("A question", blocks)


def _kinds() -> Mapping[str, Asked]:
    single = [question for question in questions.all_questions() if len(question.ask) == 1]
    return {
        "two words": _first(q for q in single if len(q.ask[0].split()) == SHORT),
        "normal": _first(q for q in single if q.expect == "answered" and len(q.ask[0].split()) > SHORT),
        f"{MIDDLE} letters": _joined(single, MIDDLE),
        f"{LONG} letters": _joined(single, LONG),
        "follow-up": _first(q for q in questions.all_questions() if len(q.ask) > 1),
        "out of scope": _first(q for q in single if q.expect == "out_of_scope"),
    }


def _first(found: Iterable[Question]) -> Asked:
    return [question.ask for question in found][:EACH]


def _joined(single: Sequence[Question], letters: int) -> Asked:
    """Messages of several questions, cut to a length."""
    texts = [question.ask[0] for question in single]
    return [(" ".join(texts[start:] + texts[:start])[:letters],) for start in range(0, 10 * EACH, 10)]


def _by(assistant: Assistant) -> Answer:
    def answer(turns: Sequence[str]) -> float:
        conversation = Conversation()
        for text in turns[:-1]:
            conversation = assistant.answer(text, conversation).conversation
        begin = time.perf_counter()
        assistant.answer(turns[-1], conversation)
        return 1000 * (time.perf_counter() - begin)

    return answer


def _nearest(examples: Sequence[str]) -> Answer:
    def answer(turns: Sequence[str]) -> float:
        begin = time.perf_counter()
        process.extractOne(turns[-1], examples, scorer=fuzz.WRatio)
        return 1000 * (time.perf_counter() - begin)

    return answer


def _times(asked: Asked, ways: Mapping[str, Answer]) -> Mapping[str, Sequence[float]]:
    times: dict[str, list[float]] = {name: [] for name in ways}
    for place, turns in enumerate(asked):
        for name, answer in ways.items():
            if name != NEAREST or (place < NEAREST_EACH and len(turns[-1]) < LONG):
                times[name].append(answer(turns))
    return times


def _times_table(times: Mapping[str, Mapping[str, Sequence[float]]]) -> str:
    ways = list(next(iter(times.values())))
    columns = ("median / p99 in ms", "questions", *ways)
    rows = [(kind, str(len(by[ways[0]])), *map(_pair, by.values())) for kind, by in times.items()]
    return table(columns, rows)


def _pair(values: Sequence[float]) -> str:
    return "–" if not values else f"{quantile(values, 0.5):.1f} / {quantile(values, 0.99):.1f}"


def _block(times: Mapping[str, Mapping[str, Sequence[float]]], way: str) -> Target:
    slowest = max(value for by in times.values() for value in by[way])
    beside = "So long a question is understood beside the event loop: see “Heartbeat”."
    return Target(f"longest question, {way}", slowest, LONGEST_BLOCK_MILLISECONDS, "ms", why_missed=beside)
