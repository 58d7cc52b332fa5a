"""Beats for as long as the event loop turns."""

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path

from bot.operations.pulse import beat, fall_silent

BEAT_SECONDS = 5.0
"""Time between two beats."""
_LOG = logging.getLogger(__name__)


@asynccontextmanager
async def heartbeat(folder: Path) -> AsyncIterator[None]:
    """Meanwhile write the time into a file of the data folder every few seconds."""
    beating = asyncio.create_task(_beat_on(folder))
    try:
        yield
    finally:
        beating.cancel()
        with suppress(asyncio.CancelledError):
            await beating
        with suppress(OSError):
            fall_silent(folder)


async def _beat_on(folder: Path) -> None:
    """One line when writing begins to fail and one when it works again; answering goes on without it."""
    trouble = ""
    while True:
        before, trouble = trouble, _failure(folder)
        if trouble and not before:
            _LOG.warning(
                "The heartbeat cannot be written (%s); `python -m bot health` will fail. See BOT_DATA.", trouble
            )
        elif before and not trouble:
            _LOG.warning("The heartbeat can be written again.")
        await asyncio.sleep(BEAT_SECONDS)


def _failure(folder: Path) -> str:
    try:
        beat(folder)
    except OSError as error:
        return type(error).__name__
    return ""
