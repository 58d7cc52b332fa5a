"""Files that commands read and write, with one clear message when that fails."""

import sys
from collections.abc import Iterable
from pathlib import Path

from bot.errors import InputError


def write(path: Path, text: str) -> None:
    """Write a text, and the folder if there is none yet; raises InputError."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        raise InputError(f"{path} cannot be written: {error.strerror}.") from error


def lines(name: str) -> Iterable[str]:
    """The lines of a file or, by the name -, of standard input; raises InputError."""
    if name == "-":
        return sys.stdin
    try:
        return Path(name).read_text(encoding="utf-8-sig").splitlines()
    except OSError as error:
        raise InputError(f"{name} cannot be read: {error.strerror}.") from error
    except UnicodeDecodeError as error:
        raise InputError(f"{name} is not UTF-8 text.") from error
