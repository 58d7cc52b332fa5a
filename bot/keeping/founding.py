"""Creates a small base that works at once, for another city or association to fill."""

import unicodedata
from collections.abc import Iterator
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path, PurePosixPath

from bot.content.links import links
from bot.errors import InputError
from bot.keeping.editing import write_whole

DEFAULT_NAME = "Musterstadt"
"""The name that the template itself uses, and that another one replaces."""
LONGEST_NAME = 60
_REFUSED = frozenset('"\\{}')


def create_base(folder: Path, name: str = DEFAULT_NAME) -> list[str]:
    """Write the template under a name into an empty folder; returns the files written, raises InputError."""
    _refuse_name(name)
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise InputError(f"{folder} is not an empty folder. Name one that does not exist yet; nothing was written.")
    written = []
    for path, text in _template(files("bot.keeping") / "template", PurePosixPath()):
        write_whole(folder / path, text.replace(DEFAULT_NAME, name))
        written.append(path.as_posix())
    return sorted(written)


def _template(folder: Traversable, path: PurePosixPath) -> Iterator[tuple[PurePosixPath, str]]:
    for entry in folder.iterdir():
        if entry.is_dir():
            yield from _template(entry, path / entry.name)
        else:
            yield path / entry.name, entry.read_text(encoding="utf-8")


def _refuse_name(name: str) -> None:
    """The name goes into sentences that may hold no number, link or placeholder."""
    strange = any(letter in _REFUSED or letter.isdigit() or unicodedata.category(letter)[0] == "C" for letter in name)
    if strange or not name.strip() or len(name) > LONGEST_NAME or links(name):
        what = f"“{name}” cannot be the name: it needs letters, at most {LONGEST_NAME},"
        raise InputError(
            f'{what} and no digits, quotation marks or brackets. Write for example --name "Stadt Beispiel".'
        )
