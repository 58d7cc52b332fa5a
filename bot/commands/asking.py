"""The command that answers a question and ends."""

import argparse
import json
import sys

from bot.ask import answer_batch, as_json, converse
from bot.assistant import Assistant, build_assistant
from bot.commands.files import lines
from bot.dialogue.card import card_of
from bot.errors import InputError
from bot.explain import explain
from bot.settings import Settings


def add_ask(parser: argparse.ArgumentParser) -> None:
    """The options of the command."""
    parser.add_argument("question", nargs="?", help="the question; leave it out with --batch")
    parser.add_argument("--json", action="store_true", help="print the reply as one JSON object")
    parser.add_argument("--batch", metavar="FILE", help="read JSON Lines from a file, or - for standard input")
    parser.add_argument("--explain", action="store_true", help="show how the question was understood")
    parser.set_defaults(command=_ask)


def _ask(options: argparse.Namespace, settings: Settings) -> None:
    if bool(options.question) == bool(options.batch):
        raise InputError('Give a question, or --batch with a file: python -m bot ask "Was ist UCLG?"')
    assistant = build_assistant(settings.content, settings.cache, with_encoder=settings.encoder)
    if options.batch:
        for line in answer_batch(lines(options.batch), assistant, settings.language):
            print(line, flush=True)
        return
    _answer(options, assistant, settings)


def _answer(options: argparse.Namespace, assistant: Assistant, settings: Settings) -> None:
    reply = converse(assistant, [options.question], settings.language)
    if options.json:
        print(json.dumps(as_json(reply, assistant), ensure_ascii=False))
    else:
        print(card_of(reply, assistant.knowledge).text())
    if options.explain:
        print("", *explain(assistant, options.question), sep="\n", file=sys.stderr if options.json else sys.stdout)
