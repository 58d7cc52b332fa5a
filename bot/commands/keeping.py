"""The commands for those who keep the content: coverage, documents, new."""

import argparse
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from bot.content.loader import load_knowledge
from bot.content.model import LANGUAGES, Language
from bot.keeping.accepting import Accepted, NewVersion, accept, new_version
from bot.keeping.coverage import coverage, coverage_lines
from bot.keeping.coverage_page import coverage_page
from bot.keeping.difference import difference_lines
from bot.keeping.drafting import Draft, add_document
from bot.keeping.editing import write_whole
from bot.keeping.founding import DEFAULT_NAME, create_base
from bot.keeping.sentences import first_line
from bot.keeping.sources import read_source
from bot.settings import Settings

MOST_NAMES = 8
"""Names shown that the content does not know yet."""


def add_coverage(parser: argparse.ArgumentParser) -> None:
    """The options of the command."""
    parser.add_argument(
        "--html", type=Path, metavar="FILE", help="draw all documents and facts as a page for a browser"
    )
    parser.set_defaults(command=_coverage)


def add_new(parser: argparse.ArgumentParser) -> None:
    """The options of the command."""
    parser.add_argument("folder", type=Path, metavar="FOLDER", help="a folder that is empty or does not exist yet")
    parser.add_argument("--name", default=DEFAULT_NAME, help=f"the city or association (default: {DEFAULT_NAME})")
    parser.set_defaults(command=_new)


def add_documents(parser: argparse.ArgumentParser) -> None:
    """What can be done with documents, each with its options."""
    commands = parser.add_subparsers(
        metavar="WHAT", title="what to do", required=True, parser_class=argparse.ArgumentParser
    )
    add = commands.add_parser("add", help="register a document and draft its facts")
    add.add_argument("file", type=Path, metavar="FILE", help="text, web page (HTML) or PDF")
    add.add_argument("--title", help="its title (default: its first line)")
    add.add_argument("--language", choices=LANGUAGES, help="its language (default: the one its words show)")
    add.add_argument("--topic", metavar="ID", help="draft into this topic (default: a new one)")
    add.set_defaults(command=_add)
    _add_version_command(commands.add_parser("diff", help="show what a new version would change"), _diff)
    _add_version_command(commands.add_parser("accept", help="take a new version, and mark facts to look at"), _accept)


def _add_version_command(parser: argparse.ArgumentParser, command: Any) -> None:
    parser.add_argument("name", metavar="NAME", help="the id of the document in knowledge/documents.yaml")
    parser.add_argument("file", type=Path, metavar="FILE", help="the new version: text, web page (HTML) or PDF")
    parser.set_defaults(command=command)


def _coverage(options: argparse.Namespace, settings: Settings) -> None:
    knowledge = load_knowledge(settings.content)
    documents = coverage(knowledge)
    if options.html is None:
        print(*coverage_lines(documents), sep="\n")
        return
    write_whole(options.html, coverage_page(knowledge, documents))
    print(f"{options.html} is written. Next: open it in a browser; it needs no network.")


def _diff(options: argparse.Namespace, settings: Settings) -> None:
    version = new_version(settings.content, options.name, read_source(options.file))
    print(*_compared(version, options.file), sep="\n")


def _compared(version: NewVersion, file: Path) -> Iterator[str]:
    if not version.is_new:
        yield f"{file} says the same as the document “{version.document.title}”. Next: nothing."
        return
    yield f"Document “{version.document.title}” ({version.name}) compared with {file}:"
    yield from difference_lines(version.comparison)
    yield f"Nothing was written. Next: python -m bot documents accept {version.name} {file}"


def _accept(options: argparse.Namespace, settings: Settings) -> None:
    version = new_version(settings.content, options.name, read_source(options.file))
    if not version.is_new:
        print(f"The document “{version.document.title}” says this already; nothing was written.")
        return
    print(*_done(version, accept(settings.content, version)), sep="\n")


def _done(version: NewVersion, accepted: Accepted) -> Iterator[str]:
    yield f"The new version of “{version.document.title}” is taken; the old one is kept as {accepted.kept_as}."
    yield from _list("Withheld: the bot does not answer with these facts until you have looked", accepted.withheld)
    yield from _list("To be looked at: the bot still answers with these facts", accepted.marked)
    yield from _list(
        "The new version does not hold these contacts: mend knowledge/contacts.yaml now", accepted.contacts
    )
    yield from _list("New sentences that no fact covers", version.comparison.new)
    if accepted.withheld or accepted.marked:
        yield "Next: each of these facts has a line “look” that says why. Correct text and quotes, then delete it."
    yield "Next: python -m bot check"


def _list(title: str, items: tuple[str, ...]) -> Iterator[str]:
    if items:
        yield f"{title}: {len(items)}"
        yield from (f"  {item}" for item in items)


def _add(options: argparse.Namespace, settings: Settings) -> None:
    text = read_source(options.file)
    language: Language | None = options.language
    title = options.title or first_line(text) or options.file.stem
    print(*_drafted(add_document(settings.content, text, title, language, options.topic)), sep="\n")


def _drafted(draft: Draft) -> Iterator[str]:
    yield f"The document “{draft.document}” is registered. Facts drafted in {draft.topic_file}: {draft.facts}"
    if draft.names:
        yield f"Names that the content does not know yet: {', '.join(draft.names[:MOST_NAMES])}"
        yield "Next: enter those that questions may name into knowledge/entities.yaml."
    yield f"Next: finish each TODO in {draft.topic_file} and knowledge/documents.yaml, or delete what nobody asks."
    yield "Next: python -m bot check shows what is left."


def _new(options: argparse.Namespace, _: Settings) -> None:
    written = create_base(options.folder, options.name)
    print(f"{options.folder} is ready: {len(written)} files about “{options.name}”, with one document and three facts.")
    print("Next:")
    print(f'  1. Ask it:                python -m bot --content {options.folder} ask "Wann ist geöffnet?"')
    print(f"  2. Add your own document: python -m bot --content {options.folder} documents add FILE")
    print(f"  3. See what is left:      python -m bot --content {options.folder} check")
