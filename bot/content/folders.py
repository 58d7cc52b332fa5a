"""Where the files of the content lie; apart from their model, so that whoever only looks for them loads no more."""

from collections.abc import Iterator
from pathlib import Path

TOPIC_FOLDER = "knowledge"
INTENT_FOLDER = "intents"


def content_files(folder: Path) -> Iterator[Path]:
    """Every file below `knowledge/` and `intents/`, in the order of names."""
    for name in (TOPIC_FOLDER, INTENT_FOLDER):
        yield from (path for path in sorted((folder / name).rglob("*")) if path.is_file())
