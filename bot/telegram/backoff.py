"""Pauses between attempts that grow while nothing helps."""

import asyncio

FIRST_PAUSE, LONGEST_PAUSE = 0.5, 15.0
"""Seconds between attempts; the pause doubles each time."""


class Backoff:
    """A pause that doubles until it is told that things work again."""

    def __init__(self) -> None:
        self._pause = FIRST_PAUSE

    async def sleep(self) -> None:
        """Wait, the next time longer."""
        pause, self._pause = self._pause, min(2 * self._pause, LONGEST_PAUSE)
        await asyncio.sleep(pause)

    def reset(self) -> None:
        """Begin with short pauses again."""
        self._pause = FIRST_PAUSE
