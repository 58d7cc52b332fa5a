"""What a pressed button means, as a short text that needs no memory: `v1:q:founded:metropolis:de`."""

from dataclasses import dataclass

from bot.content.model import LANGUAGES, Language

LONGEST_DATA = 64
"""Bytes that Telegram carries for a button."""
_VERSION = "v1"
_LANGUAGES: dict[str, Language] = {language: language for language in LANGUAGES}


@dataclass(frozen=True, slots=True)
class MenuPress:
    """Show all topics."""


@dataclass(frozen=True, slots=True)
class TopicPress:
    """Show the questions about a topic."""

    topic: str


@dataclass(frozen=True, slots=True)
class QuestionPress:
    """Answer a question about a topic in a language."""

    intent: str
    topic: str
    language: Language


@dataclass(frozen=True, slots=True)
class LanguagePress:
    """Answer in a language from now on."""

    language: Language


Press = MenuPress | TopicPress | QuestionPress | LanguagePress


def format_press(press: Press) -> str:
    """The data of a button; it may be longer than Telegram carries if ids are very long."""
    return ":".join((_VERSION, *_parts(press)))


def _parts(press: Press) -> tuple[str, ...]:
    match press:
        case MenuPress():
            return ("m",)
        case TopicPress(topic):
            return ("t", topic)
        case QuestionPress(intent, topic, language):
            return ("q", intent, topic, language)
        case LanguagePress(language):
            return ("l", language)


def parse_press(data: str | None) -> Press | None:
    """What a button's data means; None for anything that no button of this version carries."""
    match (data or "").split(":"):
        case [version, "m"] if version == _VERSION:
            return MenuPress()
        case [version, "t", topic] if version == _VERSION and topic:
            return TopicPress(topic)
        case [version, "q", intent, topic, code] if version == _VERSION and intent and topic and code in _LANGUAGES:
            return QuestionPress(intent, topic, _LANGUAGES[code])
        case [version, "l", code] if version == _VERSION and code in _LANGUAGES:
            return LanguagePress(_LANGUAGES[code])
    return None
