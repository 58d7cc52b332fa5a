"""Quotes are found in their documents whatever the white space, and numbers are not cut."""

import pytest

from bot.content.occurrences import occurrences, stands_in

DOCUMENT = "Founded in\n1985 by 14  cities, 1.144 members:\tParis-Lyon and 4.\u00a0Then 12."


@pytest.mark.parametrize(
    ("words", "stands"),
    [
        ("Founded in 1985", True),
        ("in\n1985   by", True),
        ("14 cities", True),
        ("4 cities", False),
        ("144 members", False),
        ("1.144 members", True),
        ("members: Paris", True),
        ("Lyon and 4", True),
        ("1", False),
        ("4. Then", True),
        ("by 1", False),
        ("12", True),
        ("12.", True),
        ("Rome", False),
    ],
)
def test_whether_words_stand_in_a_text(words: str, stands: bool) -> None:
    assert stands_in(words, DOCUMENT) == stands
    assert bool(occurrences(words, DOCUMENT)) == stands
