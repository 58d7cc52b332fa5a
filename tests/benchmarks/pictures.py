"""Small SVG pictures: lines over a logarithmic axis, and where the time goes."""

import math
from collections.abc import Iterator, Mapping, Sequence
from html import escape

WIDTH, HEIGHT, MARGIN = 640, 300, 60
COLOURS = ("#0b5394", "#b45f06", "#38761d", "#741b47")
ROW, ICICLE_WIDTH, LETTER = 18, 960, 6.2
NARROWEST = 3.0
Tree = dict[str, "Branch"]


class Branch:
    """How often a call was seen, and what it called."""

    def __init__(self) -> None:
        self.times = 0
        self.calls: Tree = {}


def lines(title: str, series: Mapping[str, Sequence[tuple[float, float]]]) -> str:
    """Lines through points, both axes logarithmic, each point with its value."""
    points = [point for line in series.values() for point in line if point[1] > 0]
    across, up = (_Scale([point[axis] for point in points]) for axis in (0, 1))
    drawn: list[str] = [f'<text x="{MARGIN}" y="22" font-weight="bold">{escape(title)}</text>']
    for place, (name, line) in enumerate(series.items()):
        drawn += _line(name, [(x, y) for x, y in line if y > 0], across, up, place)
    ticks = sorted({x for x, _ in points})
    drawn += [
        f'<text x="{_x(across, x):.0f}" y="{HEIGHT - 18}" text-anchor="middle">{x:,.0f} facts</text>' for x in ticks
    ]
    return _svg(WIDTH, HEIGHT, title, drawn)


def icicle(title: str, stacks: Mapping[tuple[str, ...], int]) -> str:
    """Boxes below boxes: a call is as wide as the share of the samples in which it was running."""
    root = Branch()
    for stack, times in stacks.items():
        _grow(root, stack, times)
    drawn = list(_boxes(root, 0.0, ICICLE_WIDTH / max(1, root.times), 0))
    depth = max(map(len, stacks), default=0)
    return _svg(ICICLE_WIDTH, (depth + 1) * ROW, title, drawn)


class _Scale:
    def __init__(self, values: Sequence[float]) -> None:
        self._low, high = math.log10(min(values)), math.log10(max(values))
        self._span = (high - self._low) or 1.0

    def share(self, value: float) -> float:
        """Where between the smallest (0) and the largest value (1) it lies."""
        return (math.log10(value) - self._low) / self._span


def _line(name: str, line: Sequence[tuple[float, float]], across: _Scale, up: _Scale, place: int) -> Iterator[str]:
    colour = COLOURS[place % len(COLOURS)]
    at = [(_x(across, x), _y(up, y), y) for x, y in line]
    path = " ".join(f"{x:.1f},{y:.1f}" for x, y, _ in at)
    yield f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="2.5"/>'
    yield f'<text x="{WIDTH - MARGIN}" y="{22 + 16 * place}" text-anchor="end" fill="{colour}">{escape(name)}</text>'
    for x, y, value in at:
        yield f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3.5" fill="{colour}"/>'
        yield f'<text x="{x:.1f}" y="{y - 8:.1f}" text-anchor="middle" fill="{colour}">{value:.3g}</text>'


def _grow(branch: Branch, stack: Sequence[str], times: int) -> None:
    branch.times += times
    for name in stack:
        branch = branch.calls.setdefault(name, Branch())
        branch.times += times


def _boxes(branch: Branch, left: float, unit: float, depth: int) -> Iterator[str]:
    for name, call in sorted(branch.calls.items(), key=lambda item: -item[1].times):
        width = call.times * unit
        if width < NARROWEST:
            continue
        colour = f"hsl({(sum(map(ord, name.partition('.')[0])) * 37) % 360} 55% 82%)"
        shown = escape(name[: int(width / LETTER)]) if width > 5 * LETTER else ""
        share = f"{escape(name)}: {call.times * unit / ICICLE_WIDTH:.1%}"
        yield f'<g><title>{share}</title><rect x="{left:.1f}" y="{depth * ROW}" width="{width - 0.5:.1f}" '
        yield f'height="{ROW - 1}" fill="{colour}"/><text x="{left + 2:.1f}" y="{depth * ROW + 13}">{shown}</text></g>'
        yield from _boxes(call, left, unit, depth + 1)
        left += width


def _svg(width: int, height: int, title: str, drawn: Sequence[str]) -> str:
    start = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" font-family="sans-serif" '
    background = f'<rect width="{width}" height="{height}" fill="white"/>'
    return (
        "\n".join([f'{start}font-size="11">', f"<title>{escape(title)}</title>", background, *drawn, "</svg>"]) + "\n"
    )


def _x(scale: _Scale, value: float) -> float:
    return MARGIN + scale.share(value) * (WIDTH - 2 * MARGIN)


def _y(scale: _Scale, value: float) -> float:
    return HEIGHT - MARGIN - scale.share(value) * (HEIGHT - 2 * MARGIN - 30)
