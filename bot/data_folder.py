"""The one folder that the bot writes to while it runs."""

from collections.abc import Mapping
from pathlib import Path

DEFAULT_FOLDER = Path(__file__).resolve().parent.parent / "data"
"""Beside the content, unless BOT_DATA names another."""


def data_folder(environment: Mapping[str, str]) -> Path:
    """The folder that BOT_DATA names; here, apart from the settings, because the health check loads nothing else."""
    return Path(environment.get("BOT_DATA") or DEFAULT_FOLDER)
