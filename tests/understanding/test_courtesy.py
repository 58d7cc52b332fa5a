"""What only opens a letter is taken off, and never the question itself."""

import pytest

from bot.understanding.courtesy import without_opening

FILLER = frozenset(
    ["guten", "tag", "hallo", "dear", "sir", "or", "madam", "konnen", "sie", "mir", "sagen", "bitte", "so", "ja"]
)


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        ("Guten Tag, was ist UCLG?", "was ist UCLG?"),
        ("Hallo! Können Sie mir bitte sagen, seit wann es UCLG gibt?", "seit wann es UCLG gibt?"),
        ("Dear Sir or Madam\nwho heads UCLG?", "who heads UCLG?"),
        ("Guten Tag – wo sitzt UCLG?", "wo sitzt UCLG?"),
        ("Was ist UCLG?", "Was ist UCLG?"),
        ("Seit wann, bitte, gibt es UCLG?", "Seit wann, bitte, gibt es UCLG?"),
        # A joint within a word opens nothing.
        ("so-called networks of UCLG?", "so-called networks of UCLG?"),
        # Too little follows.
        ("Hallo, UCLG", "Hallo, UCLG"),
        ("Guten Tag!", "Guten Tag!"),
        ("", ""),
    ],
)
def test_opening(text: str, rest: str) -> None:
    assert without_opening(text, FILLER) == rest
