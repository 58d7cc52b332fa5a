"""Texts as features, in memory and in a file."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from bot.understanding.sparse import FloatMatrix, IntVector, SparseRows


@dataclass(frozen=True, slots=True)
class Table:
    """Some texts as features, a row for each."""

    # Character n-grams.
    grams: SparseRows
    # Cut words.
    stems: SparseRows
    # Sentence vectors.
    vectors: FloatMatrix

    def take(self, indexes: IntVector) -> Table:
        """The rows of these indexes, in their order."""
        return Table(self.grams.take(indexes), self.stems.take(indexes), self.vectors[indexes])


def pack(name: str, table: Table) -> dict[str, Any]:
    """The arrays of a table, named for a file of several tables."""
    packed: dict[str, Any] = {f"{name}_vectors": table.vectors}
    for part, rows in (("grams", table.grams), ("stems", table.stems)):
        packed |= {
            f"{name}_{part}_starts": rows.starts,
            f"{name}_{part}_columns": rows.columns,
            f"{name}_{part}_values": rows.values,
        }
    return packed


def unpack(file: Any, name: str) -> Table:
    """The table of that name in an open file; KeyError when there is none."""
    grams, stem_rows = (
        SparseRows(file[f"{name}_{part}_starts"], file[f"{name}_{part}_columns"], file[f"{name}_{part}_values"])
        for part in ("grams", "stems")
    )
    return Table(grams, stem_rows, file[f"{name}_vectors"])
