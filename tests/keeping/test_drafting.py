"""A new document becomes drafts that a person finishes."""

from pathlib import Path

import pytest

from bot.content.loader import load_knowledge, read_parts
from bot.content.model import Language
from bot.errors import ContentError, InputError
from bot.keeping.details import details
from bot.keeping.drafting import add_document, language_of, slug

TEXT = """Lesefest Lindenau

Das Lesefest findet seit 2012 jedes Jahr am 3. Mai statt. Frau Vogt eröffnet es um 15 Uhr in Lindenau.
Es kommen 300 Gäste. Auskunft gibt Petra Lang, lesefest@lindenau.example.

Am Markt 3
12345 Lindenau
Tel. +49 30 23125 107
"""


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("Gegründet 1985.", [("year", "1985")]),
        ("Er hat 4.600 Städte.", [("number", "4600")]),
        ("Am 3. Mai 2024 in Köln.", [("date", "3. Mai 2024"), ("year", "2024")]),
        ("On 12 May 2024.", [("date", "12 May 2024"), ("year", "2024")]),
        ("Am 2024-05-03.", [("date", "2024-05-03"), ("year", "2024")]),
        ("Offen um 8 Uhr.", [("time", "8 Uhr")]),
        ("Open on Monday.", [("time", "Monday")]),
        ("Die Frist ist sechs Monate.", [("time", "sechs Monate")]),
        ("Ab 6 Jahren für 20 Kinder.", [("time", "6 Jahren"), ("number", "20")]),
        ("Ruf an: +49 30 23125 001.", [("phone", "+49 30 23125 001")]),
        ("Siehe www.uclg.org/a.", [("e-mail or link", "www.uclg.org")]),
        ("An a@b.example.", [("e-mail or link", "a@b.example")]),
        ("Marktplatz 1", [("address", "Marktplatz 1")]),
        ("Steinstr. 48", [("address", "Steinstr. 48")]),
        ("44147 Dortmund", [("address", "44147 Dortmund")]),
        ("12 High Street", [("address", "12 High Street")]),
        ("Es kam Jürgen Roters.", [("name", "Jürgen Roters")]),
        ("Der Verband der UCLG.", [("name", "UCLG")]),
        ("We joined United Cities and Local Governments.", [("name", "United Cities and Local Governments")]),
        ("Alles ist gut.", []),
    ],
)
def test_details(sentence: str, expected: list[tuple[str, str]]) -> None:
    found = [(detail.kind, detail.text) for detail in details(sentence)]
    assert [pair for pair in found if pair[0] != "name" or pair in expected] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [("Das ist die Stadt und der Ort", "de"), ("This is the town and the place", "en"), ("12345", "de")],
)
def test_language(text: str, expected: Language) -> None:
    assert language_of(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"), [("Größe & Maß", "groesse-mass"), ("Éole 2", "eole-2"), ("„“", "document")]
)
def test_slug(text: str, expected: str) -> None:
    assert slug(text, "-") == expected


def test_drafts_stand_in_a_topic_of_their_own(library: Path) -> None:
    draft = add_document(library, TEXT, "Lesefest Lindenau", None, None)
    assert (draft.document, draft.topic_file, draft.facts) == (
        "lesefest-lindenau",
        "knowledge/lesefest-lindenau.yaml",
        5,
    )
    assert draft.names == ("Petra Lang",)
    parts = read_parts(library)
    assert parts.documents is not None
    document = parts.documents["lesefest-lindenau"]
    assert (document.title, document.language, document.text) == ("Lesefest Lindenau", "de", TEXT)
    since, opened, guests, mail, address = parts.topics["lesefest-lindenau"].facts.values()
    assert (since.states.year, since.about.person) == (("2012",), ())
    assert (opened.states.time, opened.about.person, opened.about.place) == (True, ("vogt",), ("lindenau",))
    assert guests.states.number == ("300",)
    assert mail.de == "TODO: Auskunft gibt Petra Lang, lesefest@lindenau.example."
    assert address.quotes[0].text == "Am Markt 3 12345 Lindenau Tel. +49 30 23125 107"


def test_drafts_are_refused_until_they_are_finished(library: Path) -> None:
    add_document(library, TEXT, "Lesefest Lindenau", "de", None)
    with pytest.raises(ContentError) as caught:
        load_knowledge(library)
    assert {problem.what.partition(" (")[0] for problem in caught.value.problems} == {
        "this place is not finished",
        "this place is not finished.",
    }
    assert len(caught.value.problems) == 5 * 3 + 3 + 2  # facts, names of the topic, origin of the document


def test_finished_drafts_are_answered(library: Path) -> None:
    add_document(library, "Die Bücherei hat 12 Lesegeräte.\n", "Geräte", "de", "library")
    registered, facts = library / "knowledge/documents.yaml", library / "knowledge/library.yaml"
    for file, swaps in (
        (registered, [('"TODO: woher', '"woher'), ('"TODO: where', '"where')]),
        (
            facts,
            [
                ('answers: ["TODO"]', 'answers: ["stock"]'),
                ('"TODO: Die Bücherei', '"Die Bücherei'),
                ('"TODO: the same in English"', '"The library has 12 reading devices."'),
            ],
        ),
    ):
        text = file.read_text(encoding="utf-8")
        for old, new in swaps:
            assert text.count(old) == 1
            text = text.replace(old, new)
        file.write_text(text, encoding="utf-8")
    fact = load_knowledge(library).facts()["library.buecherei_lesegeraete"]
    assert (fact.answers, fact.states.number) == (("stock",), ("12",))


def test_sentences_keep_their_own_language(library: Path) -> None:
    add_document(library, "Das Haus ist für alle da. The house is open to all of you.\n", "Haus", None, None)
    german, english = read_parts(library).topics["haus"].facts.values()
    assert (german.de, english.en) == ("TODO: Das Haus ist für alle da.", "TODO: The house is open to all of you.")
    assert english.de == "TODO: dasselbe auf Deutsch"


@pytest.mark.parametrize(
    ("title", "topic", "said"),
    [
        ("Library", None, "There is a document “library” already. A new version of it is taken with"),
        ("Neu", "libary", "There is no topic “libary”. Did you mean “library”"),
    ],
)
def test_refused(title: str, topic: str | None, said: str, library: Path) -> None:
    before = {path: path.read_bytes() for path in library.rglob("*") if path.is_file()}
    with pytest.raises(InputError, match=said):
        add_document(library, TEXT, title, "de", topic)
    assert {path: path.read_bytes() for path in library.rglob("*") if path.is_file()} == before


def test_entries_in_brackets_are_for_a_person(library: Path) -> None:
    file = library / "knowledge/documents.yaml"
    text = file.read_text(encoding="utf-8")
    file.write_text(
        "\n".join(f" {line}" if line.startswith("  ") else line for line in text.split("\n")), encoding="utf-8"
    )
    with pytest.raises(InputError, match=r"documents\.yaml:2:4: write each entry below “documents” on its own line"):
        add_document(library, TEXT, "Lesefest", "de", None)
