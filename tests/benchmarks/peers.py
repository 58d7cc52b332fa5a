"""Other ways to find the intent of a question, given the same examples and the same finder of names and facts."""

import json
import shutil
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from rapidfuzz import fuzz, process

from bot.assistant import Assistant
from bot.content.questions import Question
from bot.dialogue.conversation import Conversation
from bot.dialogue.reply import Reply
from tests.benchmarks import questions
from tests.benchmarks.report import quantile, table

NEAREST_FROM = 80
"""Similarity from which the nearest example decides."""
NLP_JS = Path(__file__).with_name("nlp_js.cjs")
NLP_SECONDS = 120
Guess = Callable[[str], str | None]
"""The intent of a question; None if there is none."""


@dataclass
class Score:
    """How a way did."""

    name: str
    right: int = 0
    false: int = 0
    milliseconds: list[float] | None = None


def comparison(with_encoder: Assistant, without: Assistant) -> str:
    """The table of right and false answers; the peers get this bot's names and facts, so only the intent is theirs."""
    asked = [question for question in questions.all_questions() if len(question.ask) == 1]
    declined = sum(question.expect in ("unknown", "out_of_scope") for question in asked)
    scores = [_score(name, asked, way) for name, way in _ways(with_encoder, without)]
    scores += _nlp_js(with_encoder, asked)
    rows = [
        (
            score.name,
            f"{100 * score.right / len(asked):.1f} %",
            f"{100 * score.false / declined:.1f} %",
            *(f"{quantile(score.milliseconds or [], share):.2f}" for share in (0.5, 0.99)),
        )
        for score in scores
    ]
    return table((f"{len(asked)} questions", "right", "false answers", "median ms", "p99 ms"), rows)


def _ways(with_encoder: Assistant, without: Assistant) -> Iterator[tuple[str, Callable[[Question], Reply | None]]]:
    for name, assistant in (("this bot with encoder", with_encoder), ("this bot without encoder", without)):
        yield name, lambda question, by=assistant: by.answer(question.ask[0], Conversation()).reply
    examples = {text: key for key, intent in with_encoder.knowledge.intents.items() for text in intent.examples.all}
    for name, guess in _guesses(examples):
        yield name, lambda question, by=guess: _reply_to(with_encoder, question, by(question.ask[0]))


def _guesses(examples: dict[str, str]) -> Iterator[tuple[str, Guess]]:
    for name, scorer in (("WRatio", fuzz.WRatio), ("token_sort_ratio", fuzz.token_sort_ratio)):
        yield f"rapidfuzz `extractOne({name})`", lambda text, by=scorer: _nearest(text, examples, by)
    if find_spec("sklearn"):
        yield "scikit-learn, tf-idf and logistic regression", _scikit(examples)
    if find_spec("hassil"):
        yield "hassil, the examples as sentences", _hassil(examples)


def _nearest(text: str, examples: dict[str, str], scorer: Callable[..., float]) -> str | None:
    hit = process.extractOne(text, examples.keys(), scorer=scorer, score_cutoff=NEAREST_FROM)
    return examples[hit[0]] if hit else None


def _scikit(examples: dict[str, str]) -> Guess:
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.linear_model import LogisticRegression
    from sklearn.pipeline import make_pipeline

    letters = TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 4), sublinear_tf=True, min_df=2)
    pipeline = make_pipeline(letters, LogisticRegression(C=30, max_iter=60))
    pipeline.fit(list(examples), list(examples.values()))
    return lambda text: str(pipeline.predict([text])[0])


def _hassil(examples: dict[str, str]) -> Guess:
    from hassil import Intents, recognize

    data: dict[str, list[str]] = {}
    for text, intent in examples.items():
        data.setdefault(intent, []).append("".join(letter for letter in text if letter not in "[](){}<>|:;?!.,/\\"))
    sentences = {intent: {"data": [{"sentences": texts}]} for intent, texts in data.items()}
    intents = Intents.from_dict({"language": "de", "intents": sentences})

    def guess(text: str) -> str | None:
        found = recognize(text, intents)
        return found.intent.name if found else None

    return guess


def _reply_to(assistant: Assistant, question: Question, guessed: str | None) -> Reply | None:
    """What this bot would say if the question's intent were the guessed one."""
    intent = assistant.knowledge.intents.get(guessed or "")
    named = [mention.id for mention in assistant.interpreter.finder.find(question.ask[0]) if mention.kind == "topic"]
    topic = named[0] if named else (intent.topic if intent else None)
    if intent is None or topic is None or intent.kind != "fact":
        return None
    return assistant.dialogue.choose(intent.id, topic, question.language).reply


def _score(name: str, asked: Sequence[Question], way: Callable[[Question], Reply | None]) -> Score:
    score = Score(name, milliseconds=[])
    for question in asked:
        begin = time.perf_counter()
        reply = way(question)
        assert score.milliseconds is not None
        score.milliseconds.append(1000 * (time.perf_counter() - begin))
        _count(score, question, reply)
    return score


def _count(score: Score, question: Question, reply: Reply | None) -> None:
    """All are judged alike: a fact that was wanted is stated, or nothing is answered where nothing was wanted."""
    answered = reply is not None and reply.status == "answered"
    stated = {one for fact in (reply.facts if reply else ()) for one in (fact.id, *fact.includes)}
    score.right += set(question.facts) <= stated if question.expect == "answered" else not answered
    score.false += answered and question.expect in ("unknown", "out_of_scope")


def _nlp_js(assistant: Assistant, asked: Sequence[Question]) -> list[Score]:
    """The guesses of nlp.js, if node and its package are there (NODE_PATH); its time is that of its own process."""
    node = shutil.which("node")
    if node is None or subprocess.run([node, "-e", "require('node-nlp')"], capture_output=True).returncode:
        return []
    intents = assistant.knowledge.intents
    examples = [
        {"language": language, "text": text, "intent": key}
        for key, intent in intents.items()
        for language, texts in (("de", intent.examples.de), ("en", intent.examples.en))
        for text in texts
    ]
    work = {"examples": examples, "questions": [[one.language, one.ask[0]] for one in asked]}
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "work.json"
        file.write_text(json.dumps(work), encoding="utf-8")
        done = subprocess.run([node, str(NLP_JS), str(file)], capture_output=True, text=True, timeout=NLP_SECONDS)
    score = Score("nlp.js (node)", milliseconds=[])
    for question, (guess, milliseconds) in zip(asked, json.loads(done.stdout), strict=True):
        assert score.milliseconds is not None
        score.milliseconds.append(milliseconds)
        _count(score, question, _reply_to(assistant, question, guess))
    return [score]
