"""The command that shows what people asked in vain."""

import argparse
from pathlib import Path

from bot.commands.files import write
from bot.content.loader import load_knowledge
from bot.errors import InputError
from bot.report import Report
from bot.settings import Settings
from bot.storage.unanswered import UnansweredFile


def add_report(parser: argparse.ArgumentParser) -> None:
    """The options of the command."""
    parser.add_argument("action", nargs="?", choices=("done", "ignore"), help="take a group out of the report")
    parser.add_argument("id", nargs="?", metavar="ID", help="the group's")
    parser.add_argument("--yaml", type=Path, metavar="FILE", help="write example questions to paste")
    parser.set_defaults(command=_report)


def _report(options: argparse.Namespace, settings: Settings) -> None:
    if bool(options.action) != bool(options.id):
        raise InputError("Which group? python -m bot report done ID")
    file = UnansweredFile(settings.data, settings.report_days)
    report = Report(file, load_knowledge(settings.content), settings.report_people)
    if options.action:
        report.treat(options.id, "done" if options.action == "done" else "ignored")
    elif options.yaml:
        write(options.yaml, report.yaml())
    else:
        print(*report.lines(), sep="\n")
