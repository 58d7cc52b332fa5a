"""A second base, about a town library: what a newcomer made of the template."""

import shutil
from pathlib import Path

import pytest

from bot.keeping.founding import create_base
from tests.conftest import PROJECT

LIBRARY = PROJECT / "tests/content/library_base"
"""What differs from the template: own knowledge and own kinds of questions; phrases, words and smalltalk are kept."""


@pytest.fixture
def library(tmp_path: Path) -> Path:
    """A copy of the library's base that a test may change."""
    return make_library(tmp_path / "library")


@pytest.fixture(scope="session")
def library_to_read(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The library's base for tests that change nothing."""
    return make_library(tmp_path_factory.mktemp("base") / "library")


def make_library(folder: Path) -> Path:
    create_base(folder, "Lindenau")
    for replaced in ("knowledge", "intents/facts", "intents/gaps"):
        shutil.rmtree(folder / replaced)
    shutil.copytree(LIBRARY, folder, dirs_exist_ok=True)
    return folder
