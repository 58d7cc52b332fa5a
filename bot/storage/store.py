"""What every store can do: keep bytes under a key for some time, in one process or for many."""

from typing import Protocol


class Store(Protocol):
    """Entries that may expire; every method raises StorageError when the store cannot be used.

    Keys are text without anything a person could be known by. `seconds` is the time after which an entry is gone;
    None keeps it until it is deleted.
    """

    async def get(self, key: str) -> bytes | None:
        """The value, or None if there is none or it has expired."""

    async def put(self, key: str, value: bytes, seconds: float | None) -> None:
        """Keep a value in place of any other; the time begins anew."""

    async def delete(self, key: str) -> None:
        """Remove an entry, if there is one."""

    async def add(self, key: str, seconds: float) -> bool:
        """Keep an empty value; True only for the first who does so until it expires."""

    async def count(self, key: str, seconds: float | None) -> int:
        """Add one and return the sum; the time begins with the first and is not renewed.

        The value of a counter is its number in decimal digits.
        """

    async def pairs(self, prefix: str) -> list[tuple[str, bytes]]:
        """All keys that begin so, with their values, in no particular order."""

    async def close(self) -> None:
        """Let go of files and connections; using the store again opens them again."""
