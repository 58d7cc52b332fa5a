"""A great many short texts with a number each, in little memory: a table of hashes over one long string of bytes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

_LENGTH_BITS, _VALUE_BITS = 8, 24
_REMEMBERED = 8192
"""Texts that were just looked up: questions ask for the same beginnings of words again and again."""


class Prefixes:
    """Stands in for a dictionary of texts of at most 255 bytes to numbers from 0 to 16 million, which is only asked."""

    def __init__(self, texts: NDArray[np.uint8], slots: NDArray[np.uint64]) -> None:
        """Take the texts one after the other, and the table: length, number + 1 and place of each, 0 where none is."""
        self._texts, self._slots = texts, slots
        self._bytes, self._table = texts.data, slots.data
        self._last = len(slots) - 1
        self.get = lru_cache(maxsize=_REMEMBERED)(self._look_up)

    @classmethod
    def of(cls, numbers: Mapping[str, int]) -> Prefixes:
        """The table of a dictionary; ValueError if something in it is too long or too large."""
        whole, begins = _joined(numbers)
        last = (1 << (2 * len(numbers)).bit_length()) - 1
        slots = [0] * (last + 1)
        for text, number in numbers.items():
            data = text.encode()
            if len(data) >= 1 << _LENGTH_BITS or not 0 <= number < (1 << _VALUE_BITS) - 1:
                raise ValueError(f"{text!r}: {number} does not fit")
            place = crc32(data) & last
            while slots[place]:
                place = (place + 1) & last
            slots[place] = (begins[text] << _VALUE_BITS | number + 1) << _LENGTH_BITS | len(data)
        return cls(np.frombuffer(whole, np.uint8), np.array(slots, np.uint64))

    def __reduce__(self) -> tuple[type[Prefixes], tuple[NDArray[np.uint8], NDArray[np.uint64]]]:
        """What was remembered stays behind."""
        return Prefixes, (self._texts, self._slots)

    def _look_up(self, text: str) -> int | None:
        """The number of a text, or None."""
        data = text.encode()
        place = crc32(data) & self._last
        while slot := self._table[place]:
            if slot & 0xFF == len(data):
                begin = slot >> _LENGTH_BITS + _VALUE_BITS
                if self._bytes[begin : begin + len(data)] == data:
                    return (slot >> _LENGTH_BITS & 0xFFFFFF) - 1
            place = (place + 1) & self._last
        return None


def _joined(texts: Iterable[str]) -> tuple[bytes, Mapping[str, int]]:
    """The texts in one string of bytes, and where each begins; the beginning of a longer one lies within that."""
    whole, begins = bytearray(), dict[str, int]()
    for text in sorted(texts, key=len, reverse=True):
        if text not in begins:
            begins.update((text[:end], len(whole)) for end in range(1, len(text) + 1))
            whole += text.encode()
    return bytes(whole), begins
