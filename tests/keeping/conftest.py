"""The town library's base for tests that change it and for tests that only read it."""

from pathlib import Path

import pytest

from tests.keeping.library import make_library


@pytest.fixture
def library(tmp_path: Path) -> Path:
    """A copy that a test may change."""
    return make_library(tmp_path / "library")


@pytest.fixture(scope="session")
def library_to_read(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One for tests that change nothing."""
    return make_library(tmp_path_factory.mktemp("base") / "library")
