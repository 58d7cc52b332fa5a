"""What a pressed button means, as a short text that needs no memory: `v1:q:founded:metropolis:de`."""

from dataclasses import dataclass

from bot.content.model import LANGUAGES, Language
from bot.telegram.feedback import Opinion

LONGEST_DATA = 64
"""Bytes that Telegram carries for a button."""
_VERSION = "v1"
_LANGUAGES: dict[str, Language] = {language: language for language in LANGUAGES}
_OPINIONS: dict[str, Opinion] = {"y": "helpful", "n": "not_helpful"}
_OPINION_LETTERS: dict[Opinion, str] = {opinion: letter for letter, opinion in _OPINIONS.items()}


@dataclass(frozen=True, slots=True)
class MenuPress:
    """Show all topics, in place of the message."""

    language: Language


@dataclass(frozen=True, slots=True)
class TopicPress:
    """Show a page of the questions about a topic, in place of the message; pages count from 1."""

    topic: str
    page: int
    language: Language


@dataclass(frozen=True, slots=True)
class BrowsePress:
    """Answer a question from a page of questions, in place of the message."""

    intent: str
    topic: str
    page: int
    language: Language


@dataclass(frozen=True, slots=True)
class QuestionPress:
    """Answer a question about a topic in a message of its own."""

    intent: str
    topic: str
    language: Language


@dataclass(frozen=True, slots=True)
class MorePress:
    """Show the questions about a topic, or all topics, in a message of their own."""

    topic: str | None
    language: Language


@dataclass(frozen=True, slots=True)
class AgainPress:
    """Say what the message says in a language; `page` is the page of questions that it goes back to, if any."""

    findings: str
    """In shorthand."""
    page: int | None
    language: Language


@dataclass(frozen=True, slots=True)
class SourcePress:
    """Quote what facts rest on."""

    facts: str
    """Their codes in a row."""
    language: Language


@dataclass(frozen=True, slots=True)
class ContactPress:
    """Say whom to ask."""

    language: Language


@dataclass(frozen=True, slots=True)
class FeedbackPress:
    """Count whether an answer to a question of this intent helped."""

    opinion: Opinion
    intent: str
    language: Language


@dataclass(frozen=True, slots=True)
class LanguagePress:
    """Answer in a language from now on."""

    language: Language


Press = (
    MenuPress
    | TopicPress
    | BrowsePress
    | QuestionPress
    | MorePress
    | AgainPress
    | SourcePress
    | ContactPress
    | FeedbackPress
    | LanguagePress
)


def format_press(press: Press) -> str:
    """The data of a button; it may be longer than Telegram carries."""
    return ":".join((_VERSION, *_parts(press), press.language))


def _parts(press: Press) -> tuple[str, ...]:
    match press:
        case MenuPress():
            return ("m",)
        case TopicPress(topic, page):
            return ("t", topic, str(page))
        case BrowsePress(intent, topic, page):
            return ("b", intent, topic, str(page))
        case QuestionPress(intent, topic):
            return ("q", intent, topic)
        case MorePress(topic):
            return ("n", topic or "")
        case AgainPress(findings, page):
            return ("a", findings, str(page or ""))
        case SourcePress(facts):
            return ("s", facts)
        case ContactPress():
            return ("c",)
        case FeedbackPress(opinion, intent):
            return ("f", _OPINION_LETTERS[opinion], intent)
        case LanguagePress():
            return ("l",)


def parse_press(data: str | None) -> Press | None:
    """What a button's data means; None for anything that no button of this version carries."""
    match (data or "").split(":"):
        case [version, *parts, code] if version == _VERSION and code in _LANGUAGES:
            return _press(parts, _LANGUAGES[code])
    return None


def _press(parts: list[str], language: Language) -> Press | None:
    match parts:
        case ["m"]:
            return MenuPress(language)
        case ["t", topic, page] if topic and _is_page(page):
            return TopicPress(topic, int(page), language)
        case ["b", intent, topic, page] if intent and topic and _is_page(page):
            return BrowsePress(intent, topic, int(page), language)
        case ["q", intent, topic] if intent and topic:
            return QuestionPress(intent, topic, language)
        case ["n", topic]:
            return MorePress(topic or None, language)
        case ["a", findings, page] if findings and (not page or _is_page(page)):
            return AgainPress(findings, int(page) if page else None, language)
        case ["s", facts] if facts:
            return SourcePress(facts, language)
        case ["c"]:
            return ContactPress(language)
        case ["f", letter, intent] if letter in _OPINIONS and intent:
            return FeedbackPress(_OPINIONS[letter], intent, language)
        case ["l"]:
            return LanguagePress(language)
    return None


def _is_page(text: str) -> bool:
    return text.isascii() and text.isdecimal() and not text.startswith("0")
