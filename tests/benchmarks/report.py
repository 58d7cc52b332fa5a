"""The page of measurements: tables, targets and pictures, as Markdown and SVG."""

import re
import statistics
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

PAGE = Path(__file__).resolve().parents[2] / "docs" / "performance.md"
PICTURES = PAGE.parent / "pictures"


@dataclass(frozen=True)
class Section:
    """A part of the page: a title, Markdown blocks, and pictures by file name."""

    title: str
    blocks: Sequence[str]
    pictures: Mapping[str, str] = field(default_factory=dict)

    def markdown(self) -> str:
        """The part as it stands on the page."""
        return f"## {self.title}\n\n" + "\n\n".join(self.blocks) + "\n"


@dataclass(frozen=True)
class Target:
    """A limit for a measured figure."""

    what: str
    measured: float
    limit: float
    unit: str = ""
    at_least: bool = False
    why_missed: str = ""

    def row(self) -> tuple[str, ...]:
        """What was wanted, what was measured, and by how much it was missed."""
        reached = self.measured >= self.limit if self.at_least else self.measured <= self.limit
        missed = f"missed by {abs(self.measured / self.limit - 1):.0%}. {self.why_missed}".strip()
        sign = "≥" if self.at_least else "≤"
        unit = f" {self.unit}".rstrip()
        return (self.what, f"{sign} {self.limit:g}{unit}", f"{self.measured:.3g}{unit}", "yes" if reached else missed)


def table(columns: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A Markdown table; the first column is aligned left, the others right."""
    marks = ["---", *["---:"] * (len(columns) - 1)]
    return "\n".join(f"| {' | '.join(row)} |" for row in (columns, marks, *rows))


def targets(rows: Sequence[Target]) -> str:
    """The table of what was wanted."""
    return table(("target", "limit", "measured", "reached"), [row.row() for row in rows])


def median(values: Sequence[float], digits: int = 1) -> str:
    """The median, with the smallest and largest value where there are several."""
    middle = f"{statistics.median(values):.{digits}f}"
    return middle if len(values) < 2 else f"{middle} ({min(values):.{digits}f}–{max(values):.{digits}f})"


def quantile(values: Sequence[float], share: float) -> float:
    """The value below which a share of the values lies."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


def publish(section: Section, introduction: str) -> None:
    """Put a part on the page in the place of its last run."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    for name, picture in section.pictures.items():
        (PICTURES / name).write_text(picture, encoding="utf-8")
    before = PAGE.read_text(encoding="utf-8") if PAGE.is_file() else ""
    parts = {part.partition("\n")[0]: f"## {part}" for part in re.split(r"^## ", before, flags=re.MULTILINE)[1:]}
    parts[section.title] = section.markdown()
    PAGE.write_text("\n".join([introduction, *(part.rstrip() + "\n" for part in parts.values())]), encoding="utf-8")
