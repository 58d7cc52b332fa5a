"""The bot's page in Telegram: its name, descriptions and lists of commands, as the content wants them."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from bot.content.model import LANGUAGES, Knowledge, Language
from bot.content.parts import PHRASES
from bot.errors import ContentError, Problem
from bot.telegram.render import utf16_length

Audience = Literal["private", "groups", "administrators"]
"""Who is shown a list of commands: everybody in a private chat, everybody in a group, a group's administrators."""
Field = Literal["name", "description", "short"]

_IN_GROUPS = ("ask", "networks", "contact", "help")
COMMANDS: Mapping[Audience, tuple[str, ...]] = {
    "private": (
        *("start", "help", "networks", "topics", "contact", "sources"),
        *("language", "privacy", "forget", "about"),
    ),
    "groups": _IN_GROUPS,
    # Telegram shows administrators this list instead of the groups' one, not below it.
    "administrators": (*_IN_GROUPS, "language"),
}
"""The commands of each menu, from top to bottom; all of them have a handler."""
LONGEST: Mapping[Field, int] = {"name": 64, "description": 512, "short": 120}
"""Letters that Telegram takes for a text of the page (Bot API, setMyName and its neighbours)."""
LONGEST_COMMAND_TEXT = 256
"""Letters that Telegram takes beside a command (Bot API, BotCommand)."""
LanguageCode = Language | Literal[""]
"""A language, or nothing for every language that has no entry of its own."""
_CODES: tuple[LanguageCode, ...] = ("", *LANGUAGES)
_FOR_OTHERS: Language = "en"
"""The language in which the bot's own pages answer everybody whose Telegram is neither German nor English."""
_LANGUAGES: Mapping[LanguageCode, str] = {"": "all other languages", "de": "German", "en": "English"}
_TITLES: Mapping[Field | Audience, str] = {
    "name": "name",
    "description": "description",
    "short": "short description",
    "private": "commands in private chats",
    "groups": "commands in groups",
    "administrators": "commands for administrators of groups",
}


@dataclass(frozen=True, slots=True)
class TextEntry:
    """One text of the page in one language."""

    field: Field
    language: LanguageCode
    text: str

    @property
    def title(self) -> str:
        """What the entry is, for an operator."""
        return _title(self.field, self.language)

    def lines(self) -> list[str]:
        """The text, to be compared line by line."""
        return self.text.splitlines()


@dataclass(frozen=True, slots=True)
class CommandsEntry:
    """One list of commands with their texts, for one audience in one language."""

    audience: Audience
    language: LanguageCode
    commands: tuple[tuple[str, str], ...]

    @property
    def title(self) -> str:
        """What the entry is, for an operator."""
        return _title(self.audience, self.language)

    def lines(self) -> list[str]:
        """A line for each command."""
        return [f"/{name}: {text}" for name, text in self.commands]


Entry = TextEntry | CommandsEntry


def profile_of(knowledge: Knowledge) -> list[Entry]:
    """All entries in the order of writing; raises ContentError naming each phrase that Telegram would refuse.

    The entry for all other languages comes first, for Telegram shows it wherever a language has none of its own.
    Names come last: Telegram allows only a few changes of name a day.
    """
    if problems := list(_too_long(knowledge)):
        raise ContentError(problems)
    descriptions: Sequence[Field] = ("description", "short")
    return [
        *(_text(knowledge, field, code) for field in descriptions for code in _CODES),
        *(_commands(knowledge, audience, code) for audience in COMMANDS for code in _CODES),
        *(_text(knowledge, "name", code) for code in _CODES),
    ]


def _text(knowledge: Knowledge, field: Field, code: LanguageCode) -> TextEntry:
    return TextEntry(field, code, _phrase(knowledge, f"profile_{field}", code))


def _commands(knowledge: Knowledge, audience: Audience, code: LanguageCode) -> CommandsEntry:
    names = COMMANDS[audience]
    return CommandsEntry(audience, code, tuple((name, _phrase(knowledge, f"command_{name}", code)) for name in names))


def _phrase(knowledge: Knowledge, name: str, code: LanguageCode) -> str:
    # Telegram drops the blanks around a text, which would look like a difference for ever.
    return knowledge.phrases[name].in_language(code or _FOR_OTHERS).strip()


def _too_long(knowledge: Knowledge) -> Iterator[Problem]:
    limits = {f"profile_{field}": longest for field, longest in LONGEST.items()}
    limits |= {f"command_{name}": LONGEST_COMMAND_TEXT for names in COMMANDS.values() for name in names}
    for name, longest in limits.items():
        for language in LANGUAGES:
            if (length := utf16_length(_phrase(knowledge, name, language))) > longest:
                what = f"“{name}” has {length} letters in {_LANGUAGES[language]}; Telegram takes {longest}."
                yield Problem(PHRASES, what, f"Shorten it by {length - longest}.")


def _title(what: Field | Audience, code: LanguageCode) -> str:
    return f"{_TITLES[what]}, {_LANGUAGES[code]}"
