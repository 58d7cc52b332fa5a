"""The command that scores question files."""

import argparse
from pathlib import Path

from bot.assistant import build_assistant
from bot.commands.files import write
from bot.curve import draw_curve
from bot.errors import InputError
from bot.evaluation import evaluate
from bot.settings import Settings


def add_evaluate(parser: argparse.ArgumentParser) -> None:
    """The options of the command."""
    parser.add_argument("files", nargs="+", type=Path, metavar="FILE", help="YAML files of test questions")
    parser.add_argument("--failures", action="store_true", help="list each question that went wrong")
    parser.add_argument("--curve", type=Path, metavar="FILE.svg", help="draw right answers against false ones")
    parser.add_argument("--min-right", type=float, default=0.0, metavar="PERCENT", help="end with 1 below this share")
    parser.add_argument("--max-false", type=float, default=100.0, metavar="PERCENT", help="end with 1 above this share")
    parser.set_defaults(command=_evaluate)


def _evaluate(options: argparse.Namespace, settings: Settings) -> None:
    assistant = build_assistant(settings.content, settings.cache, with_encoder=settings.encoder)
    evaluation = evaluate(assistant, options.files)
    print(*evaluation.table(), "", *evaluation.confusions(), sep="\n")
    if options.failures:
        print("", *evaluation.failures(), sep="\n")
    if options.curve:
        write(options.curve, draw_curve(evaluation))
    right, false = 100 * evaluation.right_share, 100 * evaluation.false_share
    if right < options.min_right or false > options.max_false:
        raise InputError(f"{right:.1f} % right and {false:.1f} % false answers miss the thresholds.")
