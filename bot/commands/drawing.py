"""The command that draws QR codes."""

import argparse
from pathlib import Path

from bot import qr_code
from bot.content.languages import LANGUAGES
from bot.content.loader import load_knowledge
from bot.errors import InputError
from bot.profile_sync import username
from bot.settings import Settings


def add_qr(parser: argparse.ArgumentParser) -> None:
    """The options of the command."""
    parser.add_argument("name", metavar="TOPIC_OR_FACT", help="such as uclg or metropolis.founded")
    parser.add_argument("--language", choices=LANGUAGES, help="of the answer; else the person's own")
    parser.add_argument("--output", type=Path, metavar="FILE", help="a file that ends in .svg or .png")
    parser.add_argument("--username", metavar="NAME", help="the bot's name; else Telegram is asked by the token")
    parser.set_defaults(command=_qr)


def _qr(options: argparse.Namespace, settings: Settings) -> None:
    if not options.username and not settings.token:
        raise InputError("Which bot is it? Give --username, or set TELEGRAM_BOT_TOKEN.")
    knowledge = load_knowledge(settings.content)
    name = options.username or username(settings)
    link = qr_code.link_for(options.name, name, options.language, knowledge, settings.language)
    if options.output:
        qr_code.write(link, options.output)
    else:
        print(qr_code.for_terminal(link))
