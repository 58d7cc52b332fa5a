"""The command that publishes the bot's page in Telegram."""

import argparse

from bot.profile_sync import sync_profile
from bot.settings import Settings


def add_sync_profile(parser: argparse.ArgumentParser) -> None:
    """The options of the command."""
    parser.add_argument("--dry-run", action="store_true", help="show what would change and write nothing")
    parser.set_defaults(command=_sync_profile)


def _sync_profile(options: argparse.Namespace, settings: Settings) -> None:
    sync_profile(settings, lambda paragraph: print(paragraph, flush=True), dry_run=options.dry_run)
