"""The chat in the terminal: what to show as values, two ways to draw it, and a thin loop around them."""

import io
import re
import sys
import time
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import partial
from importlib import import_module

from rich.console import Console, Group, RenderableType
from rich.panel import Panel
from rich.table import Table
from rich.text import Text

from bot.assistant import Assistant
from bot.content.model import LANGUAGE_NAMES, LANGUAGES, Fact, Language
from bot.dialogue.card import card_of, quoted
from bot.dialogue.conversation import EXPIRES_AFTER_SECONDS, Conversation
from bot.dialogue.dialogue import Turn
from bot.dialogue.reply import Suggestion

PROMPT = "> "
WIDEST_PANEL = 88
"""Longer lines are hard to read, however wide the window is."""
_NUMBER = re.compile(r"(\d{1,2})[.)]?")


@dataclass(frozen=True, slots=True)
class Choice:
    """An entry of a numbered list, and what to show when its number is typed."""

    text: str
    pick: Callable[[], "Screen"]


@dataclass(frozen=True, slots=True)
class Screen:
    """What one line of input is answered with, without any layout."""

    paragraphs: tuple[str, ...]
    """What the bot says."""
    choices: tuple[Choice, ...] = ()
    """What can be picked by number."""
    notes: tuple[str, ...] = ()
    """Source, website and contact, or hints; less prominent."""
    ends: bool = False
    """Whether the chat is over."""


class TerminalChat:
    """One person's chat: lines in, screens out; reads and prints nothing itself."""

    def __init__(self, assistant: Assistant, language: Language, clock: Callable[[], float] = time.monotonic) -> None:
        self._assistant = assistant
        self._preferred = language
        self._clock = clock
        self._conversation = Conversation()
        self._spoke_at = clock()
        self._offered: tuple[Choice, ...] = ()
        self._evidence: tuple[Fact, ...] = ()
        self._commands: Mapping[str, Callable[[str], Screen]] = {
            "/start": lambda _: self._start(),
            "/help": lambda _: self._help(),
            "/networks": lambda _: self._networks(),
            "/topics": lambda _: self._networks(),
            "/contact": lambda _: self._contact(),
            "/sources": lambda _: self._sources(),
            "/language": self._choose_language,
            "/privacy": lambda _: Screen((self._phrase("privacy_terminal"),)),
            "/forget": lambda _: self._forget(),
            "/about": lambda _: Screen((self._assistant.about(self._language),)),
            "/quit": lambda _: self.goodbye(),
            "/exit": lambda _: self.goodbye(),
        }

    def greeting(self) -> Screen:
        """The first screen: what the bot is for, the topics, and how to go on from here."""
        notes = (self._phrase("help_terminal"), self._phrase("telegram_hint"))
        return self._offer(Screen((self._phrase("welcome"),), self._topics(), notes))

    def goodbye(self) -> Screen:
        """The last screen."""
        return Screen((self._phrase("goodbye"),), ends=True)

    def respond(self, line: str) -> Screen | None:
        """What to show for a command, a number of the last list or a question; nothing for an empty line."""
        text = _without_control_codes(line).strip()
        if not text:
            return None
        self._forget_after_a_pause()
        number = _NUMBER.fullmatch(text)
        if number and self._offered:
            return self._offer(self._picked(int(number[1])))
        return self._offer(self._command(text) if text.startswith("/") else self._answer(text))

    def _offer(self, screen: Screen) -> Screen:
        """Numbers mean the last list that was shown."""
        self._offered = screen.choices or self._offered
        return screen

    def _forget(self) -> Screen:
        name = "forgotten_nothing" if self._conversation == Conversation() else "forgotten_conversation"
        screen = Screen((self._phrase(name),))
        self._conversation, self._evidence = Conversation(), ()
        return screen

    def _forget_after_a_pause(self) -> None:
        now = self._clock()
        if now - self._spoke_at > EXPIRES_AFTER_SECONDS:
            self._conversation = Conversation(language=self._conversation.language)
        self._spoke_at = now

    @property
    def _language(self) -> Language:
        return self._conversation.language or self._preferred

    def _phrase(self, name: str, /, **values: str) -> str:
        return self._assistant.knowledge.phrases[name].in_language(self._language).format(**values)

    def _picked(self, number: int) -> Screen:
        if 1 <= number <= len(self._offered):
            return self._offered[number - 1].pick()
        return Screen((self._phrase("no_such_choice"),))

    def _command(self, text: str) -> Screen:
        name, _, argument = text.partition(" ")
        command = self._commands.get(name.casefold())
        return command(argument.strip()) if command else Screen((self._phrase("unknown_command"),))

    def _answer(self, text: str) -> Screen:
        return self._said(self._assistant.answer(text, self._conversation, self._preferred))

    def _chosen(self, suggestion: Suggestion) -> Screen:
        return self._said(self._assistant.dialogue.choose(suggestion.intent, suggestion.topic, self._language))

    def _said(self, turn: Turn) -> Screen:
        self._conversation = turn.conversation
        if turn.reply.status != "smalltalk":
            self._evidence = turn.reply.evidence
        card = card_of(turn.reply, self._assistant.knowledge)
        return Screen(card.paragraphs, self._questions(card.suggestions), card.lines())

    def _questions(self, suggestions: Iterable[Suggestion]) -> tuple[Choice, ...]:
        return tuple(Choice(suggestion.text, partial(self._chosen, suggestion)) for suggestion in suggestions)

    def _start(self) -> Screen:
        self._conversation = Conversation(language=self._conversation.language)
        return self.greeting()

    def _help(self) -> Screen:
        return Screen((self._phrase("help"), self._phrase("help_terminal")))

    def _networks(self) -> Screen:
        return Screen((self._phrase("topics_title"),), self._topics())

    def _topics(self) -> tuple[Choice, ...]:
        keys = self._assistant.knowledge.ordered_topics()
        return tuple(Choice(self._topic_name(key), partial(self._topic, key)) for key in keys)

    def _topic(self, topic: str) -> Screen:
        questions = self._assistant.dialogue.questions_about(topic, self._language)
        return Screen((self._topic_name(topic),), self._questions(questions))

    def _topic_name(self, topic: str) -> str:
        return self._assistant.knowledge.topics[topic].name.in_language(self._language)

    def _contact(self) -> Screen:
        contact = self._assistant.knowledge.contact
        title = self._phrase("contact_title", name=contact.name)
        return Screen((title, "\n".join((contact.address, contact.email, contact.phone))))

    def _sources(self) -> Screen:
        documents = self._assistant.knowledge.documents.values()
        origins = (
            f"{quoted(document.title, self._language)}: {document.origin.in_language(self._language)}"
            for document in documents
        )
        return Screen((self._phrase("sources_title"), *origins, *self._quotes()))

    def _quotes(self) -> tuple[str, ...]:
        """The words that the last answer rests on, each once, with the title of their document."""
        quotes = (quote for fact in self._evidence for quote in fact.quotes)
        documents = self._assistant.knowledge.documents
        cited = (
            f"{quoted(' '.join(quote.text.split()), self._language)} ({documents[quote.document].title})"
            for quote in quotes
        )
        lines = tuple(dict.fromkeys(cited))
        return (self._phrase("quotes_title"), *lines) if lines else ()

    def _choose_language(self, wanted: str) -> Screen:
        for language in LANGUAGES:
            if wanted.casefold() == language:
                return self._speak(language)
        choices = tuple(Choice(LANGUAGE_NAMES[language], partial(self._speak, language)) for language in LANGUAGES)
        return Screen((self._phrase("language_title"),), choices)

    def _speak(self, language: Language) -> Screen:
        self._preferred = language
        self._conversation = replace(self._conversation, language=language)
        return Screen((self._phrase("language_set"),))


