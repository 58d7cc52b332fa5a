"""Files that keep what was made at some cost between starts: written whole, read only if nobody else could write them.

Such a file holds a pickle, and the arrays in it apart from it, so that they are mapped into memory and not copied:
what is never touched stays on the disk. See decision 13.
"""

from __future__ import annotations

import logging
import mmap
import os
import struct
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO, TYPE_CHECKING
from zlib import crc32

if TYPE_CHECKING:
    from typing_extensions import Buffer

FOLDER = "compiled"
"""Below the cache; it is made so that only its owner can write."""
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
            return _parts(opened)
    except (OSError, ValueError, struct.error) as error:
        _LOG.warning("What was kept in %s cannot be read and is made anew: %s", file.name, error)
        return None


def _parts(opened: IO[bytes]) -> Parts:
    """The pickle read, which is needed once, and the arrays mapped."""
    magic, checksum, length, count = _HEAD.unpack(opened.read(_HEAD.size))
    if magic != _MAGIC:
        raise ValueError("it is no such file")
    lengths = struct.unpack(f"<{count}Q", opened.read(8 * count))
    (begin, _), *places = _places(_HEAD.size + 8 * count, (length, *lengths))
    whole = memoryview(mmap.mmap(opened.fileno(), 0, access=mmap.ACCESS_READ))
    if (places[-1][1] if places else begin + length) != len(whole):
        raise ValueError("it is not whole")
    opened.seek(begin)
    pickled = opened.read(length)
    if crc32(pickled) != checksum:
        raise ValueError("it is damaged")
    return Parts(memoryview(pickled), [whole[begin:end] for begin, end in places])


def _places(end: int, lengths: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Where each part begins and ends, for arrays begin at multiples of what processors like."""
    for length in lengths:
        begin = -(-end // _ALIGNED) * _ALIGNED
        end = begin + length
        yield begin, end


def write(file: Path, parts: Parts, at_most: int) -> None:
    """Keep the parts whole or not at all, and of files whose names begin alike the newest so many.

    A folder that cannot be written costs only time at the next start.
    """
    write_pieces(file, _laid_out(parts), at_most)


def write_pieces(file: Path, pieces: Iterable[tuple[int, Buffer]], at_most: int) -> None:
    """The same with pieces, each with its place in the file."""
    if os.name != "posix":
        # Nobody could tell later who wrote it.
        return
    draft = file.with_suffix(f".{os.getpid()}.tmp")
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.parent.chmod(0o755)
        with draft.open("wb") as opened:
            os.fchmod(opened.fileno(), 0o644)
            for begin, data in pieces:
                opened.seek(begin)
                opened.truncate(begin + opened.write(data))
        draft.replace(file)
        _forget_older(file, at_most)
    except OSError as error:
        with suppress(OSError):
            draft.unlink(missing_ok=True)
        _LOG.warning("What was made cannot be kept in %s: %s", file.parent, error)


def _laid_out(parts: Parts) -> Iterator[tuple[int, Buffer]]:
    lengths = [len(array) for array in parts.arrays]
    head = _HEAD.pack(_MAGIC, crc32(parts.pickled), len(parts.pickled), len(lengths))
    yield 0, head + struct.pack(f"<{len(lengths)}Q", *lengths)
    places = _places(_HEAD.size + 8 * len(lengths), (len(parts.pickled), *lengths))
    for (begin, _), data in zip(places, (parts.pickled, *parts.arrays), strict=True):
        yield begin, data


def _forget_older(file: Path, at_most: int) -> None:
    alike = file.parent.glob(f"{file.name.partition('-')[0]}-*{file.suffix}")
    for old in sorted(alike, key=lambda one: one.stat().st_mtime, reverse=True)[at_most:]:
        old.unlink(missing_ok=True)
