"""The first line of each YAML file, which tells editors its schema."""

import codecs
import os
from collections.abc import Iterator
from pathlib import Path

from bot.content.files import FOLDERS, kind_of
from bot.errors import InputError

_MARK = "# yaml-language-server:"


def write_modelines(content: Path, schema_folder: Path) -> int:
    """Put the line into every YAML file below a content folder that lacks it; the number of files changed.

    Raises InputError for a file that cannot be read or written.
    """
    return sum(_write(path, _modeline(path, content, schema_folder)) for path in yaml_files(content))


def yaml_files(content: Path) -> Iterator[Path]:
    """Every YAML file for which there is a schema."""
    for folder in FOLDERS:
        yield from sorted((content / folder).rglob("[!.]*.yaml"))


def _modeline(path: Path, content: Path, schema_folder: Path) -> str:
    schema = schema_folder / f"{kind_of(path.relative_to(content).as_posix())}.schema.json"
    return f"{_MARK} $schema={Path(os.path.relpath(schema, path.parent)).as_posix()}"


def _write(path: Path, modeline: str) -> bool:
    try:
        old = path.read_bytes()
        new = _with_first_line(old, modeline.encode())
        if new != old:
            path.write_bytes(new)
    except OSError as error:
        raise InputError(f"{path} cannot be changed: {error.strerror}.") from error
    return new != old


def _with_first_line(old: bytes, modeline: bytes) -> bytes:
    """The file with this first line, in place of one that names another schema; line ends stay as they are."""
    ending = b"\r\n" if b"\r\n" in old else b"\n"
    text = old.removeprefix(codecs.BOM_UTF8)
    if text.startswith(_MARK.encode()):
        text = text.partition(b"\n")[2]
    return modeline + ending + text
