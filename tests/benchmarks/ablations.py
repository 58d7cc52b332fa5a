"""What each part of understanding is worth: python -m tests.benchmarks.ablations FILE...

Each row leaves one part out, on the same question files (YAML), in one run. Training is not counted in the time.
"""

import argparse
import statistics
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from pathlib import Path
from typing import Any

from rapidfuzz import fuzz, process

from bot.assistant import Assistant, build_assistant
from bot.content.loader import load_knowledge
from bot.content.model import Knowledge
from bot.content.questions import Question, load_questions
from bot.dialogue import choice
from bot.dialogue.conversation import Conversation
from bot.dialogue.dialogue import Dialogue
from bot.evaluation import evaluate
from bot.settings import Settings
from bot.understanding import interpreter, questions, training
from bot.understanding.entities import EntityFinder
from bot.understanding.lexicon import Lexicon
from bot.understanding.mentions import Mention, mask

NEAREST_FROM = 80
"""Similarity from which the nearest-example baselines answer."""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("files", nargs="+", type=Path)
    options = parser.parse_args()
    settings = Settings.read({})
    print("| variant | right | false answers | ms a question, median | p99 |\n| --- | ---: | ---: | ---: | ---: |")
    for name, build in _variants(settings):
        with build() as assistant:
            print(_row(name, assistant, options.files), flush=True)
    for name, scorer in (
        ("nearest example, WRatio", fuzz.WRatio),
        ("nearest example, token_sort_ratio", fuzz.token_sort_ratio),
    ):
        print(_baseline(name, load_knowledge(settings.content), scorer, options.files), flush=True)


def _variants(settings: Settings) -> Iterator[tuple[str, Callable[[], AbstractContextManager[Assistant]]]]:
    def whole(*change: Any, encoder: bool = True) -> Callable[[], AbstractContextManager[Assistant]]:
        @contextmanager
        def build() -> Iterator[Assistant]:
            with _changed(*change) if change else nullcontext():
                yield build_assistant(settings.content, None, with_encoder=encoder)

        return build

    yield "everything", whole()
    yield "without the sentence encoder", whole(encoder=False)
    yield "names left in the sentence", whole(EntityFinder, "mask", lambda _, text, __: text)
    yield "one stand-in for all topics", whole(EntityFinder, "mask", _one_stand_in)
    yield "kind of value not checked", whole(interpreter, "wanted_value", lambda *_: None)
    yield "gap never gives way to the fact beside it", whole(choice, "NEARBY_LEAD", -9.0)
    yield "messages never cut into questions", whole(questions, "_parts", lambda _, text: [text])
    yield "suggested questions not learnt", whole(Knowledge, "suggested_questions", lambda *_: ())
    yield "a quarter of the examples", whole(training, "masked_examples", _quarter(training.masked_examples))


@contextmanager
def _changed(owner: Any, name: str, value: Any) -> Iterator[None]:
    """One part replaced for as long as a variant is measured."""
    before = getattr(owner, name)
    setattr(owner, name, value)
    try:
        yield
    finally:
        setattr(owner, name, before)


def _one_stand_in(finder: EntityFinder, text: str, mentions: tuple[Mention, ...]) -> str:
    kinds = ("topic", "person", "place", "organisation", "year", "number")
    return mask(text, mentions, {kind: finder.stand_in(kind) for kind in kinds})


def _quarter(examples: Callable[..., list[tuple[str, str]]]) -> Callable[..., list[tuple[str, str]]]:
    return lambda *arguments: examples(*arguments)[::4]


def _row(name: str, assistant: Assistant, files: list[Path]) -> str:
    evaluation = evaluate(assistant, files)
    times = sorted(_milliseconds(assistant, question) for file in files for question in load_questions(file))
    p99 = times[int(0.99 * (len(times) - 1))]
    right, false = 100 * evaluation.right_share, 100 * evaluation.false_share
    return f"| {name} | {right:.1f} | {false:.1f} | {statistics.median(times):.1f} | {p99:.1f} |"


def _milliseconds(assistant: Assistant, question: Question) -> float:
    start = time.perf_counter()
    assistant.answer(question.ask[-1], Conversation())
    return 1000 * (time.perf_counter() - start)


def _baseline(name: str, knowledge: Knowledge, scorer: Callable[..., float], files: list[Path]) -> str:
    """The example nearest to the question decides intent and names; what a plain fuzzy matcher would do."""
    examples = {text: intent for intent in knowledge.intents.values() for text in intent.examples.all}
    finder, dialogue = EntityFinder(knowledge, Lexicon(knowledge.words)), Dialogue(knowledge)
    right = false = declined = 0
    times = []
    single = [question for file in files for question in load_questions(file) if len(question.ask) == 1]
    for question in single:
        start = time.perf_counter()
        hit = process.extractOne(question.ask[0], examples.keys(), scorer=scorer, score_cutoff=NEAREST_FROM)
        intent = examples[hit[0]] if hit else None
        topics = [mention.id for mention in finder.find(question.ask[0]) if mention.kind == "topic"]
        topic = topics[0] if topics else (intent.topic if intent else None)
        reply = (
            dialogue.choose(intent.id, topic, question.language).reply
            if intent and topic and intent.kind == "fact"
            else None
        )
        times.append(1000 * (time.perf_counter() - start))
        answered = reply is not None and reply.status == "answered"
        stated = {one for fact in (reply.facts if reply else ()) for one in (fact.id, *fact.includes)}
        right += set(question.facts) <= stated if question.expect == "answered" else not answered
        declined += question.expect in ("unknown", "out_of_scope")
        false += answered and question.expect in ("unknown", "out_of_scope")
    times.sort()
    p99 = times[int(0.99 * (len(times) - 1))]
    shares = f"{100 * right / len(single):.1f} | {100 * false / declined:.1f}"
    return f"| {name} | {shares} | {statistics.median(times):.1f} | {p99:.1f} |"


if __name__ == "__main__":
    main()
