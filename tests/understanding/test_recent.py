"""What was worked out for a text is not worked out again as long as it is among the last ones, and no text is kept."""

import pickle
from collections.abc import Sequence

import pytest

from bot.understanding.recent import Recent


class Shouting:
    """Notes what it is asked to work out."""

    def __init__(self) -> None:
        self.asked: list[list[str]] = []

    def __call__(self, texts: Sequence[str]) -> list[str]:
        self.asked.append(list(texts))
        return [text.upper() for text in texts]


@pytest.mark.parametrize(
    ("calls", "worked_out"),
    [
        ([["a", "b"], ["b", "c"]], [["a", "b"], ["c"]]),
        ([["a", "a", "b"]], [["a", "b"]]),
        ([["a"], ["a"], []], [["a"]]),
        # Two are kept: the one asked for longest ago goes.
        ([["a", "b"], ["a"], ["c"], ["a"], ["b"]], [["a", "b"], ["c"], ["b"]]),
        ([["a", "b", "c"], ["c", "b"], ["a"]], [["a", "b", "c"], ["a"]]),
    ],
)
def test_only_what_is_new_is_worked_out(calls: Sequence[Sequence[str]], worked_out: Sequence[Sequence[str]]) -> None:
    recent, work = Recent[str](most=2), Shouting()
    for texts in calls:
        assert recent.through(texts, work) == [text.upper() for text in texts]
    assert work.asked == worked_out


def test_what_fails_is_asked_again() -> None:
    recent = Recent[str]()

    def fail(_: Sequence[str]) -> list[str]:
        raise ValueError("no result")

    with pytest.raises(ValueError, match="no result"):
        recent.through(["a"], fail)
    assert recent.through(["a"], Shouting()) == ["A"]


def test_it_travels_empty_and_keeps_no_text() -> None:
    recent, work = Recent[int](), Shouting()
    asked = ["Geheimfrage \ud800"]
    recent.through(asked, lambda texts: [len(text) for text in texts])
    assert "Geheimfrage" not in repr(vars(recent))
    assert pickle.loads(pickle.dumps(recent)).through(asked, work) == ["GEHEIMFRAGE \ud800"]
