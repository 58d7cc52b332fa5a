"""The command that answers on Telegram."""

import argparse

from bot import application
from bot.settings import Settings


def add_run(parser: argparse.ArgumentParser) -> None:
    """It has no options: everything is a setting."""
    parser.set_defaults(command=_run)


def _run(_: argparse.Namespace, settings: Settings) -> None:
    application.run(settings)
