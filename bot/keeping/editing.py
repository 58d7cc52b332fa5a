"""Changes to content files by text position, so that comments and layout stay as their author left them."""

import json
import os
import re
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from bot.content.yaml_file import Key, YamlFile
from bot.errors import InputError

_LINES = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+")


def in_quotes(text: str) -> str:
    """A text as a YAML scalar in double quotes; JSON's rules are a part of YAML's."""
    return json.dumps(" ".join(text.split()), ensure_ascii=False)


def with_entries(text: str, file: YamlFile, entries: Mapping[Key, str]) -> str:
    """The text of a file with one more line at the beginning of each mapping; places are those of the parsed file."""
    lines = _LINES.findall(text)
    for key in sorted(entries, key=lambda one: file.marks[one], reverse=True):
        line, column = file.marks[key]
        if lines[line - 1][column - 1] == "{":
            lines[line - 1] = f"{lines[line - 1][:column]}{entries[key]}, {lines[line - 1][column:]}"
        else:
            lines.insert(line - 1, f"{' ' * (column - 1)}{entries[key]}{_line_end(lines)}")
    return "".join(lines)


def with_block(text: str, file: YamlFile, key: str, block: str) -> str:
    """The text of a file with a block of lines at the end of a mapping that stands at the top of it."""
    lines = _LINES.findall(text)
    own_line, _ = file.key_marks[(key,)]
    later = [mark[0] for path, mark in file.key_marks.items() if len(path) == 1 and mark[0] > own_line]
    at = min(later) - 1 if later else len(lines)
    end = _line_end(lines)
    if lines and not lines[at - 1].endswith(("\n", "\r")):
        lines[at - 1] += end
    lines.insert(at, block.replace("\n", end))
    return "".join(lines)


def read_raw(path: Path) -> str:
    """The text as it stands in the file, line ends and byte order mark included."""
    return path.read_bytes().decode("utf-8")


def write_whole(path: Path, text: str) -> None:
    """Write the file whole or not at all; raises InputError where it cannot be written."""
    draft = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        draft.write_bytes(text.encode("utf-8"))
        draft.replace(path)
    except OSError as error:
        with suppress(OSError):
            draft.unlink()
        raise InputError(f"{path} cannot be written: {error.strerror}. Check the rights of the folder.") from error


def _line_end(lines: list[str]) -> str:
    return "\r\n" if lines and lines[0].endswith("\r\n") else "\n"
