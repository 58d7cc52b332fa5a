"""German or English is told from few words, and nothing is said where nothing shows."""

import pytest

from bot.assistant import Assistant


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Wann gegründet?", "de"),
        ("When founded?", "en"),
        ("Seit wann?", "de"),
        ("Since when?", "en"),
        ("Welche Ziele?", "de"),
        ("Which aims?", "en"),
        ("Wer war 2019 Präsident?", "de"),
        ("Who was president in 2019?", "en"),
        ("WANN WURDE METROPOLIS GEGRÜNDET?", "de"),
        ("when was metropolis founded", "en"),
        ("wann wurde metropolis gegruendet", "de"),
        ("Wie heißt die website von den members?", "de"),
        ("What is the Website of the Deutscher Städtetag?", "en"),
        ("Who represents the deutschen Kommunen in UCLG?", "en"),
        ("Wer sitzt im World Council und im Executive Committee?", "de"),
    ],
)
def test_language_of_a_question(assistant: Assistant, text: str, language: str) -> None:
    assert assistant.interpreter.interpret(text).language == language


@pytest.mark.parametrize("text", ["UCLG", "Metropolis Berlin", "UCLG 2013?", "Michael Müller", "", "2019", "?!", "👍"])
def test_names_and_signs_show_no_language(assistant: Assistant, text: str) -> None:
    assert assistant.interpreter.interpret(text).language is None
