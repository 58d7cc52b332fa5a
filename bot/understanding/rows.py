"""Large tables that stay in a file: each question needs a few parts of them, and none is worth its memory for long.

The parts are read and not mapped: with each page that is touched the system would map fifteen more.
"""

from __future__ import annotations

import os
import weakref
from array import array
from functools import lru_cache, partial
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
        self._file = _opened(self, file, shape[0] * shape[1])

    def __getitem__(self, numbers: NDArray[np.int64]) -> NDArray[np.uint8]:
        """The rows of these numbers, one under the other; IndexError where there is no such row."""
        taken = np.empty((len(numbers), self.shape[1]), np.uint8)
        width = self.shape[1]
        for row, number in zip(taken, numbers.tolist(), strict=True):
            if not 0 <= number < self.shape[0] or os.preadv(self._file, [row.data], number * width) != width:
                raise IndexError(number)
        return taken


class Numbers:
    """Stands in for a long array of which single numbers are read, many of them close together."""

    def __init__(self, file: Path, code: str, count: int) -> None:
        """Open the file; OSError when it cannot be, ValueError when it holds no such array; the code is array's."""
        self._bytes = array(code).itemsize * _BLOCK
        self._file = _opened(self, file, array(code).itemsize * count)
        self._block = lru_cache(maxsize=_REMEMBERED)(partial(_block_of, self._file, self._bytes, code))

    def __getitem__(self, place: int) -> int:
        """The number at a place from 0; IndexError where there is none."""
        return self._block(place >> _BLOCK_BITS)[place & _BLOCK - 1]


def _block_of(file: int, size: int, code: str, number: int) -> array[int]:
    return array(code, os.pread(file, size, number * size))


def _opened(owner: object, file: Path, size: int) -> int:
    """The descriptor of a file of that size, closed with the end of its owner."""
    descriptor = os.open(file, os.O_RDONLY | os.O_CLOEXEC)
    weakref.finalize(owner, os.close, descriptor)
    if os.fstat(descriptor).st_size != size:
        raise ValueError("the file of a large table is not whole")
    return descriptor
