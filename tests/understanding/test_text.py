"""Text is cleaned, folded to one spelling for all, and cut into words that know their place."""

import pytest

from bot.understanding.text import clean, fold, words


@pytest.mark.parametrize(
    ("text", "cleaned"),
    [
        ("  Wer \t war\n Präsident?  ", "Wer war\nPräsident?"),
        ("Metro\u200bpolis", "Metropolis"),
        ("Metro\u00adpolis", "Metropolis"),
        ("\u202eMetropolis\u202c", "Metropolis"),
        ("\u2067Metropolis\u2069", "Metropolis"),
        ("\ufeffMetropolis", "Metropolis"),
        ("Metropolis\ud83d", "Metropolis"),
        ("\ud800\udfff", ""),
        ("Ｍｅｔｒｏｐｏｌｉｓ", "Metropolis"),
        ("２０１９", "2019"),
        ("Mu\u0308ller", "Müller"),
        ("/start Was ist UCLG?", "Was ist UCLG?"),
        ("/ask@city_bot Was ist UCLG?", "Was ist UCLG?"),
        ("@city_bot, was ist UCLG?", "was ist UCLG?"),
        ("becker@auslandsgesellschaft.de", "becker@auslandsgesellschaft.de"),
        ("und/oder", "und/oder"),
        ("\u200b\u200d\u2060", ""),
        ("moin 👋🏽", "moin"),
        ("UCLG🏙️was ist das 🇩🇪", "UCLG was ist das"),
        ("🤷‍♀️", ""),
        ("Berlin´s Sitz, gibt`s den?", "Berlin's Sitz, gibt's den?"),
        ("", ""),
    ],
)
def test_cleaning(text: str, cleaned: str) -> None:
    assert clean(text) == cleaned


@pytest.mark.parametrize("text", ["Wer war Präsident?", "/start Ｍüller \u200b", "ﷺ \ud800 x"])
def test_cleaning_twice_changes_nothing_more(text: str) -> None:
    assert clean(clean(text)) == clean(text)


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Müller", "muller"),
        ("Mueller", "muller"),
        ("MULLER", "muller"),
        ("Köln", "koln"),
        ("Koeln", "koln"),
        ("Straße", "strasse"),
        ("STRASSE", "strasse"),
        ("Cités", "cites"),
        ("Łódź", "łodz"),
        ("2019", "2019"),
        ("", ""),
    ],
)
def test_folding(text: str, folded: str) -> None:
    assert fold(text) == folded


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Wer war's?", ["Wer", "war's"]),
        ("UCLG’s aims", ["UCLG’s", "aims"]),
        ("Nordrhein-Westfalen", ["Nordrhein", "Westfalen"]),
        ("snake_case", ["snake", "case"]),
        ("C40, 2019!", ["C40", "2019"]),
        ("?!… 👍", []),
        ("", []),
    ],
)
def test_words(text: str, found: list[str]) -> None:
    assert [word.text for word in words(text)] == found


@pytest.mark.parametrize("text", ["Seit wann ist Köln Mitglied?", "  UCLG’s  aims ", "a\u0308b"])
def test_words_know_their_place(text: str) -> None:
    assert [text[word.start : word.end] for word in words(text)] == [word.text for word in words(text)]


def test_only_the_first_word_can_be_a_command() -> None:
    assert clean("Wann wurden Metropolis /UCLG gegründet?") == "Wann wurden Metropolis /UCLG gegründet?"


@pytest.mark.parametrize("hidden", ["\u061c", "\u034f", "\ufe00", "\U000e0061"], ids=ascii)
def test_every_invisible_character_is_taken_out(hidden: str) -> None:
    assert clean(f"Metro{hidden}polis") == "Metropolis"
