"""The commands for those who run the bot: doctor, health."""

import argparse
import sys

from bot import health
from bot.doctor import findings
from bot.settings import Settings


def add_doctor(parser: argparse.ArgumentParser) -> None:
    """It has no options: it checks the settings."""
    parser.set_defaults(command=_doctor)


def add_health(parser: argparse.ArgumentParser) -> None:
    """The options of the command."""
    health.add_arguments(parser)
    parser.set_defaults(command=_health)


def _doctor(_: argparse.Namespace, settings: Settings) -> None:
    found = []
    for finding in findings(settings):
        print(finding, flush=True)
        found.append(finding.level)
    sys.exit(1 if "problem" in found else 0)


def _health(options: argparse.Namespace, _: Settings) -> None:
    sys.exit(health.health(options))
