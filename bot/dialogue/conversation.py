"""What one person in one chat spoke of last."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from bot.content.languages import Language
from bot.understanding.mentions import UNKNOWN_PERSON

if TYPE_CHECKING:
    # Storage keeps conversations, and it is open before any content is loaded.
    from bot.content.model import Knowledge

EXPIRES_AFTER_SECONDS = 30 * 60
"""A pause after which a question stands alone again."""


@dataclass(frozen=True, slots=True)
class Conversation:
    """The little that follow-up questions need; ids only, never the person's words."""

    topics: tuple[str, ...] = ()
    """Topics of the last answer."""
    persons: tuple[str, ...] = ()
    """Persons of the last question or answer."""
    organisations: tuple[str, ...] = ()
    """The one organisation that the last answer was about, such as an online platform."""
    places: tuple[str, ...] = ()
    """Places of the last question."""
    intent: str = ""
    """What the last question wanted to know."""
    language: Language | None = None
    """The language of the last reply."""

    def known_to(self, knowledge: Knowledge) -> Conversation:
        """Without what the content no longer has; it may have changed since."""
        return replace(
            self,
            topics=tuple(topic for topic in self.topics if topic in knowledge.topics),
            persons=tuple(
                person for person in self.persons if person == UNKNOWN_PERSON or person in knowledge.entities
            ),
            organisations=tuple(name for name in self.organisations if name in knowledge.entities),
            intent=self.intent if self.intent in knowledge.intents else "",
        )

    @property
    def subject(self) -> str | None:
        """What a question means that leaves out of what it speaks."""
        return next(iter((*self.organisations, *self.topics)), None)
