"""Documents cut into sentences."""

import pytest

from bot.content.occurrences import occurrences
from bot.keeping.sentences import sentences, statements


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Eins ist hier. Zwei ist dort.", ["Eins ist hier.", "Zwei ist dort."]),
        ("Wie z. B. Köln. Auch Bonn.", ["Wie z. B. Köln.", "Auch Bonn."]),
        ("Dr. Schröter kam am 3. Mai. Er blieb.", ["Dr. Schröter kam am 3. Mai.", "Er blieb."]),
        ("See e.g. Paris. It is large.", ["See e.g. Paris.", "It is large."]),
        ("Steinstr. 48", ["Steinstr. 48"]),
        ("Er sagte: „Ja.“ Dann ging er.", ["Er sagte: „Ja.“", "Dann ging er."]),
        ("  • Eins\n  • Zwei", ["Eins", "Zwei"]),
        ("- eins\n- zwei", ["eins", "zwei"]),
        ("Kontakt\n\nSteinstr. 48", ["Kontakt", "Steinstr. 48"]),
        ("Marktplatz 1\n12345 Ort", ["Marktplatz 1", "12345 Ort"]),
        ("Ein langer Satz, den nur die Breite der Seite bricht, weil er so\nLang ist.", 1),
        ("kurz und\nklein weiter", ["kurz und\nklein weiter"]),
        ("Offen? Ja! Gut.", ["Offen?", "Ja!", "Gut."]),
        ("", []),
        ("\n \n", []),
    ],
)
def test_sentences(text: str, expected: list[str] | int) -> None:
    found = [one.text for one in sentences(text)]
    assert (len(found) if isinstance(expected, int) else found) == expected


def test_places_are_those_of_the_text() -> None:
    text = "Titel\n\n  • Eins ist hier. Zwei ist dort.\n"
    assert [text[one.start : one.end] for one in sentences(text)] == [one.text for one in sentences(text)]


@pytest.mark.parametrize(
    ("text", "is_heading"),
    [
        ("Über uns", True),
        ("Berlin profitiert:", True),
        ("Mehr über uns.", False),
        ("Marktplatz 1", False),
        ("www.example.org", False),
        ("Dies ist schon ein ganzer langer Satz ohne Punkt", False),
    ],
)
def test_headings(text: str, is_heading: bool) -> None:
    assert sentences(text)[0].is_heading == is_heading


def test_the_lines_of_an_address_are_one_statement() -> None:
    text = "Kontakt\n\nBücherei\nMarkt 1\n12345 Ort\n\nSie ist offen.\nGern."
    assert [one.text for one in statements(text)] == ["Bücherei\nMarkt 1\n12345 Ort", "Sie ist offen.", "Gern."]


@pytest.mark.parametrize(
    ("words", "text", "expected"),
    [
        ("a b", "a\n  b und a\xa0b", [(0, 5), (10, 13)]),
        ("14 Städte", "144 Städte", []),
        ("144", "1.144 und 144,5 und 144.", [(20, 23)]),
        ("Ort", "ort", []),
    ],
)
def test_occurrences(words: str, text: str, expected: list[tuple[int, int]]) -> None:
    assert occurrences(words, text) == expected
