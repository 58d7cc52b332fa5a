"""Files as text: UTF-8, of a sane size, without invisible characters; places in them as line and column."""

import codecs
import re
from pathlib import Path

from bot.errors import ContentError, Problem

MAX_BYTES = 1_000_000
"""Content files have some ten thousand bytes; a far larger one is there by mistake."""

_INVISIBLE = re.compile("[^\t\n\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]")


def read_text(path: Path, name: str) -> str:
    """The text of a file; raises ContentError for one that is missing, too large or not plain UTF-8."""
    try:
        _refuse_what_is_no_file(path, name)
        text = _decoded(path.read_bytes().removeprefix(codecs.BOM_UTF8), name)
    except OSError as error:
        raise _unreadable(
            f"{name}:1:1", f"the file cannot be read: {error.strerror}.", "Check its permissions."
        ) from error
    if found := _INVISIBLE.search(text):
        what = f"an invisible character (U+{ord(found.group()):04X}) stands here."
        raise _unreadable(place(name, text, found.start()), what, "Delete it, and save the file as plain text.")
    return text


def place(name: str, text: str, offset: int) -> str:
    """file:line:column of a character of the text."""
    return f"{name}:{text.count(chr(10), 0, offset) + 1}:{offset - text.rfind(chr(10), 0, offset)}"


def _refuse_what_is_no_file(path: Path, name: str) -> None:
    if not path.exists():
        raise _unreadable(f"{name}:1:1", "the file is missing.", "Create it.")
    if not path.is_file():
        raise _unreadable(f"{name}:1:1", "this is not a file.", "Rename it, or put a file in its place.")
    if path.stat().st_size > MAX_BYTES:
        what = f"the file is larger than {MAX_BYTES // 1_000_000} MB."
        raise _unreadable(f"{name}:1:1", what, "Split it, or take out what does not belong here.")


def _decoded(data: bytes, name: str) -> str:
    try:
        return re.sub("\r\n?", "\n", data.decode())
    except UnicodeDecodeError as error:
        before = re.sub("\r\n?", "\n", data[: error.start].decode())
        where = place(name, before, len(before))
        raise _unreadable(where, "this is not UTF-8 text.", "Save the file with the encoding UTF-8.") from error


def _unreadable(where: str, what: str, mend: str) -> ContentError:
    return ContentError([Problem(where, what, mend)])
