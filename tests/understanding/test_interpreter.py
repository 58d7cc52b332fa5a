"""A message of any kind becomes an Interpretation: what is asked, in which form, for which kind of value."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.assistant import Assistant
from bot.understanding.interpretation import Interpretation, Reading
from bot.understanding.interpreter import CANDIDATES, LONGEST_TEXT
from bot.understanding.questions import MOST_PARTS


def read(assistant: Assistant, text: str) -> Reading:
    return assistant.interpreter.read(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Ist Berlin Mitglied?", True),
        ("War Müller 2019 Präsident?", True),
        ("Hat Metropolis 144 Mitglieder?", True),
        ("is berlin a member", True),
        ("Was Müller president in 2019?", True),
        ("Berlin ist seit 1991 Mitglied, oder?", True),
        ("Metropolis wurde 1985 gegründet, stimmt's?", True),
        ("Metropolis was founded in 1985, right?", True),
        ("Berlin seit 1991 dabei?", True),
        ("Seit wann ist Berlin Mitglied?", False),
        ("Wer war 2019 Präsident?", False),
        ("When was Metropolis founded?", False),
        ("Metropolis Gründung", False),
        ("Präsident 2019?", False),
        ("", False),
        ("?", False),
    ],
)
def test_yes_or_no(assistant: Assistant, text: str, expected: bool) -> None:
    assert read(assistant, text).wants_yes_or_no is expected


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Wann wurde Metropolis gegründet?", "time"),
        ("In welchem Jahr?", "time"),
        ("Seit wann?", "time"),
        ("Since when?", "time"),
        ("Wie lange war er Präsident?", "time"),
        ("How many years was he president?", "time"),
        ("Wie viele Mitglieder?", "count"),
        ("How many members?", "count"),
        ("Wie oft trifft man sich?", "frequency"),
        ("How often do they meet?", "frequency"),
        ("Wer ist das namentlich?", "name"),
        ("Who is it by name?", "name"),
        ("Was ist UCLG?", None),
        ("Who represents Berlin?", None),
        ("", None),
    ],
)
def test_wanted_value(assistant: Assistant, text: str, kind: str | None) -> None:
    assert read(assistant, text).wants == kind


@pytest.mark.parametrize(
    ("text", "pronoun", "back"),
    [
        ("Wie lautet deren Website im Internet genau?", True, True),
        ("What is their website on the internet called?", True, True),
        ("War er im Jahr 2019 wirklich Präsident gewesen?", True, True),
        ("Und UCLG?", False, True),
        ("Welche Ziele?", False, True),
        ("Welche konkreten Ziele verfolgt Metropolis weltweit?", False, False),
        ("Which particular aims does Metropolis pursue worldwide?", False, False),
    ],
)
def test_pointing_back(assistant: Assistant, text: str, pronoun: bool, back: bool) -> None:
    reading = read(assistant, text)
    assert (reading.has_pronoun, reading.refers_back) == (pronoun, back)


@pytest.mark.parametrize(
    ("text", "today"),
    [("Wer ist heute Präsident?", True), ("Who is president now?", True), ("Wer war Präsident?", False)],
)
def test_asking_for_today(assistant: Assistant, text: str, today: bool) -> None:
    assert read(assistant, text).asks_for_today is today


@pytest.mark.parametrize(
    ("text", "unexplained"),
    [
        ("Wann wurde Metropolis gegründet?", ()),
        ("Wann wurde Metropolis gegrundet?", ()),
        ("Wann wurde Metropolis Xqwvjkzy gegründet?", ("Xqwvjkzy",)),
        ("Seit wann ist Köln Mitglied?", ()),
    ],
)
def test_unexplained_words(assistant: Assistant, text: str, unexplained: tuple[str, ...]) -> None:
    assert read(assistant, text).unexplained == unexplained


def test_unexplained_words_cost_confidence(assistant: Assistant) -> None:
    plain = read(assistant, "Wie lautet die Website?")
    strange = read(assistant, "Wie lautet die Website Xqwvjkzy Wvqxzzk?")
    assert strange.confidence < plain.confidence


@pytest.mark.parametrize("text", ["", " ", "?!…", "2019", "👍🏽", "\u200b\u2060", "\ud800", "١٢٣", "---" * 1000])
def test_without_a_letter_there_is_no_question(assistant: Assistant, text: str) -> None:
    assert assistant.interpreter.interpret(text) == Interpretation(None, ())


@pytest.mark.parametrize(
    "text",
    [
        "a" * 4096,
        "Ä" * 4096,
        "ab " * 1365,
        "1a" * 2048,
        "Metropolis " * 372,
        "Metroplis " * 409,
        "und " * 1024,
        "a, " * 1365,
        "a'" * 2048,
        "ﷺ" * 4096,
        "a" + "\u0301" * 4095,
        "각" * 4096,
        "👩‍👩‍👧 UCLG " * 300,
    ],
    ids=lambda text: ascii(text[:6]),
)
def test_hostile_messages_are_read_in_part(assistant: Assistant, text: str) -> None:
    understood = assistant.interpreter.interpret(text)
    assert understood.cut
    assert 1 <= len(understood.readings) <= MOST_PARTS**2
    assert all(len(reading.text) <= LONGEST_TEXT for reading in understood.readings)


@pytest.mark.parametrize(("length", "cut"), [(LONGEST_TEXT, False), (LONGEST_TEXT + 1, True)])
def test_where_a_message_is_cut(assistant: Assistant, length: int, cut: bool) -> None:
    assert assistant.interpreter.interpret("a" * length).cut is cut


@pytest.mark.parametrize(
    "text",
    [
        "Wann wurde Metro\u200bpolis gegründet?",
        "\u202eWann wurde Metropolis gegründet?\u202c",
        "Wann wurde   Metropolis \t gegründet?",
        "Wann wurde Ｍetropolis gegru\u0308ndet?",
        "/ask Wann wurde Metropolis gegründet?",
        "Wann wurde Metropolis\ud83d gegründet?",
    ],
)
def test_invisible_and_odd_letters_change_nothing(assistant: Assistant, text: str) -> None:
    assert assistant.interpreter.interpret(text) == assistant.interpreter.interpret("Wann wurde Metropolis gegründet?")


@settings(max_examples=100, deadline=None)
@given(text=st.text(st.characters(exclude_categories=()), max_size=300))
def test_any_text_is_understood_somehow(assistant: Assistant, text: str) -> None:
    understood = assistant.interpreter.interpret(text)
    assert understood == assistant.interpreter.interpret(text)
    for reading in understood.readings:
        assert 0 <= reading.confidence <= 1
        assert 1 <= len(reading.candidates) <= CANDIDATES
        assert reading.intent in assistant.knowledge.intents


@pytest.mark.parametrize(
    "text", ["Können Sie mir sagen, wer 2013 gewählt wurde?", "Can you tell me who was elected in 2013?"]
)
def test_an_indirect_question_wants_its_value(assistant: Assistant, text: str) -> None:
    assert not read(assistant, text).wants_yes_or_no
