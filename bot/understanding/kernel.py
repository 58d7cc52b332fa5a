"""Ridge regression over sentence vectors, character n-grams and words: understands words that no example uses.

Its kernel is k² + LINEAR_SHARE · k, where k blends three cosines. k² is fitted on landmarks, a sample of the examples
spread evenly over the labels (Williams and Seeger 2001, "Using the Nyström method to speed up kernel machines"), k on
explicit features of all examples; so the cost of training grows with the number of examples and no faster.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bot.understanding.encoder import Encoder
from bot.understanding.features import Bag, Postings, char_grams, sketch, stems
from bot.understanding.sparse import FloatMatrix, FloatVector, IntVector, SparseRows
from bot.understanding.table import Table, pack, unpack
from bot.understanding.text import Word, words

ENCODER_SHARE = 0.8
GRAM_SHARE_OF_LEXICAL = 0.6
LINEAR_SHARE = 0.3
RIDGE = 0.05
LANDMARKS = 4000
LANDMARK_SEED = 13
_JITTER = 1e-5
_GRAM_SHARE = (1 - ENCODER_SHARE) * GRAM_SHARE_OF_LEXICAL
_STEM_SHARE = (1 - ENCODER_SHARE) * (1 - GRAM_SHARE_OF_LEXICAL)
_Bags = tuple[Bag, Bag]


class Similarity:
    """The blended cosines of texts with some examples."""

    def __init__(self, examples: Table, bags: _Bags) -> None:
        self._grams = Postings(examples.grams, len(bags[0].terms))
        self._stems = Postings(examples.stems, len(bags[1].terms))
        self._vectors = examples.vectors

    def of(self, texts: Table) -> FloatMatrix:
        """Similarities from about 0 to 1, texts x examples."""
        blend = np.float32(_GRAM_SHARE) * self._grams.cosines(texts.grams)
        blend += np.float32(_STEM_SHARE) * self._stems.cosines(texts.stems)
        blend += np.float32(ENCODER_SHARE) * (texts.vectors @ self._vectors.T)
        return blend


class KernelRanker:
    """Scores all labels for texts."""

    def __init__(self, bags: _Bags, landmarks: Table, weights: FloatMatrix, encoder: Encoder) -> None:
        """Take what was learnt; `train` finds it and `from_arrays` reads it."""
        self._bags, self._landmarks, self._weights, self.encoder = bags, landmarks, weights, encoder
        self._similarity = Similarity(landmarks, bags)

    @classmethod
    def train(
        cls,
        texts: Sequence[str],
        targets: IntVector,
        importance: FloatVector,
        encoder: Encoder,
        vectors: FloatMatrix | None = None,
    ) -> tuple[KernelRanker, FloatMatrix]:
        """Learn from texts, the label of each, and how much each weighs; also gives the scores of these texts.

        `vectors`, texts x 512, saves encoding the texts anew.
        """
        sentences = [words(text) for text in texts]
        bags = (Bag.from_sentences(char_grams, sentences), Bag.from_sentences(stems, sentences))
        table = _tabulate(bags, sentences, encoder.encode(texts) if vectors is None else vectors)
        chosen = _choose_landmarks(targets)
        landmarks = table.take(chosen)
        features = _explicit(table, Similarity(landmarks, bags))
        roots: FloatMatrix = np.sqrt(importance)[:, None]
        features *= roots
        weights = _solve(features, roots * _wanted(targets), features[chosen, : len(chosen)] / roots[chosen])
        return cls(bags, landmarks, weights, encoder), features @ weights / roots

    def scores(self, texts: Sequence[str]) -> FloatMatrix:
        """A score for each text and label, about 1 for the right label and about 0 for others; all texts in one go."""
        table = _tabulate(self._bags, [words(text) for text in texts], self.encoder.encode(texts))
        scores: FloatMatrix = _explicit(table, self._similarity) @ self._weights
        return scores

    def arrays(self) -> dict[str, Any]:
        """What was learnt, for a file; the terms are a JSON header of their own (see `header`)."""
        return {
            "kernel_weights": self._weights,
            "grams_rarity": self._bags[0].rarity,
            "stems_rarity": self._bags[1].rarity,
            **pack("landmarks", self._landmarks),
        }

    def header(self) -> dict[str, Any]:
        """What was learnt and is text."""
        return {"terms": [bag.terms for bag in self._bags], "unknown": [bag.unknown for bag in self._bags]}

    @classmethod
    def from_arrays(cls, file: Any, header: dict[str, Any], encoder: Encoder) -> KernelRanker:
        """The ranker in an open file; KeyError when there is none."""
        grams = Bag(char_grams, header["terms"][0], file["grams_rarity"], header["unknown"][0])
        stem_bag = Bag(stems, header["terms"][1], file["stems_rarity"], header["unknown"][1])
        return cls((grams, stem_bag), unpack(file, "landmarks"), file["kernel_weights"], encoder)


def _tabulate(bags: _Bags, sentences: Sequence[Sequence[Word]], vectors: FloatMatrix) -> Table:
    grams, stem_rows = (SparseRows.stack([bag.weigh(sentence) for sentence in sentences]) for bag in bags)
    return Table(grams, stem_rows, vectors)


def _explicit(texts: Table, similarity: Similarity) -> FloatMatrix:
    """The features the weights apply to: squared similarities with the landmarks, then the linear ones."""
    near = similarity.of(texts)
    near *= near
    parts = [
        near,
        _scaled(sketch(texts.grams), _GRAM_SHARE),
        _scaled(sketch(texts.stems), _STEM_SHARE),
        _scaled(texts.vectors, ENCODER_SHARE),
    ]
    return np.hstack(parts)


def _scaled(features: FloatMatrix, share: float) -> FloatMatrix:
    scaled: FloatMatrix = features * np.float32((LINEAR_SHARE * share) ** 0.5)
    return scaled


def _wanted(targets: IntVector) -> FloatMatrix:
    """1 for the label of each text, 0 for the others."""
    wanted: FloatMatrix = np.eye(int(targets.max()) + 1, dtype=np.float32)[targets]
    return wanted


def _solve(features: FloatMatrix, wanted: FloatMatrix, among_landmarks: FloatMatrix) -> FloatMatrix:
    """Ridge weights, features x labels, by the kernel among the landmarks, whose features come first."""
    penalty = np.eye(features.shape[1])
    penalty[: len(among_landmarks), : len(among_landmarks)] = among_landmarks
    left = (features.T @ features).astype(np.float64) + RIDGE * penalty + _JITTER * np.eye(len(penalty))
    solution: NDArray[np.float64] = np.linalg.solve(left, features.T @ wanted)
    return solution.astype(np.float32)


def _choose_landmarks(targets: IntVector) -> IntVector:
    """Examples drawn label by label in turn, so that each label has its share; all of them when they are few."""
    shuffled = np.random.default_rng(LANDMARK_SEED).permutation(len(targets))
    by_label = shuffled[np.argsort(targets[shuffled], kind="stable")]
    sizes = np.bincount(targets)
    turn = np.arange(len(targets)) - np.repeat(np.cumsum(sizes) - sizes, sizes)
    drawn = by_label[np.argsort(turn, kind="stable")][:LANDMARKS]
    return np.sort(drawn).astype(np.int32)
