"""What one person in one chat spoke of last."""

from dataclasses import dataclass

from bot.content.model import Language

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
    years: tuple[str, ...] = ()
    """Years of the last question."""
    language: Language | None = None
    """The language of the last reply."""

    @property
    def subject(self) -> str | None:
        """What a question means that leaves out of what it speaks."""
        return next(iter((*self.organisations, *self.topics)), None)
