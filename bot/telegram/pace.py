"""How much was sent lately: what stays well below Telegram's limits will not be refused for being too much."""

import asyncio
from collections import deque

CALM_A_SECOND = 15
"""Messages in a second; Telegram's limit is about 30 in all."""
CALM_CHAT_SECONDS = 2.0
"""Between two messages to a person; Telegram's limit is about one a second."""
AFTER_FLOOD_SECONDS = 60.0
"""So long after Telegram asked to send less, nothing counts as calm."""


class Pace:
    """Remembers the messages of the last seconds."""

    def __init__(self) -> None:
        self._sent: deque[tuple[float, object]] = deque()
        self._flooded = float("-inf")

    def note(self, chat: object) -> None:
        """A message, or an answer to a query, was sent."""
        self._sent.append((_now(), chat))

    def note_flood(self) -> None:
        """Telegram asked to send less."""
        self._flooded = _now()

    def is_calm(self, chat: object) -> bool:
        """Whether one more to this chat is surely welcome; groups have limits of their own and never are calm."""
        now = _now()
        while self._sent and self._sent[0][0] < now - CALM_CHAT_SECONDS:
            self._sent.popleft()
        in_group = isinstance(chat, int) and chat < 0
        in_last_second = sum(when > now - 1 for when, _ in self._sent)
        spoken_to = chat is not None and any(other == chat for _, other in self._sent)
        calm_since_flood = now - self._flooded > AFTER_FLOOD_SECONDS
        return calm_since_flood and not in_group and not spoken_to and in_last_second < CALM_A_SECOND


def _now() -> float:
    return asyncio.get_running_loop().time()
