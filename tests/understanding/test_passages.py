"""The nearest passage to a sentence that was reworded."""

import pytest

from bot.understanding.passages import nearest_passage

PASSAGES = (
    "Mit 150 Mitgliedsstädten ist das Netzwerk das größte seiner Art.",
    "Seit 1992 ist Berlin Mitglied.",
    "Gemeinsames Lernen zeigt neue Wege auf.",
)


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("Mit 144 Mitgliedsstädten ist das Netzwerk das größte seiner Art.", 0),
        ("Berlin ist Mitglied seit 1991.", 1),
        ("Michael Müller war von 2014 bis 2017 Kopräsident.", None),
        ("Der Hund schläft.", None),
    ],
)
def test_nearest_passage(sentence: str, expected: int | None) -> None:
    assert nearest_passage(sentence, PASSAGES) == expected


def test_no_passage() -> None:
    assert nearest_passage("Berlin", ()) is None
