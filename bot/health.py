"""`python -m bot health`: whether the bot of this machine is alive, by its heartbeat; loads no content."""

import argparse
import os
import sys
from collections.abc import Sequence

from bot.data_folder import data_folder
from bot.operations.pulse import STALE_SECONDS, age


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The options of the command."""
    parser.add_argument(
        "--limit", type=float, default=STALE_SECONDS, metavar="SECONDS", help="the oldest beat that counts (60)"
    )


def health(options: argparse.Namespace) -> str | None:
    """What is wrong, if anything."""
    seconds = age(data_folder(os.environ))
    if seconds is None:
        return "There is no heartbeat: no bot is at work with this data folder (BOT_DATA)."
    if seconds > options.limit:
        return f"The last heartbeat is {seconds:.0f} seconds old: the bot hangs. Restart it."
    print(f"The bot is alive: its last heartbeat is {max(seconds, 0):.0f} seconds old.")
    return None


def main(arguments: Sequence[str]) -> None:
    """Run the command and end the process: 0 healthy, 1 not."""
    parser = argparse.ArgumentParser(prog="python -m bot health", description="Tells whether the bot is alive.")
    add_arguments(parser)
    sys.exit(health(parser.parse_args(arguments)))
