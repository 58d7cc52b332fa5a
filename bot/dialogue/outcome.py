"""What the selection finds for a question: facts, a gap, or several topics that could be meant."""

from dataclasses import dataclass
from typing import Literal

from bot.content.model import Fact
from bot.understanding.mentions import Mention

Verdict = Literal["yes", "no"]


@dataclass(frozen=True, slots=True)
class Chosen:
    """The facts that answer, and a yes or no where they decide one."""

    intent: str
    facts: tuple[Fact, ...]
    verdict: Verdict | None = None
    without: tuple[str, ...] = ()
    """Topics named beside these, for which the documents do not say it."""


@dataclass(frozen=True, slots=True)
class Missing:
    """A gap: what is wanted, of which topic, which named things no fact covers, and what is known nearby."""

    intent: str
    topic: str | None
    details: tuple[Mention, ...] = ()
    today: bool = False
    nearby: Fact | None = None


@dataclass(frozen=True, slots=True)
class Ambiguous:
    """Several topics could be meant."""

    intent: str
    topics: tuple[str, ...]


Finding = Chosen | Missing
"""What a reply states in full, so that it can be said again in another language."""
Outcome = Finding | Ambiguous


def topic_of(finding: Finding) -> str | None:
    """The topic that a finding is about."""
    return finding.facts[0].topic if isinstance(finding, Chosen) else finding.topic
