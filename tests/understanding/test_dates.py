"""Years bring their month along, however it is put."""

import pytest

from bot.assistant import Assistant
from bot.content.validity import Period


@pytest.mark.parametrize(
    ("text", "time", "words"),
    [
        ("Wer war 2018 Präsident?", "2018", "2018"),
        ("Wer war im Mai 2018 Präsident?", "2018-05", "Mai 2018"),
        ("Who was it in May 2018?", "2018-05", "May 2018"),
        ("Who was it in early 2018?", "2018-02", "early 2018"),
        ("Und Ende des Jahres 2017?", "2017-12", "Ende des Jahres 2017"),
        ("at the end of 2017", "2017-12", "end of 2017"),
        ("im Sommer 2019", "2019-07", "Sommer 2019"),
        ("Mai oder 2018", "2018", "2018"),
    ],
)
def test_month_and_year(assistant: Assistant, text: str, time: str, words: str) -> None:
    [mention] = [one for one in assistant.interpreter.finder.find(text) if one.kind == "year"]
    assert (mention.id, mention.text) == (time, words)


PRESIDENCY = Period.model_validate({"from": "2018-08", "to": "2020-11"})
CO_PRESIDENCY = Period.model_validate({"from": "2014", "to": "2017"})
OPEN = Period.model_validate({"from": "1991"})


@pytest.mark.parametrize(
    ("period", "time", "in_part", "throughout"),
    [
        (PRESIDENCY, "2017", False, False),
        (PRESIDENCY, "2018", True, False),
        (PRESIDENCY, "2018-05", False, False),
        (PRESIDENCY, "2018-08", True, False),
        (PRESIDENCY, "2018-09", True, True),
        (PRESIDENCY, "2019", True, True),
        (PRESIDENCY, "2020-12", False, False),
        (CO_PRESIDENCY, "2014-03", True, False),
        (CO_PRESIDENCY, "2015-12", True, True),
        (CO_PRESIDENCY, "2018-01", False, False),
        (OPEN, "1990-12", False, False),
        (OPEN, "2024", True, False),
    ],
)
def test_period_and_time(period: Period, time: str, in_part: bool, throughout: bool) -> None:
    assert (period.holds_in(time), period.holds_through(time)) == (in_part, throughout)
