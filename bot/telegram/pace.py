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
        self._spoken_to: dict[object, float] = {}
        """When each chat got its last message, the longest ago first."""
        self._latest: deque[float] = deque(maxlen=CALM_A_SECOND)
        self._flooded = float("-inf")

    def note(self, chat: object) -> None:
        """A message, or an answer to a query, was sent."""
        now = _now()
        self._latest.append(now)
        if chat is not None:
            self._spoken_to.pop(chat, None)
            self._spoken_to[chat] = now
        self._forget_before(now - CALM_CHAT_SECONDS)

    def note_flood(self) -> None:
        """Telegram asked to send less."""
        self._flooded = _now()

    def is_calm(self, chat: object) -> bool:
        """Whether one more to this chat is surely welcome; groups have limits of their own and never are calm."""
        now = _now()
        self._forget_before(now - CALM_CHAT_SECONDS)
        in_group = isinstance(chat, int) and chat < 0
        few_in_last_second = len(self._latest) < CALM_A_SECOND or self._latest[0] <= now - 1
        calm_since_flood = now - self._flooded > AFTER_FLOOD_SECONDS
        return calm_since_flood and not in_group and chat not in self._spoken_to and few_in_last_second

    def _forget_before(self, moment: float) -> None:
        while self._spoken_to:
            chat, when = next(iter(self._spoken_to.items()))
            if when >= moment:
                return
            del self._spoken_to[chat]


def _now() -> float:
    return asyncio.get_running_loop().time()
