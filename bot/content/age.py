"""How old the content is."""

from datetime import UTC, date, datetime
from pathlib import Path

from bot.content.model import Language
from bot.content.parts import INTENT_FOLDER, TOPIC_FOLDER


def last_change(folder: Path) -> date:
    """The day of the newest change to a content folder, in universal time; raises ValueError if it holds no file."""
    files = (path for name in (TOPIC_FOLDER, INTENT_FOLDER) for path in (folder / name).rglob("*") if path.is_file())
    return datetime.fromtimestamp(max(path.stat().st_mtime for path in files), UTC).date()


def written(day: date, language: Language) -> str:
    """A day as people write it."""
    return f"{day:%d.%m.%Y}" if language == "de" else f"{day.day} {day:%B %Y}"
