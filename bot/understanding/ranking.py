"""Which intent a question means: ridge regression over sentence vectors, character n-grams and words.

Its kernel is k² + LINEAR_SHARE · k, where k blends three cosines. k² is fitted on landmarks, a sample of the examples
spread evenly over the labels (Williams and Seeger 2001, "Using the Nyström method to speed up kernel machines"), k on
explicit features of all examples; so the cost of training grows with the number of examples and no faster.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bot.understanding.encoder import Encoder, FloatMatrix
from bot.understanding.features import (
    Bag,
    FloatVector,
    IntVector,
    Postings,
    SparseRows,
    Speller,
    char_grams,
    sketch,
    stems,
)
from bot.understanding.table import Table, pack, unpack
from bot.understanding.text import Word, words

ENCODER_SHARE = 0.8
GRAM_SHARE_OF_LEXICAL = 0.6
LINEAR_SHARE = 0.3
RIDGE = 0.05
# 0 lets every example weigh the same, 1 every label; between them, rare labels are heard without shouting.
BALANCE = 0.5
LANDMARKS = 4000
LANDMARK_SEED = 13
# A correction must make the question this much clearer, or it was a word the examples merely lack.
CORRECTION_GAIN = 0.05
_JITTER = 1e-5
_FORMAT = 2


@dataclass(frozen=True, slots=True)
class Ranked:
    """A label and how well it fits."""

    # The name of the intent.
    label: str
    # About 1 for a question like its examples, about 0 for one unlike them; comparable across questions.
    score: float


class Similarity:
    """The blended cosines of texts with some examples."""

    def __init__(self, examples: Table, bags: tuple[Bag, Bag]) -> None:
        self._grams = Postings(examples.grams, len(bags[0].terms))
        self._stems = Postings(examples.stems, len(bags[1].terms))
        self._vectors = examples.vectors

    def of(self, texts: Table) -> FloatMatrix:
        """Similarities from about 0 to 1, texts x examples."""
        blend = GRAM_SHARE_OF_LEXICAL * self._grams.cosines(texts.grams)
        blend += (1 - GRAM_SHARE_OF_LEXICAL) * self._stems.cosines(texts.stems)
        if texts.vectors is not None and self._vectors is not None:
            blend *= 1 - ENCODER_SHARE
            blend += ENCODER_SHARE * (texts.vectors @ self._vectors.T)
        return blend


class Ranker:
    """Ranks all labels for a question."""

    def __init__(
        self,
        speller: Speller,
        bags: tuple[Bag, Bag],
        labelled: tuple[Table | Path, IntVector, Sequence[str]],
        landmarks: tuple[IntVector, Table],
        weights: FloatMatrix | None,
        encoder: Encoder | None,
    ) -> None:
        """Take the learnt parts; `train` and `load` are the ways to get them.

        `labelled` holds the examples or the file they are saved in, the index of the label of each, and all labels;
        `landmarks` their indexes and rows; weights not given are solved for.
        """
        self._speller, self._bags, self._encoder = speller, bags, encoder
        self._examples, self._targets, self._labels = labelled
        self._landmarks = landmarks[0]
        self._similarity = Similarity(landmarks[1], bags)
        self._weights = self._solve() if weights is None else weights

    @classmethod
    def train(
        cls, examples: Sequence[tuple[str, str]], encoder: Encoder | None, vectors: FloatMatrix | None = None
    ) -> Ranker:
        """Learn from (text, label) pairs; ValueError when there are none.

        `vectors`, n x 512, saves encoding the texts anew; without an encoder they are left aside.
        """
        if not examples:
            raise ValueError("a ranker needs examples")
        sentences = [words(text) for text, _ in examples]
        bags = (Bag.from_sentences(char_grams, sentences), Bag.from_sentences(stems, sentences))
        if encoder is None:
            vectors = None
        elif vectors is None:
            vectors = encoder.encode([text for text, _ in examples])
        labels = sorted({label for _, label in examples})
        places = {label: place for place, label in enumerate(labels)}
        targets = np.array([places[label] for _, label in examples], np.int32)
        table, landmarks = _tabulate(bags, sentences, vectors), _choose_landmarks(targets)
        speller = Speller.from_sentences(sentences)
        return cls(speller, bags, (table, targets, labels), (landmarks, table.take(landmarks)), None, encoder)

    def rank(self, text: str) -> list[Ranked]:
        """All labels, the best first."""
        _, scores = self._read(text)
        order = np.argsort(-scores, kind="stable")
        return [Ranked(self._labels[index], float(scores[index])) for index in order]

    def correct(self, text: str) -> str:
        """The text with each unknown word put as the examples spell the word it resembles."""
        return self._speller.correct(text)

    def nearest(self, text: str, label: str, count: int) -> list[tuple[int, float]]:
        """Index and similarity of the examples of one label most similar to the text, the nearest first."""
        if label not in self._labels:
            return []
        own = np.flatnonzero(self._targets == self._labels.index(label)).astype(np.int32)
        reading, _ = self._read(text)
        similarities = Similarity(self._table().take(own), self._bags).of(reading)[0]
        order = np.argsort(-similarities, kind="stable")[:count]
        return [(int(own[place]), float(similarities[place])) for place in order]

    def misjudged(self) -> list[tuple[int, str, float]]:
        """Examples that fit another label better than their own, although learnt.

        The index of each, that label, and how much better it fits, the clearest first.
        """
        scores: FloatMatrix = self._explicit(self._table()) @ self._weights
        best = scores.argmax(axis=1)
        lead = scores.max(axis=1) - scores[np.arange(len(best)), self._targets]
        wrong = np.flatnonzero(best != self._targets)
        order = wrong[np.argsort(-lead[wrong], kind="stable")]
        return [(int(index), self._labels[best[index]], float(lead[index])) for index in order]

    def save(self, path: Path) -> None:
        """Write everything but the encoder to one .npz file.

        The landmarks' rows stand in it twice, so that ranking needs no others: they are a tenth of the file.
        """
        examples = self._table()
        header = {
            "format": _FORMAT,
            "labels": self._labels,
            "spellings": self._speller.spellings,
            "terms": [bag.terms for bag in self._bags],
            "unknown": [bag.unknown for bag in self._bags],
            "encoded": examples.vectors is not None,
        }
        arrays: dict[str, Any] = {
            "header": np.frombuffer(json.dumps(header, ensure_ascii=False).encode(), np.uint8),
            "targets": self._targets,
            "landmarks": self._landmarks,
            "weights": self._weights,
            "grams_rarity": self._bags[0].rarity,
            "stems_rarity": self._bags[1].rarity,
            **pack("examples", examples),
            **pack("landmarks", examples.take(self._landmarks)),
        }
        with path.open("wb") as file:
            np.savez(file, **arrays)

    @classmethod
    def load(cls, path: Path, encoder: Encoder | None) -> Ranker:
        """Read a saved ranker, but not the rows of its examples, which only explanations and checks need.

        ValueError when it was saved in another format, or trained with an encoder and there is none now, or reversed.
        """
        with np.load(path, allow_pickle=False) as file:
            header = json.loads(file["header"].tobytes())
            if header["format"] != _FORMAT or header["encoded"] != (encoder is not None):
                raise ValueError(f"{path}: saved in another format or for another encoder; train anew")
            gram_bag = Bag(char_grams, header["terms"][0], file["grams_rarity"], header["unknown"][0])
            stem_bag = Bag(stems, header["terms"][1], file["stems_rarity"], header["unknown"][1])
            labelled = (path, file["targets"], header["labels"])
            landmarks = (file["landmarks"], unpack(file, "landmarks"))
            speller = Speller(header["spellings"])
            return cls(speller, (gram_bag, stem_bag), labelled, landmarks, file["weights"], encoder)

    def _table(self) -> Table:
        """The rows of all examples."""
        if isinstance(self._examples, Table):
            return self._examples
        with np.load(self._examples, allow_pickle=False) as file:
            return unpack(file, "examples")

    def _read(self, text: str) -> tuple[Table, FloatVector]:
        """The text as written or corrected, whichever is clearer, and its score for each label."""
        readings = self._readings(text)
        scores: FloatMatrix = self._explicit(readings) @ self._weights
        best = scores.max(axis=1)
        clearer = len(best) - 1 if best[-1] > best[0] + CORRECTION_GAIN else 0
        return readings.take(np.array([clearer], np.int32)), scores[clearer]

    def _readings(self, text: str) -> Table:
        """The text as written and, if that changes it, as corrected."""
        texts = list(dict.fromkeys([self._speller.respell(text), self._speller.correct(text)]))
        vectors = None if self._encoder is None else self._encoder.encode(texts)
        return _tabulate(self._bags, [words(reading) for reading in texts], vectors)

    def _explicit(self, texts: Table) -> FloatMatrix:
        """The features the weights apply to: squared similarities with the landmarks, then the linear ones."""
        lexical = 1.0 if texts.vectors is None else 1 - ENCODER_SHARE
        parts = [
            self._similarity.of(texts) ** 2,
            _scaled(sketch(texts.grams), lexical * GRAM_SHARE_OF_LEXICAL),
            _scaled(sketch(texts.stems), lexical * (1 - GRAM_SHARE_OF_LEXICAL)),
        ]
        if texts.vectors is not None:
            parts.append(_scaled(texts.vectors, ENCODER_SHARE))
        features: FloatMatrix = np.hstack(parts)
        return features

    def _solve(self) -> FloatMatrix:
        """Ridge weights, features x labels."""
        features = self._explicit(self._table())
        penalty = np.eye(features.shape[1])
        count = len(self._landmarks)
        penalty[:count, :count] = features[self._landmarks, :count]
        sizes = np.bincount(self._targets)
        importance = sizes[self._targets].astype(float) ** -BALANCE
        roots = np.sqrt(importance * len(self._targets) / importance.sum()).astype(np.float32)
        wanted = np.zeros((len(self._targets), len(sizes)), np.float32)
        wanted[np.arange(len(self._targets)), self._targets] = roots
        features *= roots[:, None]
        left = (features.T @ features).astype(np.float64) + RIDGE * penalty + _JITTER * np.eye(len(penalty))
        solution: NDArray[np.float64] = np.linalg.solve(left, features.T @ wanted)
        return solution.astype(np.float32)


def _tabulate(bags: tuple[Bag, Bag], sentences: Sequence[Sequence[Word]], vectors: FloatMatrix | None) -> Table:
    grams, stem_rows = (SparseRows.stack([bag.weigh(sentence) for sentence in sentences]) for bag in bags)
    return Table(grams, stem_rows, vectors)


def _scaled(features: FloatMatrix, share: float) -> FloatMatrix:
    scaled: FloatMatrix = features * np.float32((LINEAR_SHARE * share) ** 0.5)
    return scaled


def _choose_landmarks(targets: IntVector) -> IntVector:
    """Examples drawn label by label in turn, so that each label has its share; all of them when they are few."""
    shuffled = np.random.default_rng(LANDMARK_SEED).permutation(len(targets))
    by_label = shuffled[np.argsort(targets[shuffled], kind="stable")]
    sizes = np.bincount(targets)
    turn = np.arange(len(targets)) - np.repeat(np.cumsum(sizes) - sizes, sizes)
    drawn = by_label[np.argsort(turn, kind="stable")][:LANDMARKS]
    return np.sort(drawn).astype(np.int32)
