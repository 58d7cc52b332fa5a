"""Measure the ranker on public intent sets: `python -m tests.benchmarks.rankers --data FOLDER`.

FOLDER holds a folder for each set, with the training file and `test.jsonl`, JSON Lines of "text" and "label"; the label
"oos" marks test questions that belong to no label. The table says, in per cent and milliseconds:

    accuracy    share of the in-scope questions whose first label is right
    one typo    the same with one seeded typo in each question
    OSCR        area under the curve (share of oos accepted, share of in-scope accepted and right) over all thresholds
                (Dhamija et al. 2018, "Reducing network agnostophobia"); AUROC is the same without "and right"
    median, p99 time of one question
"""

import argparse
import json
import random
import string
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from bot.understanding.encoder import Encoder, load_encoder
from bot.understanding.ranking import Ranker
from bot.understanding.text import words

OUT_OF_SCOPE = "oos"
TEST_FILE = "test.jsonl"
TYPO_SEED = 13
TYPO_LETTERS = 4
COLUMNS = ("set", "examples", "labels", "accuracy", "one typo", "OSCR", "AUROC", "median ms", "p99 ms", "training s")

Rows = list[tuple[str, str]]


@dataclass(frozen=True)
class Answers:
    """What the ranker said to some questions."""

    # Whether the first label was the right one.
    right: NDArray[np.bool_]
    # The score of the first label.
    scores: NDArray[np.float64]
    # Seconds taken for each question.
    seconds: NDArray[np.float64]


def read_rows(path: Path) -> Rows:
    """Text and label of each line."""
    lines = path.read_text(encoding="utf-8").splitlines()
    return [(row["text"], row["label"]) for row in map(json.loads, lines)]


def with_typo(text: str, chance: random.Random) -> str:
    """The text with one letter of one longer word replaced, left out, added, or swapped with the next."""
    longer = [word for word in words(text) if len(word.text) >= TYPO_LETTERS]
    if not longer:
        return text
    word = chance.choice(longer)
    place = chance.randrange(word.start + 1, word.end - 1)
    letter, after = chance.choice(string.ascii_lowercase), text[place + 1 :]
    return text[:place] + chance.choice([letter + after, after, letter + text[place:], _swapped(text[place:])])


def ask(ranker: Ranker, rows: Rows) -> Answers:
    """Rank the labels for each question, one at a time."""
    right, scores, seconds = [], [], []
    for text, label in rows:
        start = time.perf_counter()
        best = ranker.rank(text)[0]
        seconds.append(time.perf_counter() - start)
        right.append(best.label == label)
        scores.append(best.score)
    return Answers(np.array(right, bool), np.array(scores), np.array(seconds))


def area(accepted: NDArray[np.float64], inside: int, outside: NDArray[np.float64]) -> float:
    """Area in per cent under share of `inside` accepted over share of `outside` accepted; ties count half."""
    ordered = np.sort(outside)
    below = (np.searchsorted(ordered, accepted, "left") + np.searchsorted(ordered, accepted, "right")) / 2
    return 100 * float(below.sum()) / inside / len(outside)


def measure(folder: Path, train_file: str, encoder: Encoder | None) -> list[str]:
    """One line of the table."""
    examples, tests = read_rows(folder / train_file), read_rows(folder / TEST_FILE)
    start = time.perf_counter()
    ranker = Ranker.train(examples, encoder)
    training = time.perf_counter() - start
    inside = [row for row in tests if row[1] != OUT_OF_SCOPE]
    outside = [row for row in tests if row[1] == OUT_OF_SCOPE]
    chance = random.Random(TYPO_SEED)
    answers, strangers = ask(ranker, inside), ask(ranker, outside)
    misspelt = ask(ranker, [(with_typo(text, chance), label) for text, label in inside])
    start_of_line = [folder.name, str(len(examples)), str(len({label for _, label in examples}))]
    shares = [f"{100 * answers.right.mean():.1f}", f"{100 * misspelt.right.mean():.1f}", *_areas(answers, strangers)]
    median, slowest = 1000 * np.quantile(answers.seconds, [0.5, 0.99])
    return [*start_of_line, *shares, f"{median:.2f}", f"{slowest:.2f}", f"{training:.1f}"]


def choose_sets(data: Path, names: str | None, train_file: str) -> Iterator[Path]:
    """The folders to measure: the named ones, or all that hold a training file."""
    for folder in sorted(data.iterdir()):
        if (folder / train_file).is_file() and (names is None or folder.name in names.split(",")):
            yield folder


def main(arguments: Sequence[str] | None = None) -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description="Measure the ranker on public intent sets.")
    parser.add_argument("--data", type=Path, required=True, help="folder with a folder for each set")
    parser.add_argument("--sets", help="names of sets, with commas between them; all by default")
    parser.add_argument("--train", default="train_10shot.jsonl", help="name of the training file")
    parser.add_argument("--no-encoder", action="store_true", help="lexical features only")
    options = parser.parse_args(arguments)
    encoder = None if options.no_encoder else load_encoder()
    print(_line(COLUMNS), _line(["---"] * len(COLUMNS)), sep="\n")
    for folder in choose_sets(options.data, options.sets, options.train):
        print(_line(measure(folder, options.train, encoder)), flush=True)


def _areas(answers: Answers, strangers: Answers) -> list[str]:
    if not len(strangers.scores):
        return ["", ""]
    inside = len(answers.scores)
    accepted = [answers.scores[answers.right], answers.scores]
    return [f"{area(scores, inside, strangers.scores):.1f}" for scores in accepted]


def _swapped(text: str) -> str:
    return text[1] + text[0] + text[2:]


def _line(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"


if __name__ == "__main__":
    main()
