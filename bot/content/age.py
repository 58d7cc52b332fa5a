"""How old the content is."""

from datetime import UTC, date, datetime
from pathlib import Path

from bot.content.folders import content_files
from bot.content.languages import Language


def last_change(folder: Path) -> date:
    """The day of the newest change to a content folder, in universal time; raises ValueError if it holds no file."""
    newest = max(path.stat().st_mtime for path in content_files(folder))
    return datetime.fromtimestamp(newest, UTC).date()


def written(day: date, language: Language) -> str:
    """A day as people write it."""
    return f"{day:%d.%m.%Y}" if language == "de" else f"{day.day} {day:%B %Y}"
