"""The commands; the only place that ends the process."""

import argparse
import json
import os
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path

from bot import application, health, qr_code
from bot.ask import answer_batch, as_json, converse
from bot.assistant import Assistant, build_assistant
from bot.commands.checking import add_checking_commands
from bot.commands.keeping import add_keeping_commands
from bot.content.loader import load_knowledge
from bot.content.model import LANGUAGES
from bot.curve import draw_curve
from bot.dialogue.card import card_of
from bot.doctor import findings
from bot.errors import BotError, InputError
from bot.evaluation import evaluate
from bot.explain import explain
from bot.operations.logging import set_up_logging
from bot.preparation import preparation_shown
from bot.profile_sync import sync_profile, username
from bot.report import Report
from bot.settings import Settings
from bot.storage.unanswered import UnansweredFile
from bot.terminal import chat

Command = Callable[[argparse.Namespace, Settings], None]


def main(arguments: Sequence[str] | None = None) -> None:
    """Run a command; ends with 0, with 1 and one clear message on an expected error, with 2 on wrong usage."""
    options = _parser().parse_args(arguments)
    try:
        settings = Settings.read(_environment(options))
        set_up_logging(settings)
        command: Command = options.command
        command(options, settings)
    except BotError as error:
        sys.exit(f"{error}")
    except (KeyboardInterrupt, BrokenPipeError):
        sys.exit(130)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m bot", description="Answers questions about international city networks from checked documents."
    )
    parser.set_defaults(command=_start)
    parser.add_argument("--content", metavar="FOLDER", help="the folder with knowledge/ and intents/ (or BOT_CONTENT)")
    commands = parser.add_subparsers(metavar="COMMAND", title="commands")
    _add_ask(commands.add_parser("ask", help="answer a question and end"))
    run = commands.add_parser("run", help="answer on Telegram (needs TELEGRAM_BOT_TOKEN)")
    run.set_defaults(command=_run)
    add_checking_commands(commands)
    _add_evaluate(commands.add_parser("evaluate", help="score question files"))
    _add_sync_profile(commands.add_parser("sync-profile", help="publish the bot's name, description and commands"))
    _add_qr(commands.add_parser("qr", help="draw a QR code that opens the bot at a topic or a fact"))
    doctor = commands.add_parser("doctor", help="check token, Telegram, storage, content and clock")
    doctor.set_defaults(command=_doctor)
    _add_health(commands.add_parser("health", help="tell whether the bot of this machine is alive"))
    add_keeping_commands(commands)
    _add_report(commands.add_parser("report", help="show what several people asked in vain"))
    commands.add_parser("chat", help="chat in the terminal").set_defaults(command=_chat)
    return parser


