"""All that is made from the content and answers from it: built from the files, or taken from where it was kept."""

import io
import logging
import pickle
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import IO, Any

from bot import compiled, kept_file
from bot.assistant import Assistant, build_assistant, collector_paused
from bot.content.model import Examples, Knowledge
from bot.unanswered.scrubbing import Scrubber
from bot.understanding.encoder import Encoder, SentenceEncoder, load_encoder, pin_threads
from bot.understanding.foreign import keep_model_in
from bot.understanding.interpreter import Interpreter
from bot.understanding.search import SearchIndex

_ENCODER = "encoder"
_LOG = logging.getLogger(__name__)


@dataclass(frozen=True)
class Base:
    """What answers; one that was kept is without the examples, which only explanations and checks need."""

    assistant: Assistant
    index: SearchIndex
    scrubber: Scrubber
    kept_as: Path | None = None
    """The name that only this content has, whether the file could be written or not."""


class Keeper:
    """Keeps what is made from a content folder; it is made before the content is read."""

    def __init__(self, content: Path, cache: Path, *, with_encoder: bool) -> None:
        self._file_now = partial(compiled.file_for, content, cache, with_encoder=with_encoder)
        self._file = self._file_now()

    def base_over(self, assistant: Assistant) -> Base:
        """All that answers, over an assistant with all examples; kept for the next start without them."""
        knowledge = assistant.knowledge
        base = Base(assistant, SearchIndex(knowledge), Scrubber(knowledge, assistant.interpreter), self._file)
        # What was saved meanwhile may be in the base or not.
        if self._file and self._file == self._file_now():
            _keep(base, self._file)
        return base


def load_base(content: Path, cache: Path, *, with_encoder: bool) -> Base:
    """The base that was kept for exactly this content, else a new one; raises ContentError."""
    file = compiled.file_for(content, cache, with_encoder=with_encoder)
    return _taken(file, cache, with_encoder=with_encoder) or build_base(content, cache, with_encoder=with_encoder)


def build_base(content: Path, cache: Path, *, with_encoder: bool) -> Base:
    """Load, check and learn the content, and keep what answers for the next start; raises ContentError."""
    keeper = Keeper(content, cache, with_encoder=with_encoder)
    return keeper.base_over(build_assistant(content, cache, with_encoder=with_encoder))


def _keep(base: Base, file: Path) -> None:
    pickled, arrays = io.BytesIO(), list[pickle.PickleBuffer]()
    _KeptPickler(pickled, pickle.HIGHEST_PROTOCOL, buffer_callback=arrays.append).dump(base)
    parts = kept_file.Parts(pickled.getbuffer(), [array.raw() for array in arrays])
    kept_file.write(file, parts, compiled.KEPT_FILES)


def _taken(file: Path | None, cache: Path, *, with_encoder: bool) -> Base | None:
    """The base kept in a file; None if there is none that can be trusted and read."""
    parts = kept_file.read(file) if file else None
    if parts is None:
        return None
    pin_threads()
    try:
        with collector_paused():
            if with_encoder:
                keep_model_in(cache)
            found = BaseUnpickler(io.BytesIO(parts.pickled), partial(load_encoder, cache), parts.arrays).load()
    except Exception as error:
        # A pickle can stumble over anything; then the content itself is read, and says what is wrong with it.
        _LOG.warning("The compiled content cannot be used and is made anew: %r", error)
        return None
    return found if isinstance(found, Base) else None


class BasePickler(pickle.Pickler):
    """Leaves the encoder out: it never changes, and a second one would cost a quarter of a gigabyte."""

    def persistent_id(self, value: object) -> str | None:
        """A name in place of the encoder."""
        return _ENCODER if isinstance(value, SentenceEncoder) else None


class BaseUnpickler(pickle.Unpickler):
    """Puts the encoder of this process in."""

    def __init__(self, file: IO[bytes], encoder: Callable[[], Encoder | None], arrays: Iterable[Any] = ()) -> None:
        super().__init__(file, buffers=arrays)
        self._encoder = encoder

    def persistent_load(self, name: str) -> object:
        """The encoder in place of its name."""
        assert name == _ENCODER
        return self._encoder()


class _KeptPickler(BasePickler):
    """Leaves also the examples behind, and the places where they stand: most of the content's size."""

    def reducer_override(self, value: object) -> Any:
        """A shorter value in place of those that hold examples."""
        if isinstance(value, Examples):
            return Examples, ()
        if isinstance(value, Knowledge) and value.example_places:
            return value.model_copy(update={"example_places": {}}).__reduce_ex__(pickle.HIGHEST_PROTOCOL)
        if isinstance(value, Interpreter):
            return replace(value, examples=()).__reduce_ex__(pickle.HIGHEST_PROTOCOL)
        return NotImplemented
