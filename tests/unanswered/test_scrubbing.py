"""What is taken out of a question before it is kept."""

import pytest

from bot.assistant import Assistant
from bot.unanswered.scrubbing import LEFT_OUT, LONGEST_TEXT, NAME, Scrubber


@pytest.fixture(scope="module")
def scrubber(assistant: Assistant) -> Scrubber:
    return Scrubber(assistant.knowledge, assistant.interpreter)


@pytest.mark.parametrize(
    ("question", "secret"),
    [
        ("Schreiben Sie mir an erna.krawuttke@post.example, bitte", "krawuttke"),
        ("Call me on +49 (0)231 / 838-00 46 please", "838"),
        ("Meine Nummer: 0151 2345 6789", "2345"),
        ("Meine Kundennummer ist 1234567", "12345"),
        ("Aktenzeichen AB123456C", "123456"),
        ("Is https://example.org/erna?id=7 right?", "example"),
        ("Was steht auf stadt-beispiel.example/erna", "erna"),
        ("Fragen Sie @erna_k dazu", "erna_k"),
        ("Ich heiße Erna Krawuttke, was kostet das?", "Krawuttke"),
        ("Mein Name ist Xaver Yzyk und ich frage nach Gebühren", "Yzyk"),
        ("my name is Zork Blepp, who pays the fee?", "Blepp"),
        ("Wo wohnt Thomas Krawuttke?", "Thomas"),
        ("wo wohnt thomas krawuttke?", "krawuttke"),
        ("Kennt Frau Krawuttke den Preis?", "Krawuttke"),
        ("Where does Dr. Zorkmann live?", "Zorkmann"),
        ("Wie alt ist Michael Müller?", "Müller"),
        ("Hat Krawuttke schon gezahlt?", "Krawuttke"),
        ("krawuttke straße 7, wie weit?", "krawuttke"),
    ],
)
def test_nothing_personal_stays(scrubber: Scrubber, question: str, secret: str) -> None:
    assert secret.casefold() not in scrubber.scrub(question).casefold()


def test_what_was_taken_out_leaves_a_mark(scrubber: Scrubber) -> None:
    question = "Was kostet UCLG für Thomas Krawuttke, Telefon 0231 838001?"
    assert scrubber.scrub(question) == f"Was kostet UCLG für {NAME}, Telefon {LEFT_OUT}?"


@pytest.mark.parametrize(
    "question",
    [
        "Wie hoch ist der Beitrag für Köln bei UCLG im Jahr 2024?",
        "How much does membership of Metropolis cost?",
        "Wann tagt der Weltrat das nächste Mal?",
    ],
)
def test_what_the_content_knows_stays(scrubber: Scrubber, question: str) -> None:
    assert scrubber.scrub(question) == question


def test_long_question_is_cut_between_words(scrubber: Scrubber) -> None:
    scrubbed = scrubber.scrub("Was kostet die Mitgliedschaft? " * 40)
    assert len(scrubbed) <= LONGEST_TEXT
    assert scrubbed.endswith(("Was", "kostet", "die", "Mitgliedschaft?"))
