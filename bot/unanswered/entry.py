"""A question that got no answer, or none that helped, as it is kept."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from bot.content.model import Language

Reason = Literal["unknown", "out_of_scope", "clarify", "not_helpful"]
State = Literal["done", "ignored"]


@dataclass(frozen=True, slots=True)
class Entry:
    """One question of one person."""

    text: str
    """Scrubbed."""
    intent: str
    """What it was understood to ask; empty if nothing."""
    reason: Reason
    language: Language
    person: str
    """A keyed hash that is another one in each period."""
    period: int
    """The count of retention periods since 1970 in which it was asked."""
    day: date
