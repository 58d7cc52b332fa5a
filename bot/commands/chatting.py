"""The command for a chat in the terminal."""

import argparse

from bot.assistant import build_assistant
from bot.preparation import preparation_shown
from bot.settings import Settings
from bot.terminal import chat


def add_chat(parser: argparse.ArgumentParser) -> None:
    """It has no options: everything is a setting."""
    parser.set_defaults(command=_chat)


def _chat(_: argparse.Namespace, settings: Settings) -> None:
    with preparation_shown():
        assistant = build_assistant(settings.content, settings.cache, with_encoder=settings.encoder)
    chat(assistant, settings.language)
