"""Rows of mostly zeros, and their products with dense matrices."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

IntVector = NDArray[np.int32]
FloatVector = NDArray[np.float32]
FloatMatrix = NDArray[np.float32]

_AT_ONCE = 1 << 17
"""Stored values that a product takes at once, which bounds its memory."""


@dataclass(frozen=True, slots=True)
class SparseRows:
    """Rows of mostly zeros, of which only the rest is stored."""

    # Where each row starts in the two vectors below; one more entry than rows.
    starts: NDArray[np.int64]
    # The feature of each stored value.
    columns: IntVector
    # The stored values.
    values: FloatVector

    @classmethod
    def stack(cls, rows: Sequence[tuple[IntVector, FloatVector]]) -> SparseRows:
        """Put (columns, values) pairs one under the other."""
        starts = np.cumsum([0, *(len(columns) for columns, _ in rows)], dtype=np.int64)
        columns = np.concatenate([np.zeros(0, np.int32), *(columns for columns, _ in rows)])
        return cls(starts, columns, np.concatenate([np.zeros(0, np.float32), *(values for _, values in rows)]))

    def __len__(self) -> int:
        return len(self.starts) - 1

    def row(self, index: int) -> tuple[IntVector, FloatVector]:
        """Columns and values of one row."""
        part = slice(self.starts[index], self.starts[index + 1])
        return self.columns[part], self.values[part]

    def take(self, indexes: Iterable[int]) -> SparseRows:
        """The rows of these indexes, in their order."""
        return self.stack([self.row(index) for index in indexes])

    def transposed(self, width: int) -> SparseRows:
        """A row for each of `width` features, holding the rows it occurs in."""
        rows = np.repeat(np.arange(len(self), dtype=np.int32), np.diff(self.starts))
        order = np.argsort(self.columns, kind="stable")
        starts = np.concatenate([[0], np.cumsum(np.bincount(self.columns, minlength=width))]).astype(np.int64)
        return SparseRows(starts, rows[order], self.values[order])

    def scaled(self, factors: FloatVector) -> SparseRows:
        """The rows, each times its factor."""
        return SparseRows(self.starts, self.columns, self.values * np.repeat(factors, np.diff(self.starts)))

    def squared(self) -> SparseRows:
        """The rows with the squares of their values."""
        return SparseRows(self.starts, self.columns, self.values * self.values)

    def times(self, dense: FloatMatrix) -> FloatMatrix:
        """The product with a dense matrix that has a row for each feature."""
        product = np.zeros((len(self), dense.shape[1]), np.float32)
        first = 0
        while first < len(self):
            last = max(first + 1, int(np.searchsorted(self.starts, self.starts[first] + _AT_ONCE, "right")) - 1)
            self._multiply(first, last, dense, product)
            first = last
        return product

    def _multiply(self, first: int, last: int, dense: FloatMatrix, product: FloatMatrix) -> None:
        filled = first + np.flatnonzero(np.diff(self.starts[first : last + 1]))
        if len(filled):
            part = slice(self.starts[first], self.starts[last])
            weighed = dense[self.columns[part]] * self.values[part, None]
            product[filled] = np.add.reduceat(weighed, self.starts[filled] - self.starts[first], axis=0)
