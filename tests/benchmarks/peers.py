"""Other ways to find the intent of a question, given the same examples and the same finder of names and facts."""

import json
import shutil
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from importlib.util import find_spec
from pathlib import Path

from rapidfuzz import fuzz, process

from bot.assistant import Assistant
from bot.content.questions import Question
from bot.dialogue.conversation import Conversation
from bot.dialogue.reply import Reply
from tests.benchmarks import questions
from tests.benchmarks.report import quantile, table

ASKED = 300
"""Questions of one message, out of all in a seeded order."""
NEAREST_FROM = 80
"""Similarity from which the nearest example decides."""
NLP_JS = Path(__file__).with_name("nlp_js.cjs")
NLP_SECONDS = 300
"""A peer that is not trained by then is left out."""
SCIKIT_ROUNDS = 5
HASSIL_EACH = 6
"""It takes half a second for a question, so it gets fewer."""
SHORTEST_SENTENCE = 3
"""hassil takes no shorter ones."""
HASSIL_SIGNS = "[](){}<>|:;?!.,/\\"
"""What means something in its templates."""
Guess = Callable[[str], str | None]
"""The intent of a question; None if there is none."""


@dataclass
class Score:
    """How a way did."""

    name: str
    right: int = 0
    false: int = 0
    declined: int = 0
    """Questions that nothing should be answered to."""
    milliseconds: list[float] = field(default_factory=list)


def comparison(with_encoder: Assistant, without: Assistant) -> str:
    """The table of right and false answers; the peers get this bot's names and facts, so only the intent is theirs."""
    asked = [question for question in questions.all_questions() if len(question.ask) == 1][:ASKED]
    scores = [_score(name, asked, way) for name, way in _ways(with_encoder, without)]
    if find_spec("hassil"):
        guess = _hassil(_examples(with_encoder))
        name = f"hassil, the examples as sentences (every {HASSIL_EACH}th question)"
        way = partial(_reply_by, with_encoder, guess)
        scores.append(_score(name, asked[::HASSIL_EACH], way))
    scores += _nlp_js(with_encoder, asked)
    columns = (f"{len(asked)} questions", "right", "false answers", "median ms", "p99 ms")
    return table(columns, [_row(score) for score in scores])


def _row(score: Score) -> tuple[str, ...]:
    return (
        score.name,
        f"{100 * score.right / len(score.milliseconds):.1f} %",
        f"{100 * score.false / score.declined:.1f} %",
        *(f"{quantile(score.milliseconds, share):.2f}" for share in (0.5, 0.99)),
    )


def _ways(with_encoder: Assistant, without: Assistant) -> Iterator[tuple[str, Callable[[Question], Reply | None]]]:
    for name, assistant in (("this bot with encoder", with_encoder), ("this bot without encoder", without)):
        yield name, partial(_reply_of, assistant)
    for name, guess in _guesses(_examples(with_encoder)):
        yield name, partial(_reply_by, with_encoder, guess)


def _examples(assistant: Assistant) -> dict[str, str]:
    return {text: key for key, intent in assistant.knowledge.intents.items() for text in intent.examples.all}


def _reply_of(assistant: Assistant, question: Question) -> Reply:
    return assistant.answer(question.ask[0], Conversation()).reply


def _reply_by(assistant: Assistant, guess: Guess, question: Question) -> Reply | None:
    return _reply_to(assistant, question, guess(question.ask[0]))


def _guesses(examples: dict[str, str]) -> Iterator[tuple[str, Guess]]:
    for name, scorer in (("WRatio", fuzz.WRatio), ("token_sort_ratio", fuzz.token_sort_ratio)):
        yield f"rapidfuzz `extractOne({name})`", partial(_nearest, examples, scorer)
    if find_spec("sklearn"):
        yield "scikit-learn, tf-idf and `SGDClassifier`", _scikit(examples)


def _nearest(examples: dict[str, str], scorer: Callable[..., float], text: str) -> str | None:
    hit = process.extractOne(text, examples.keys(), scorer=scorer, score_cutoff=NEAREST_FROM)
    return examples[hit[0]] if hit else None


def _scikit(examples: dict[str, str]) -> Guess:
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.linear_model import SGDClassifier
    from sklearn.pipeline import make_pipeline

    letters = TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 4), sublinear_tf=True, min_df=2)
    pipeline = make_pipeline(letters, SGDClassifier(max_iter=SCIKIT_ROUNDS, tol=None, random_state=0))
    pipeline.fit(list(examples), list(examples.values()))
    return lambda text: str(pipeline.predict([text])[0])


def _hassil(examples: dict[str, str]) -> Guess:
    from hassil import Intents, recognize

    data: dict[str, list[str]] = {}
    for text, intent in examples.items():
        plain = "".join(letter for letter in text if letter not in HASSIL_SIGNS).strip()
        if len(plain) >= SHORTEST_SENTENCE:
            data.setdefault(intent, []).append(plain)
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
    score = Score(name)
    for question in asked:
        begin = time.perf_counter()
        reply = way(question)
        score.milliseconds.append(1000 * (time.perf_counter() - begin))
        _count(score, question, reply)
    return score


def _count(score: Score, question: Question, reply: Reply | None) -> None:
    """All are judged alike: a fact that was wanted is stated, or nothing is answered where nothing was wanted."""
    answered = reply is not None and reply.status == "answered"
    stated = {one for fact in (reply.facts if reply else ()) for one in (fact.id, *fact.includes)}
    score.right += set(question.facts) <= stated if question.expect == "answered" else not answered
    score.declined += question.expect in ("unknown", "out_of_scope")
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
        command = [node, str(NLP_JS), str(file)]
        try:
            done = subprocess.run(command, capture_output=True, text=True, timeout=NLP_SECONDS)
        except subprocess.TimeoutExpired:
            return []
    score = Score("nlp.js (node)")
    for question, (guess, milliseconds) in zip(asked, json.loads(done.stdout), strict=True):
        score.milliseconds.append(milliseconds)
        _count(score, question, _reply_to(assistant, question, guess))
    return [score]
