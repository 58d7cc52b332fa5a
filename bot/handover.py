"""Builds a new base in a process of its own and takes it over, so that answers meanwhile take no longer.

Reading, checking and learning the content keep a processor busy for seconds; in a thread of the bot they would slow
down every answer. What the process built comes through a pipe; only the sentence encoder stays, for it never changes.
"""

import asyncio
import logging
import os
import pickle
import signal
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from bot.assistant import Assistant, build_assistant
from bot.errors import ContentError, PreparationError
from bot.settings import Settings
from bot.understanding.encoder import SentenceEncoder
from bot.understanding.search import SearchIndex

NICENESS = 10
"""How far the process stands back behind answers where both want the processor."""
_ENCODER = "encoder"
_SWITCHES = {True: "on", False: "off"}


@dataclass(frozen=True)
class Base:
    """All that is made from the content and answers from it."""

    assistant: Assistant
    index: SearchIndex


def build_base(content: Path, cache: Path, *, with_encoder: bool) -> Base:
    """Load, check and learn the content; raises ContentError."""
    assistant = build_assistant(content, cache, with_encoder=with_encoder)
    return Base(assistant, SearchIndex(assistant.knowledge))


async def build_base_beside(settings: Settings, current: Assistant) -> Base:
    """The same in a process of its own; raises ContentError, or PreparationError if that process fails."""
    # Another one would cost a quarter of a gigabyte.
    encoder = current.interpreter.ranker.encoder
    arguments = (str(settings.content), str(settings.cache), _SWITCHES[encoder is not None])
    command = [sys.executable, "-m", "bot.handover", *arguments]
    process = subprocess.Popen(
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        env=_without_secrets(),
    )
    try:
        return await asyncio.to_thread(_take, process, encoder)
    finally:
        process.kill()


def _without_secrets() -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if not name.startswith(("TELEGRAM_", "BOT_"))}


def _take(process: subprocess.Popen[bytes], encoder: object) -> Base:
    with process:
        assert process.stdout
        try:
            found = _Unpickler(process.stdout, encoder).load()
        except (EOFError, pickle.UnpicklingError):
            code = process.wait()
            raise PreparationError(
                f"The process that reads the content ended ({code}). Is there memory left?"
            ) from None
    if isinstance(found, Base):
        return found
    raise ContentError(found)


def _give(base: object, file: IO[bytes]) -> None:
    _Pickler(file, pickle.HIGHEST_PROTOCOL).dump(base)
    file.flush()


class _Pickler(pickle.Pickler):
    """Leaves the encoder out."""

    def persistent_id(self, value: object) -> str | None:
        """A name in place of the encoder."""
        return _ENCODER if isinstance(value, SentenceEncoder) else None


class _Unpickler(pickle.Unpickler):
    """Puts the encoder of this process in."""

    def __init__(self, file: IO[bytes], encoder: object) -> None:
        super().__init__(file)
        self._encoder = encoder

    def persistent_load(self, name: str) -> object:
        """The encoder in place of its name."""
        assert name == _ENCODER
        return self._encoder


def main(content: str, cache: str, encoder: str) -> None:
    """Write the base, or the problems of the content, to standard output."""
    if hasattr(os, "nice"):
        os.nice(NICENESS)
    # An interrupt from the keyboard is for the bot, which then ends this process.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    # Its lines would stand in another form beside those of the bot, which says itself what happens.
    logging.disable()
    try:
        found: object = build_base(Path(content), Path(cache), with_encoder=encoder == _SWITCHES[True])
    except ContentError as error:
        found = error.problems
    _give(found, sys.stdout.buffer)


if __name__ == "__main__":
    # The classes must carry the names under which the other process knows them.
    from bot.handover import main as named_main

    named_main(*sys.argv[1:])
