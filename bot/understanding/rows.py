"""Large tables that stay in a file: each question needs a few parts of them, and none is worth its memory for long.

The parts are read and not mapped: with each page that is touched the system would map fifteen more.
"""

from __future__ import annotations

import os
from array import array
from functools import lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

_BLOCK_BITS = 8
_BLOCK = 1 << _BLOCK_BITS
_REMEMBERED = 2048
"""Blocks of numbers that were just read; they take two megabytes."""


class Rows:
    """Stands in for a matrix of bytes of which only rows are taken, by their numbers."""

    def __init__(self, file: Path, shape: tuple[int, int]) -> None:
        """Open the file; OSError when it cannot be, ValueError when it holds no such matrix."""
        self.shape = shape
        self._opened = file.open("rb", buffering=0)
        _check_size(self._opened.fileno(), shape[0] * shape[1])

    def __getitem__(self, numbers: NDArray[np.int64]) -> NDArray[np.uint8]:
        """The rows of these numbers, one under the other; IndexError where there is no such row."""
        taken = np.empty((len(numbers), self.shape[1]), np.uint8)
        width, file = self.shape[1], self._opened.fileno()
        for row, number in zip(taken, numbers.tolist(), strict=True):
            if not 0 <= number < self.shape[0] or os.preadv(file, [row.data], number * width) != width:
                raise IndexError(number)
        return taken


class Numbers:
    """Stands in for a long array of which single numbers are read, many of them close together."""

    def __init__(self, file: Path, code: str, count: int) -> None:
        """Open the file; OSError when it cannot be, ValueError when it holds no such array; the code is array's."""
        self._code = code
        self._opened = file.open("rb", buffering=0)
        self._bytes = array(code).itemsize * _BLOCK
        _check_size(self._opened.fileno(), array(code).itemsize * count)
        self._block = lru_cache(maxsize=_REMEMBERED)(self._read)

    def __getitem__(self, place: int) -> int:
        """The number at a place from 0; IndexError where there is none."""
        return self._block(place >> _BLOCK_BITS)[place & _BLOCK - 1]

    def _read(self, number: int) -> array[int]:
        return array(self._code, os.pread(self._opened.fileno(), self._bytes, number * self._bytes))


def _check_size(file: int, size: int) -> None:
    if os.fstat(file).st_size != size:
        raise ValueError("the file of a large table is not whole")
