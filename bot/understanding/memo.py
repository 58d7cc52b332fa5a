"""Remembers what pure functions gave for the words met last."""

from collections.abc import Callable, Hashable
from functools import lru_cache
from typing import Any, Generic, TypeVar

_Key = TypeVar("_Key", bound=Hashable)
_Value = TypeVar("_Value")
MOST = 4096
"""Words, or few words in a row, that are remembered of each function; questions share most of theirs."""


class Memo(Generic[_Key, _Value]):
    """A pure function of one value that need not work twice for the same; travels to other processes empty."""

    def __init__(self, work: Callable[[_Key], _Value], most: int = MOST) -> None:
        """Take the function and for how many values its results are kept."""
        self._work, self._most = work, most
        self._known: Callable[[_Key], _Value] = lru_cache(most)(work)

    def __call__(self, key: _Key) -> _Value:
        """What the function gives."""
        return self._known(key)

    def __reduce__(self) -> tuple[Any, ...]:
        return Memo, (self._work, self._most)