def _without_control_codes(text: str) -> str:
    """Nothing that is printed may steer the terminal."""
    return "".join(" " if unicodedata.category(letter) == "Cc" else letter for letter in text)


def plain(screen: Screen) -> str:
    """A screen as plain text, for pipes and files."""
    numbered = (f"{number}. {choice.text}" for number, choice in enumerate(screen.choices, 1))
    blocks = ("\n\n".join(screen.paragraphs), "\n".join(numbered), "\n".join(screen.notes))
    return "\n\n".join(block for block in blocks if block)


def panel(screen: Screen, width: int) -> RenderableType:
    """A screen as a panel that is at most so wide; only Text, so that nothing is read as markup."""
    blocks: list[RenderableType] = [Text(paragraph) for paragraph in screen.paragraphs]
    if screen.choices:
        blocks.append(_numbered(screen.choices))
    if screen.notes:
        blocks.append(Text("\n".join(screen.notes), style="dim"))
    return Panel(Group(*_spaced(blocks)), width=min(width, WIDEST_PANEL), border_style="cyan")


def _numbered(choices: Sequence[Choice]) -> Table:
    table = Table.grid(padding=(0, 1))
    table.add_column(justify="right", style="bold", no_wrap=True)
    table.add_column(overflow="fold")
    for number, choice in enumerate(choices, 1):
        table.add_row(str(number), Text(choice.text))
    return table


def _spaced(blocks: Sequence[RenderableType]) -> Iterator[RenderableType]:
    for index, block in enumerate(blocks):
        if index:
            yield Text()
        yield block


def show(screen: Screen, console: Console) -> None:
    """Print a screen: a panel on a terminal that can draw one, else plain text without line breaks of our own."""
    if console.is_terminal and not console.is_dumb_terminal:
        console.print(panel(screen, console.width))
    else:
        console.print(Text(plain(screen) + "\n"), soft_wrap=True)


def hold(terminal_chat: TerminalChat, lines: Iterable[str], console: Console) -> None:
    """Greet, answer line after line, and take leave: on request, at the end of the input, on an interrupt."""
    show(terminal_chat.greeting(), console)
    with suppress(KeyboardInterrupt):
        for screen in filter(None, map(terminal_chat.respond, lines)):
            show(screen, console)
            if screen.ends:
                return
    show(terminal_chat.goodbye(), console)


def chat(assistant: Assistant, language: Language) -> None:
    """Chat on standard input and output until the person ends it."""
    for stream in (sys.stdin, sys.stdout):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")
    console = Console(highlight=False)
    hold(TerminalChat(assistant, language), _lines(), console)


def _lines() -> Iterator[str]:
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        yield from sys.stdin
        return
    with suppress(ImportError):
        import_module("readline")  # gives input() arrow keys; it may print control codes, so only on a terminal
    while True:
        try:
            yield input(PROMPT)
        except (EOFError, KeyboardInterrupt):
            print()
            return
