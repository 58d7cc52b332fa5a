"""How old the content is: the day of its newest file."""

import os
from datetime import date
from pathlib import Path

import pytest

from bot.content.age import last_change, written
from bot.content.model import Language

NOON = 12 * 60 * 60
DAY = 2 * NOON


def test_newest_file_counts(tmp_path: Path) -> None:
    for day, name in enumerate(("knowledge/a.yaml", "intents/facts/b.yaml", "knowledge/documents/c.txt")):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()
        os.utime(path, (NOON + day * DAY, NOON + day * DAY))
    assert last_change(tmp_path) == date(1970, 1, 3)


@pytest.mark.parametrize(
    ("language", "expected"),
    [("de", "05.03.2026"), ("en", "5 March 2026")],
)
def test_written(language: Language, expected: str) -> None:
    assert written(date(2026, 3, 5), language) == expected
