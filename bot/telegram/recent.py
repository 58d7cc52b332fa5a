"""The numbers of the updates met last, so that none is taken twice."""

MOST_REMEMBERED = 10_000
"""Far more than Telegram could have on the way at once."""


class RecentNumbers:
    """A bounded memory: beyond its size the number met first is forgotten."""

    def __init__(self, most: int = MOST_REMEMBERED) -> None:
        self._most = most
        # A dict keeps the order in which its keys came.
        self._numbers: dict[int, None] = {}

    def __contains__(self, number: int) -> bool:
        return number in self._numbers

    def add(self, number: int) -> None:
        """Remember a number."""
        self._numbers[number] = None
        if len(self._numbers) > self._most:
            del self._numbers[next(iter(self._numbers))]
