"""Draws answers given against errors made, over all confidence thresholds, as one SVG."""

from collections.abc import Iterator, Sequence

from bot.evaluation import Evaluation, Outcome

WIDTH, HEIGHT, MARGIN = 640, 420, 60
_TICKS = (0.0, 0.25, 0.5, 0.75, 1.0)


def points(evaluation: Evaluation) -> list[tuple[float, float]]:
    """For each confidence, from sure to unsure: the share of false answers, and the share of right ones."""
    answerable = sum(outcome.question.expect == "answered" for outcome in evaluation.outcomes)
    declinable = sum(outcome.question.expect in ("unknown", "out_of_scope") for outcome in evaluation.outcomes)
    answered = [outcome for outcome in evaluation.outcomes if outcome.reply.status == "answered"]
    answered.sort(key=lambda outcome: -outcome.reply.confidence)
    return list(_running_shares(answered, max(1, answerable), max(1, declinable)))


def _running_shares(answered: Sequence[Outcome], answerable: int, declinable: int) -> Iterator[tuple[float, float]]:
    right = false = 0
    yield 0.0, 0.0
    for outcome in answered:
        right += outcome.right and outcome.question.expect == "answered"
        false += outcome.is_false_answer
        yield false / declinable, right / answerable


def draw_curve(evaluation: Evaluation) -> str:
    """The curve as an SVG document with labelled axes; the error axis ends at the largest error."""
    curve = points(evaluation)
    largest = max(max(error for error, _ in curve), 0.01)
    line = " ".join(f"{_x(error / largest):.1f},{_y(coverage):.1f}" for error, coverage in curve)
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" font-family="sans-serif">',
            "<title>Right answers against false answers</title>",
            f'<rect width="{WIDTH}" height="{HEIGHT}" fill="white"/>',
            *_axes(largest),
            f'<polyline points="{line}" fill="none" stroke="#0b5394" stroke-width="2.5"/>',
            "</svg>",
        ]
    )


def _axes(largest: float) -> Iterator[str]:
    for share in _TICKS:
        yield f'<line x1="{MARGIN}" x2="{WIDTH - MARGIN}" y1="{_y(share):.1f}" y2="{_y(share):.1f}" stroke="#ddd"/>'
        yield f'<text x="{MARGIN - 8}" y="{_y(share) + 4:.1f}" text-anchor="end">{share:.0%}</text>'
        yield f'<text x="{_x(share):.1f}" y="{HEIGHT - MARGIN + 20}" text-anchor="middle">{share * largest:.1%}</text>'
    yield f'<text x="{WIDTH / 2}" y="{HEIGHT - 14}" text-anchor="middle">false answers, of questions to decline</text>'
    yield f'<text x="{MARGIN}" y="{MARGIN / 2}">right answers, of questions the documents answer</text>'


def _x(share: float) -> float:
    return MARGIN + share * (WIDTH - 2 * MARGIN)


def _y(share: float) -> float:
    return HEIGHT - MARGIN - share * (HEIGHT - 2 * MARGIN)
