"""Which intent a question means: a quick linear ranker decides what is clear, a thorough one with the encoder the rest.

Both are ridge regressions over the examples. Most questions use the words of some example; for those the sentence
encoder, which costs thirty times as much as all else, changes nothing.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bot.understanding.encoder import Encoder
from bot.understanding.features import Speller
from bot.understanding.kernel import KernelRanker
from bot.understanding.linear import LinearRanker
from bot.understanding.recent import Recent
from bot.understanding.sparse import FloatMatrix, FloatVector, IntVector
from bot.understanding.text import words

# 0 lets every example weigh the same, 1 every label; between them, rare labels are heard without shouting.
BALANCE = 0.5
# A correction must make the question this much clearer, or it was a word the examples merely lack.
CORRECTION_GAIN = 0.05
CLEAR_SCORE = 0.3
CLEAR_LEAD = 0.4
"""A question whose best label has this score and this lead over the second needs no encoder."""
CLEAR_WORDS = 2
"""Fewer words may be clear and yet mean something else: "namely?" belongs to what stands before it."""
_FORMAT = 3
_Misjudged = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Ranked:
    """A label and how well it fits."""

    # The name of the intent.
    label: str
    # About 1 for a question like its examples, about 0 for one unlike them; comparable across questions.
    score: float


class Ranker:
    """Ranks all labels for a question."""

    def __init__(
        self,
        speller: Speller,
        labels: Sequence[str],
        linear: LinearRanker,
        kernel: KernelRanker | None,
        misjudged: _Misjudged,
    ) -> None:
        """Take the learnt parts; `train` and `load` are the ways to get them."""
        self._speller, self._labels = speller, list(labels)
        self._linear, self._kernel, self._misjudged = linear, kernel, misjudged
        self._recent = Recent[FloatVector]()

    @property
    def encoder(self) -> Encoder | None:
        """The sentence encoder, if there is one."""
        return self._kernel.encoder if self._kernel else None

    @classmethod
    def train(
        cls, examples: Sequence[tuple[str, str]], encoder: Encoder | None, vectors: FloatMatrix | None = None
    ) -> Ranker:
        """Learn from (text, label) pairs; ValueError when there are none.

        `vectors`, n x 512, saves encoding the texts anew; without an encoder they are left aside.
        """
        if not examples:
            raise ValueError("a ranker needs examples")
        texts = [text for text, _ in examples]
        sentences = [words(text) for text in texts]
        labels = sorted({label for _, label in examples})
        places = {label: place for place, label in enumerate(labels)}
        targets = np.array([places[label] for _, label in examples], np.int32)
        importance = _importance(targets)
        linear = LinearRanker.train(sentences, np.eye(len(labels), dtype=np.float32)[targets], importance)
        if encoder is None:
            kernel, scores = None, np.array([linear.scores(sentence) for sentence in sentences])
        else:
            kernel, scores = KernelRanker.train(texts, targets, importance, encoder, vectors)
        return cls(Speller.from_sentences(sentences), labels, linear, kernel, _find_misjudged(scores, targets))

    def rank(self, text: str) -> list[Ranked]:
        """All labels, the best first."""
        return self.rank_each([text])[0]

    def rank_each(self, texts: Sequence[str], most: int | None = None) -> list[list[Ranked]]:
        """For each text the labels, the best first, as many as asked for; together they cost the encoder less."""
        readings = [self._readings(text) for text in texts]
        scores = [_clearer(np.array([self._linear.scores(words(text)) for text in reading])) for reading in readings]
        if self._kernel:
            unclear = {text: readings[place] for place, text in enumerate(texts) if not _is_clear(text, scores[place])}
            thorough = self._recent.through(list(unclear), lambda new: self._thorough([unclear[text] for text in new]))
            rows = dict(zip(unclear, thorough, strict=True))
            scores = [rows.get(text, row) for text, row in zip(texts, scores, strict=True)]
        return [self._ranked(row, most) for row in scores]

    def correct(self, text: str) -> str:
        """The text with each unknown word put as the examples spell the word it resembles."""
        return self._speller.correct(text)

    def nearest(self, text: str, examples: Sequence[str], count: int) -> list[tuple[int, float]]:
        """Index and similarity of the examples most like the text, the nearest first."""
        likeness = self._linear.similarities(words(text), [words(example) for example in examples])
        order = np.argsort(-likeness, kind="stable")[:count]
        return [(int(place), float(likeness[place])) for place in order]

    def misjudged(self) -> list[tuple[int, str, float]]:
        """Examples that fit another label better than their own, although learnt.

        The index of each, that label, and how much better it fits, the clearest first.
        """
        return [(int(index), self._labels[int(best)], float(lead)) for index, best, lead in self._misjudged]

    def save(self, path: Path) -> None:
        """Write everything but the encoder to one .npz file."""
        header = {
            "format": _FORMAT,
            "labels": self._labels,
            "spellings": self._speller.spellings,
            "kernel": self._kernel.header() if self._kernel else None,
        }
        arrays: dict[str, Any] = {
            "header": np.frombuffer(json.dumps(header, ensure_ascii=False).encode(), np.uint8),
            "misjudged": self._misjudged,
            **self._linear.arrays(),
            **(self._kernel.arrays() if self._kernel else {}),
        }
        with path.open("wb") as file:
            np.savez(file, **arrays)

    @classmethod
    def load(cls, path: Path, encoder: Encoder | None) -> Ranker:
        """Read a saved ranker.

        ValueError when it was saved in another format, or trained with an encoder and there is none now, or reversed.
        """
        with np.load(path, allow_pickle=False) as file:
            header = json.loads(file["header"].tobytes())
            if header["format"] != _FORMAT or bool(header["kernel"]) != (encoder is not None):
                raise ValueError(f"{path}: saved in another format or for another encoder; train anew")
            kernel = KernelRanker.from_arrays(file, header["kernel"], encoder) if encoder else None
            linear = LinearRanker.from_arrays(file)
            return cls(Speller(header["spellings"]), header["labels"], linear, kernel, file["misjudged"])

    def _readings(self, text: str) -> list[str]:
        """The text as written and, if that changes it, as corrected."""
        return list(dict.fromkeys([self._speller.respell(text), self._speller.correct(text)]))

    def _thorough(self, readings: Sequence[Sequence[str]]) -> list[FloatVector]:
        """The scores by the encoder for the clearer reading of each text."""
        assert self._kernel
        scores = self._kernel.scores([text for reading in readings for text in reading])
        ends = np.cumsum([len(reading) for reading in readings])
        # A row by itself, since it is remembered and the others need not be.
        return [_clearer(rows).copy() for rows in np.split(scores, ends[:-1])]

    def _ranked(self, scores: FloatVector, most: int | None) -> list[Ranked]:
        order = np.argsort(-scores, kind="stable")[:most]
        return [Ranked(self._labels[place], float(scores[place])) for place in order.tolist()]


def _clearer(scores: FloatMatrix) -> FloatVector:
    """The scores of the text as written, or as corrected where that is clearer; readings x labels."""
    best = scores.max(axis=1)
    row: FloatVector = scores[-1] if best[-1] > best[0] + CORRECTION_GAIN else scores[0]
    return row


def _is_clear(text: str, scores: FloatVector) -> bool:
    if len(scores) < 2 or len(words(text)) < CLEAR_WORDS:
        return len(scores) < 2
    second, best = np.partition(scores, -2)[-2:]
    return bool(best >= CLEAR_SCORE and best - second >= CLEAR_LEAD)


def _importance(targets: IntVector) -> FloatVector:
    """How much each example weighs, one on average."""
    weights = np.bincount(targets)[targets].astype(float) ** -BALANCE
    importance: FloatVector = (weights * len(targets) / weights.sum()).astype(np.float32)
    return importance


def _find_misjudged(scores: FloatMatrix, targets: IntVector) -> _Misjudged:
    """Index, winner and its lead for each example that another label wins, the clearest first."""
    best = scores.argmax(axis=1)
    lead = scores.max(axis=1) - scores[np.arange(len(best)), targets]
    wrong = np.flatnonzero(best != targets)
    order = wrong[np.argsort(-lead[wrong], kind="stable")]
    return np.column_stack([order, best[order], lead[order]]).astype(np.float64)
