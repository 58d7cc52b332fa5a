"""Notices that somebody saved a content file; the only user of watchfiles."""

from collections.abc import AsyncIterator
from pathlib import Path

from watchfiles import awatch

from bot.content.folders import INTENT_FOLDER, TOPIC_FOLDER

REST_MILLISECONDS = 300
"""So long the files must rest, since an editor or git writes several one after the other."""
LONGEST_UNREST_MILLISECONDS = 3000
"""A folder that never rests counts as changed all the same after this time."""


async def changes(folder: Path) -> AsyncIterator[None]:
    """Tell of each change below `knowledge/` and `intents/` once the files rest; raises OSError without the folders."""
    paths = [folder / name for name in (TOPIC_FOLDER, INTENT_FOLDER)]
    async for _ in awatch(*paths, step=REST_MILLISECONDS, debounce=LONGEST_UNREST_MILLISECONDS):
        yield
