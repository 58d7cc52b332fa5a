"""Remembers what a costly pure function gave for the texts met last, without keeping any of them."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Iterable, Sequence
from hashlib import blake2b
from typing import Any, Generic, TypeVar

MOST = 1024
"""Texts whose results are remembered; at an event many people ask the same."""
_Value = TypeVar("_Value")


class Recent(Generic[_Value]):
    """Results under the hashes of their texts, so that nobody's words stay; travels to other processes empty."""

    def __init__(self, most: int = MOST) -> None:
        """Take for how many texts the results are kept."""
        self._most = most
        self._known: OrderedDict[bytes, _Value] = OrderedDict()

    def through(self, texts: Sequence[str], work: Callable[[list[str]], Iterable[_Value]]) -> list[_Value]:
        """The result for each text; the work is done once for all that are not known, and not at all without any."""
        keys = [blake2b(text.encode("utf-8", "surrogatepass"), digest_size=16).digest() for text in texts]
        new = {key: text for key, text in zip(keys, texts, strict=True) if key not in self._known}
        if new:
            self._known |= dict(zip(new, work(list(new.values())), strict=True))
        for key in keys:
            self._known.move_to_end(key)
        results = [self._known[key] for key in keys]
        while len(self._known) > self._most:
            self._known.popitem(last=False)
        return results

    def __reduce__(self) -> tuple[Any, ...]:
        return Recent, (self._most,)
