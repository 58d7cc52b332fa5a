"""The commands that look after the form of the content: check, schema."""

import argparse
import sys
from pathlib import Path

from bot.assistant import assistant_over
from bot.base import Keeper
from bot.content.modelines import write_modelines
from bot.content.schema import schemas
from bot.keeping.check_report import FORMATS
from bot.keeping.editing import write_whole
from bot.keeping.judging import judge
from bot.settings import Settings


def add_check(parser: argparse.ArgumentParser) -> None:
    """The options of the command."""
    parser.add_argument("--strict", action="store_true", help="end with 1 on warnings as well")
    parser.add_argument("--format", choices=tuple(FORMATS), default="text", help="for people, or for other programs")
    parser.set_defaults(command=_check)


def add_schema(parser: argparse.ArgumentParser) -> None:
    """The options of the command."""
    parser.add_argument("folder", nargs="?", type=Path, default=Path("docs/schema"), metavar="FOLDER", help="where to")
    parser.add_argument("--modelines", action="store_true", help="name the schema in the first line of each YAML file")
    parser.set_defaults(command=_schema)


def _check(options: argparse.Namespace, settings: Settings) -> None:
    keeper = Keeper(settings.content, settings.cache, with_encoder=settings.encoder)
    verdict = judge(settings.content, settings.cache, with_encoder=settings.encoder)
    if verdict.interpreter:
        keeper.base_over(assistant_over(verdict.interpreter, settings.content))
    print(FORMATS[options.format](verdict))
    if verdict.errors or (options.strict and verdict.warnings):
        sys.exit(1)


def _schema(options: argparse.Namespace, settings: Settings) -> None:
    for name, text in schemas().items():
        write_whole(options.folder / name, text)
    print(f"{options.folder} holds the schemas.")
    if options.modelines:
        changed = write_modelines(settings.content, options.folder.resolve())
        print(f"{changed} files of {settings.content} got another first line.")