def _add_ask(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("question", nargs="?", help="the question; leave it out with --batch")
    parser.add_argument("--json", action="store_true", help="print the reply as one JSON object")
    parser.add_argument("--batch", metavar="FILE", help="read JSON Lines from a file, or - for standard input")
    parser.add_argument("--explain", action="store_true", help="show how the question was understood")
    parser.set_defaults(command=_ask)


def _add_evaluate(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("files", nargs="+", type=Path, metavar="FILE", help="YAML files of test questions")
    parser.add_argument("--failures", action="store_true", help="list each question that went wrong")
    parser.add_argument("--curve", type=Path, metavar="FILE.svg", help="draw right answers against false ones")
    parser.add_argument("--min-right", type=float, default=0.0, metavar="PERCENT", help="end with 1 below this share")
    parser.add_argument("--max-false", type=float, default=100.0, metavar="PERCENT", help="end with 1 above this share")
    parser.set_defaults(command=_evaluate)


def _add_sync_profile(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--dry-run", action="store_true", help="show what would change and write nothing")
    parser.set_defaults(command=_sync_profile)


def _add_qr(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("name", metavar="TOPIC_OR_FACT", help="such as uclg or metropolis.founded")
    parser.add_argument("--language", choices=LANGUAGES, help="of the answer; else the person's own")
    parser.add_argument("--output", type=Path, metavar="FILE", help="a file that ends in .svg or .png")
    parser.add_argument("--username", metavar="NAME", help="the bot's name; else Telegram is asked by the token")
    parser.set_defaults(command=_qr)


def _add_report(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("action", nargs="?", choices=("done", "ignore"), help="take a group out of the report")
    parser.add_argument("id", nargs="?", metavar="ID", help="the group's")
    parser.add_argument("--yaml", type=Path, metavar="FILE", help="write example questions to paste")
    parser.set_defaults(command=_report)


def _add_health(parser: argparse.ArgumentParser) -> None:
    health.add_arguments(parser)
    parser.set_defaults(command=_health)


def _environment(options: argparse.Namespace) -> Mapping[str, str]:
    return {**os.environ, "BOT_CONTENT": options.content} if options.content else os.environ


def _assistant(settings: Settings) -> Assistant:
    return build_assistant(settings.content, settings.cache, with_encoder=settings.encoder)


def _start(options: argparse.Namespace, settings: Settings) -> None:
    """Telegram with a token, else the terminal."""
    if settings.token:
        _run(options, settings)
    else:
        _chat(options, settings)


def _chat(_: argparse.Namespace, settings: Settings) -> None:
    with preparation_shown():
        assistant = _assistant(settings)
    chat(assistant, settings.language)


def _run(_: argparse.Namespace, settings: Settings) -> None:
    application.run(settings)


def _sync_profile(options: argparse.Namespace, settings: Settings) -> None:
    sync_profile(settings, lambda paragraph: print(paragraph, flush=True), dry_run=options.dry_run)


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


def _doctor(_: argparse.Namespace, settings: Settings) -> None:
    found = []
    for finding in findings(settings):
        print(finding, flush=True)
        found.append(finding.level)
    sys.exit(1 if "problem" in found else 0)


def _report(options: argparse.Namespace, settings: Settings) -> None:
    if bool(options.action) != bool(options.id):
        raise InputError("Which group? python -m bot report done ID")
    file = UnansweredFile(settings.data, settings.report_days)
    report = Report(file, load_knowledge(settings.content), settings.report_people)
    if options.action:
        report.treat(options.id, "done" if options.action == "done" else "ignored")
    elif options.yaml:
        _write(options.yaml, report.yaml())
    else:
        print(*report.lines(), sep="\n")


def _health(options: argparse.Namespace, _: Settings) -> None:
    sys.exit(health.health(options))


def _ask(options: argparse.Namespace, settings: Settings) -> None:
    if bool(options.question) == bool(options.batch):
        raise InputError('Give a question, or --batch with a file: python -m bot ask "Was ist UCLG?"')
    assistant = _assistant(settings)
    if options.batch:
        for line in answer_batch(_lines(options.batch), assistant, settings.language):
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


def _evaluate(options: argparse.Namespace, settings: Settings) -> None:
    evaluation = evaluate(_assistant(settings), options.files)
    print(*evaluation.table(), "", *evaluation.confusions(), sep="\n")
    if options.failures:
        print("", *evaluation.failures(), sep="\n")
    if options.curve:
        _write(options.curve, draw_curve(evaluation))
    right, false = 100 * evaluation.right_share, 100 * evaluation.false_share
    if right < options.min_right or false > options.max_false:
        raise InputError(f"{right:.1f} % right and {false:.1f} % false answers miss the thresholds.")


def _write(path: Path, text: str) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        raise InputError(f"{path} cannot be written: {error.strerror}.") from error


def _lines(name: str) -> Iterable[str]:
    """The lines of a file or of standard input."""
    if name == "-":
        return sys.stdin
    try:
        return Path(name).read_text(encoding="utf-8-sig").splitlines()
    except OSError as error:
        raise InputError(f"{name} cannot be read: {error.strerror}.") from error
    except UnicodeDecodeError as error:
        raise InputError(f"{name} is not UTF-8 text.") from error
