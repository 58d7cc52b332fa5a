"""Whether answers help: counted by kind of question, never by person."""

from collections import Counter
from dataclasses import dataclass
from typing import Literal, Protocol

from bot.storage.tally import Tally

Opinion = Literal["helpful", "not_helpful"]


class Feedback(Protocol):
    """Where opinions go."""

    async def count(self, intent: str, opinion: Opinion) -> None:
        """Note one opinion about an answer to a question of this intent."""


class FeedbackCounter:
    """Counts in memory until the process ends."""

    def __init__(self) -> None:
        self.counts: Counter[tuple[str, Opinion]] = Counter()

    async def count(self, intent: str, opinion: Opinion) -> None:
        """Add one."""
        self.counts[intent, opinion] += 1


@dataclass(frozen=True)
class TalliedFeedback:
    """Counts in the storage, beyond the end of the process and for all replicas together."""

    tally: Tally

    async def count(self, intent: str, opinion: Opinion) -> None:
        """Add one."""
        await self.tally.add(opinion, intent)
