"""What the bot says, as a value; surfaces only decide how it looks."""

from dataclasses import dataclass
from typing import Literal

from bot.content.model import Contact, Fact, Language
from bot.dialogue.outcome import Finding

Status = Literal["answered", "clarify", "unknown", "out_of_scope", "smalltalk"]


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A question the person may ask next, by intent and topic, with its words."""

    text: str
    intent: str
    topic: str


@dataclass(frozen=True, slots=True)
class Reply:
    """The reply to one message."""

    status: Status
    language: Language
    sentences: tuple[str, ...]
    """What the bot says, a paragraph each, without source and contact."""
    facts: tuple[Fact, ...] = ()
    """The facts the sentences state as the answer."""
    evidence: tuple[Fact, ...] = ()
    """The facts whose sources are named: the answer's, or what is known nearby."""
    websites: tuple[Fact, ...] = ()
    """The websites of the topics spoken of."""
    contact: Contact | None = None
    """Whom to ask further."""
    suggestions: tuple[Suggestion, ...] = ()
    """Questions to go on with."""
    intents: tuple[str, ...] = ()
    """What was understood, best first."""
    confidence: float = 0.0
    """How sure the bot is, from 0 to 1."""
    findings: tuple[Finding, ...] = ()
    """What the sentences were made from, to say them again in the other language; none where that is not possible."""
