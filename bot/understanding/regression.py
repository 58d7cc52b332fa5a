"""Ridge regression over the hashed terms of many sentences, without ever writing their matrix out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from bot.understanding.buckets import BUCKETS, forms, grams, pairs
from bot.understanding.sparse import FloatMatrix, FloatVector, IntVector, SparseRows

RIDGE = 1.0
STEPS = 8
"""Steps of the search for the weights; later ones hardly change a rank."""
_Sentences = Sequence[Sequence[str]]


def solve(
    sentences: _Sentences, rarity: FloatVector, known: FloatVector, wanted: FloatMatrix, importance: FloatVector
) -> FloatMatrix:
    """Weights, buckets x labels, by which folded sentences get the wanted scores (sentences x labels).

    `rarity` holds the value of each bucket, `known` 1 for each that may have weights, else 0; `importance` what each
    sentence weighs. By conjugate gradients on the normal equations, preconditioned by their diagonal (Golub and Van
    Loan 2013, "Matrix Computations", 11.5).
    """
    features = _Features(sentences, rarity, known)
    scale = (1 / (features.squares(importance) + RIDGE)).astype(np.float32)
    residual = features.back(wanted * importance[:, None])
    weights, direction = np.zeros_like(residual), residual * scale
    length = (residual * direction).sum(axis=0)
    for _ in range(STEPS):
        image = features.back(features.times(direction) * importance[:, None]) + RIDGE * direction
        step = length / np.maximum((direction * image).sum(axis=0), 1e-12)
        weights += step * direction
        residual -= step * image
        nearer = residual * scale
        before, length = length, (residual * nearer).sum(axis=0)
        direction = nearer + length / np.maximum(before, 1e-12) * direction
    return weights


@dataclass(frozen=True, slots=True)
class _Block:
    """One kind of feature: which units the sentences hold, and which buckets a unit fills."""

    units: SparseRows
    buckets: SparseRows | None
    """None where the units are the buckets."""

    def times(self, weights: FloatMatrix) -> FloatMatrix:
        """The product with something that has a row for each bucket."""
        return self.units.times(weights if self.buckets is None else self.buckets.times(weights))

    def transposed(self, units: int) -> _Block:
        """The same the other way round, so that it maps sentences to buckets."""
        back = self.units.transposed(units)
        return _Block(back, None) if self.buckets is None else _Block(self.buckets.transposed(BUCKETS), back)

    def squared(self) -> _Block:
        """The same with the squares of all values."""
        return _Block(self.units.squared(), self.buckets and self.buckets.squared())


class _Features:
    """The features of all sentences as a matrix, sentences x buckets, that is never written out."""

    def __init__(self, sentences: _Sentences, rarity: FloatVector, known: FloatVector) -> None:
        """Take the rarity of each bucket, and 1 for each that is known, else 0."""
        words = list(dict.fromkeys(word for sentence in sentences for word in sentence))
        places = {word: place for place, word in enumerate(words)}
        holds = [np.array([places[word] for word in sentence], np.int32) for sentence in sentences]
        of_words = [_word_block(holds, [*map(analyse, words)], rarity, known) for analyse in (grams, forms)]
        self._blocks = [_pair_block(sentences, rarity, known), *of_words]
        self._back = [block.transposed(len(words) if block.buckets else BUCKETS) for block in self._blocks]

    def times(self, weights: FloatMatrix) -> FloatMatrix:
        """Buckets x labels to sentences x labels."""
        return _total([block.times(weights) for block in self._blocks])

    def back(self, scores: FloatMatrix) -> FloatMatrix:
        """Sentences x labels to buckets x labels: the product with the transposed matrix."""
        return _total([block.times(scores) for block in self._back])

    def squares(self, importance: FloatVector) -> FloatMatrix:
        """The weighed squares of each bucket's values, buckets x 1, as if no two words of a sentence shared one."""
        return _total([block.squared().times(importance[:, None]) for block in self._back])


def _pair_block(sentences: _Sentences, rarity: FloatVector, known: FloatVector) -> _Block:
    found = _filled([*map(pairs, sentences)], rarity)
    scaled = found.scaled(_per_length(found.times(rarity[:, None])[:, 0]))
    return _Block(SparseRows(scaled.starts, scaled.columns, scaled.values * known[scaled.columns]), None)


def _word_block(
    holds: Sequence[IntVector], terms: Sequence[IntVector], rarity: FloatVector, known: FloatVector
) -> _Block:
    buckets = _filled(terms, rarity)
    words = _filled(holds, np.ones(len(terms), np.float32))
    squares = words.times(buckets.times(rarity[:, None]))[:, 0]
    return _Block(words.scaled(_per_length(squares)), _filled(terms, rarity * known))


def _filled(rows: Sequence[IntVector], values: FloatVector) -> SparseRows:
    return SparseRows.stack([(columns, values[columns]) for columns in rows])


def _per_length(squares: FloatVector) -> FloatVector:
    lengths: FloatVector = np.maximum(squares, np.float32(1e-9)) ** np.float32(-0.5)
    return lengths


def _total(products: Sequence[FloatMatrix]) -> FloatMatrix:
    total: FloatMatrix = np.sum(products, axis=0)
    return total
