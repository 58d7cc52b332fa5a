"""The sign of life on disk. Loads nothing else, for a health check reads it every few seconds."""

import os
import time
from pathlib import Path

FILE_NAME = "heartbeat"
"""The file in the data folder; it holds the time of the last beat in seconds since 1970."""
STALE_SECONDS = 60.0
"""A beat older than this means that the bot hangs; it beats every five seconds."""


def beat(folder: Path) -> None:
    """Write the time, whole or not at all; raises OSError."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft = folder / f"{FILE_NAME}.{os.getpid()}"
    draft.write_text(f"{time.time():.0f}\n", encoding="ascii")
    draft.replace(folder / FILE_NAME)


def age(folder: Path) -> float | None:
    """Seconds since the last beat; None if there is none that can be read."""
    try:
        return time.time() - float((folder / FILE_NAME).read_text(encoding="ascii"))
    except (OSError, ValueError):
        return None


def fall_silent(folder: Path) -> None:
    """Leave no beat behind: a bot that was stopped is not at work."""
    (folder / FILE_NAME).unlink(missing_ok=True)
