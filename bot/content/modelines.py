"""The first line of each YAML file, which tells editors its schema."""

import os
from collections.abc import Iterator
from pathlib import Path

from bot.content.files import FOLDERS, kind_of

_MARK = "# yaml-language-server:"


def write_modelines(content: Path, schema_folder: Path) -> int:
    """Put the line into every YAML file below a content folder that lacks it; the number of files changed.

    Raises OSError for a file that cannot be written.
    """
    return sum(_write(path, _modeline(path, content, schema_folder)) for path in yaml_files(content))


def yaml_files(content: Path) -> Iterator[Path]:
    """Every YAML file for which there is a schema."""
    for folder in FOLDERS:
        yield from sorted((content / folder).rglob("*.yaml"))


def _modeline(path: Path, content: Path, schema_folder: Path) -> str:
    schema = schema_folder / f"{kind_of(path.relative_to(content).as_posix())}.schema.json"
    return f"{_MARK} $schema={Path(os.path.relpath(schema, path.parent)).as_posix()}"


def _write(path: Path, modeline: str) -> bool:
    old = path.read_bytes()
    ending = b"\r\n" if b"\r\n" in old else b"\n"
    text = old.removeprefix(b"\xef\xbb\xbf")
    if text.startswith(_MARK.encode()):
        text = text.partition(b"\n")[2]
    new = modeline.encode() + ending + text
    if new != old:
        path.write_bytes(new)
    return new != old
