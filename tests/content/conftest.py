"""A tiny valid content folder, and what comes of it after a change."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from bot.content.loader import load_knowledge
from bot.content.model import Knowledge, Words
from bot.content.phrases import PHRASES
from bot.errors import ContentError
from tests.conftest import PROJECT

BASE = Path(__file__).resolve().parent / "base"

Change = Callable[[str, str, str], None]
Problems = Callable[[], list[str]]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the tiny content that a test may break, with every word list and phrase (“gap” comes first)."""
    copy = Path(shutil.copytree(BASE, tmp_path / "content"))
    phrases = sorted(PHRASES, key=lambda name: (name != "gap", name))
    _write_lines(copy / "intents/phrases.yaml", [f'{name}: {{de: "Satz.", en: "Words."}}' for name in phrases])
    _write_lines(copy / "intents/words.yaml", [f'{name}: {{de: ["ja"], en: ["yes"]}}' for name in Words.model_fields])
    return copy


@pytest.fixture
def change(folder: Path) -> Change:
    """Replaces a text that stands exactly once in a file; without an old text the new one is appended."""

    def replace(name: str, old: str, new: str) -> None:
        path = folder / name
        text = path.read_text(encoding="utf-8") if path.exists() else ""
        assert not old or text.count(old) == 1, f"“{old}” stands {text.count(old)} times in {name}"
        path.write_text(text.replace(old, new) if old else text + new, encoding="utf-8")

    return replace


@pytest.fixture
def problems(folder: Path) -> Problems:
    """Every problem of the folder as a person reads it."""

    def load() -> list[str]:
        try:
            load_knowledge(folder)
        except ContentError as error:
            return [str(problem) for problem in error.problems]
        return []

    return load


@pytest.fixture(scope="session")
def real_knowledge() -> Knowledge:
    return load_knowledge(PROJECT)


def _write_lines(path: Path, lines: list[str]) -> None:
    path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
