"""A message is cut into its questions, by sentences first and then by the joints inside one."""

import pytest

from bot.assistant import Assistant
from bot.understanding.questions import MOST_PARTS, clauses, sentences


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("Was ist UCLG?", ["Was ist UCLG?"]),
        ("Was ist UCLG? Wer ist dabei?", ["Was ist UCLG?", "Wer ist dabei?"]),
        ("Hallo! Was ist UCLG?", ["Hallo!", "Was ist UCLG?"]),
        ("Kommt Dr. Schröter aus Jena?", ["Kommt Dr. Schröter aus Jena?"]),
        ("Ich habe eine Frage. Was ist UCLG?", ["Ich habe eine Frage.", "Was ist UCLG?"]),
        ("Was ist UCLG // wer ist dabei", ["Was ist UCLG", "wer ist dabei"]),
        ("www.uclg.org?", ["www.uclg.org?"]),
        ("Auslandsgesellschaft.de", ["Auslandsgesellschaft.de"]),
        ("?? !!", []),
        ("", []),
        ("A? B? C? D? E? F?", ["A?", "B?", "C?", "D?", "E?"]),
    ],
)
def test_sentences(text: str, parts: list[str]) -> None:
    assert sentences(text) == parts


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("Wann gegründet und wer ist Präsident?", ["Wann gegründet", "wer ist Präsident?"]),
        ("when founded and who is president", ["when founded", "who is president"]),
        ("Gründung, Mitglieder, Website", ["Gründung", "Mitglieder", "Website"]),
        ("Gründung & Website", ["Gründung", "Website"]),
        ("Gründung; Website", ["Gründung", "Website"]),
        ("Hund und Katze", ["Hund", "Katze"]),
        ("Hunde undundund", ["Hunde undundund"]),
        ("Bund, Land", ["Bund", "Land"]),
        ("", []),
    ],
)
def test_clauses(text: str, parts: list[str]) -> None:
    assert clauses(text) == parts


@pytest.mark.parametrize("text", ["a? " * 2000, "a, " * 2000, "a und " * 1000])
def test_there_is_a_limit(text: str) -> None:
    assert len(sentences(text)) <= MOST_PARTS
    assert len(clauses(text)) <= MOST_PARTS


@pytest.mark.parametrize(
    ("text", "intents"),
    [
        ("Wann wurde Metropolis gegründet?", ["founded"]),
        ("Wann wurde Metropolis gegründet? Wie lautet die Website von UCLG?", ["founded", "website"]),
        ("When was Metropolis founded? What is the website of UCLG?", ["founded", "website"]),
        ("Wann wurde Metropolis gegründet und wer war 2019 Präsident?", ["founded", "president"]),
        ("Hallo! Wann wurde Metropolis gegründet?", ["founded"]),
        # Taken as a whole it asks for the website alone.
        ("What is Metropolis and what is its website?", ["what_is", "website"]),
        ("What is UCLG and how many members does Metropolis have?", ["what_is", "member_count"]),
    ],
)
def test_questions_of_a_message(assistant: Assistant, text: str, intents: list[str]) -> None:
    assert [reading.intent for reading in assistant.interpreter.interpret(text).readings] == intents


@pytest.mark.parametrize(
    ("told", "asked", "topic"),
    [
        ("Ich habe die Adresse der UCLG schon gelesen.", "Wer spricht dort für deutsche Gemeinden?", "uclg"),
        ("We have read about UCLG in the newspaper.", "Who speaks for German municipalities there?", "uclg"),
    ],
)
def test_what_is_told_before_a_question_only_says_what_it_is_about(
    assistant: Assistant, told: str, asked: str, topic: str
) -> None:
    [reading] = assistant.interpreter.interpret(f"{told} {asked}").readings
    assert (reading.text, reading.intent, set(reading.ids("topic"))) == (asked, "representative", {topic})


def test_each_line_is_a_question(assistant: Assistant) -> None:
    text = "Wann wurde Metropolis gegründet\nWie lautet die Website von UCLG"
    assert [reading.intent for reading in assistant.interpreter.interpret(text).readings] == ["founded", "website"]
