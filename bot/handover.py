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
from io import BufferedReader
from pathlib import Path
from typing import IO

from bot.assistant import Assistant, collector_paused
from bot.base import Base, BasePickler, BaseUnpickler, build_base
from bot.errors import ContentError, PreparationError
from bot.operations.memory import spare_what_stays
from bot.settings import Settings
from bot.understanding.encoder import Encoder

NICENESS = 19
"""How far the process stands back behind answers where both want the processor."""
_SWITCHES = {True: "on", False: "off"}


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


def _take(process: subprocess.Popen[bytes], encoder: Encoder | None) -> Base:
    with process:
        assert isinstance(process.stdout, BufferedReader)
        try:
            # Until all is built nothing comes, and the search for garbage goes on.
            process.stdout.peek()
            with collector_paused():
                found = BaseUnpickler(process.stdout, lambda: encoder).load()
                spare_what_stays()
        except (EOFError, pickle.UnpicklingError):
            code = process.wait()
            raise PreparationError(
                f"The process that reads the content ended ({code}). Is there memory left?"
            ) from None
    if isinstance(found, Base):
        return found
    raise ContentError(found)


def _give(base: object, file: IO[bytes]) -> None:
    BasePickler(file, pickle.HIGHEST_PROTOCOL).dump(base)
    file.flush()


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
