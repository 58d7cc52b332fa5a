"""The commands; the only place that ends the process."""

import argparse
import os
import sys
from collections.abc import Callable, Mapping, Sequence
from importlib import import_module
from typing import Any, cast

from bot.errors import BotError
from bot.operations.logging import set_up_logging
from bot.settings import Settings

Command = Callable[[argparse.Namespace, Settings], None]
COMMANDS: Mapping[str, tuple[str, str]] = {
    "ask": ("asking", "answer a question and end"),
    "run": ("running", "answer on Telegram (needs TELEGRAM_BOT_TOKEN)"),
    "check": ("checking", "check the content and prepare the bot to start fast"),
    "schema": ("checking", "write JSON Schemas for editors of the YAML files"),
    "evaluate": ("evaluating", "score question files"),
    "sync-profile": ("profile", "publish the bot's name, description and commands"),
    "qr": ("drawing", "draw a QR code that opens the bot at a topic or a fact"),
    "doctor": ("operating", "check token, Telegram, storage, content and clock"),
    "health": ("operating", "tell whether the bot of this machine is alive"),
    "coverage": ("keeping", "show which sentences of the documents the facts rest on"),
    "documents": ("keeping", "add a document, or take a new version of one"),
    "new": ("keeping", "create a small content folder that works at once"),
    "report": ("reporting", "show what several people asked in vain"),
    "chat": ("chatting", "chat in the terminal"),
}
"""Each command with its module in bot/commands/, which has a function add_COMMAND, and what it does."""


class _CommandParser(argparse.ArgumentParser):
    """The parser of a command, whose module is loaded once somebody calls it: no command waits for what others need."""

    def __init__(self, *, command: str, **options: Any) -> None:
        super().__init__(**options)
        self._command = command

    def parse_known_args(self, args: Any = None, namespace: Any = None) -> Any:
        """The options of the command."""
        _add(self._command, self)
        return super().parse_known_args(args, namespace)


def main(arguments: Sequence[str] | None = None) -> None:
    """Run a command; ends with 0, with 1 and one clear message on an expected error, with 2 on wrong usage."""
    options = _parser().parse_args(arguments)
    try:
        settings = Settings.read(_environment(options))
        set_up_logging(settings)
        _command(options, settings)(options, settings)
    except BotError as error:
        sys.exit(f"{error}")
    except (KeyboardInterrupt, BrokenPipeError):
        sys.exit(130)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m bot", description="Answers questions about international city networks from checked documents."
    )
    parser.set_defaults(command=None)
    parser.add_argument("--content", metavar="FOLDER", help="the folder with knowledge/ and intents/ (or BOT_CONTENT)")
    commands = parser.add_subparsers(metavar="COMMAND", title="commands", parser_class=_CommandParser)
    for name, (_, purpose) in COMMANDS.items():
        commands.add_parser(name, help=purpose, command=name)
    return parser


def _add(command: str, parser: argparse.ArgumentParser) -> None:
    """Give the parser of a command its options."""
    module = import_module(f"bot.commands.{COMMANDS[command][0]}")
    add = cast(Callable[[argparse.ArgumentParser], None], getattr(module, f"add_{command.replace('-', '_')}"))
    add(parser)


def _command(options: argparse.Namespace, settings: Settings) -> Command:
    """The one called; without any it is Telegram with a token, else the terminal."""
    if options.command is None:
        _add("run" if settings.token else "chat", fallback := argparse.ArgumentParser())
        options = fallback.parse_args([])
    return cast(Command, options.command)


def _environment(options: argparse.Namespace) -> Mapping[str, str]:
    return {**os.environ, "BOT_CONTENT": options.content} if options.content else os.environ
