"""The rows of a large table that stays in a file: each question needs a few, and none is worth its memory for long."""

from __future__ import annotations

import os
from pathlib import Path

import numpy as np
from numpy.typing import NDArray


class Rows:
    """Stands in for a matrix of bytes of which only rows are taken, by their numbers.

    They are read and not mapped: with each page that is touched the system would map fifteen more.
    """

    def __init__(self, file: Path, shape: tuple[int, int]) -> None:
        """Open the file; OSError when it cannot be, ValueError when it holds no such matrix."""
        self.shape = shape
        self._opened = file.open("rb", buffering=0)
        if os.fstat(self._opened.fileno()).st_size != shape[0] * shape[1]:
            raise ValueError(f"{file.name} is not whole")

    def __getitem__(self, numbers: NDArray[np.int64]) -> NDArray[np.uint8]:
        """The rows of these numbers, one under the other; IndexError where there is no such row."""
        taken = np.empty((len(numbers), self.shape[1]), np.uint8)
        width, number_of_file = self.shape[1], self._opened.fileno()
        for row, number in zip(taken, numbers.tolist(), strict=True):
            if not 0 <= number < self.shape[0] or os.preadv(number_of_file, [row.data], number * width) != width:
                raise IndexError(number)
        return taken
