"""Button data: short, versioned, and understood again."""

import pytest

from bot.telegram.callbacks import (
    LanguagePress,
    MenuPress,
    Press,
    QuestionPress,
    TopicPress,
    format_press,
    parse_press,
)

PRESSES = [
    (MenuPress(), "v1:m"),
    (TopicPress("metropolis"), "v1:t:metropolis"),
    (QuestionPress("founded", "metropolis", "de"), "v1:q:founded:metropolis:de"),
    (QuestionPress("what_is", "global_compact", "en"), "v1:q:what_is:global_compact:en"),
    (LanguagePress("en"), "v1:l:en"),
]


@pytest.mark.parametrize(("press", "data"), PRESSES)
def test_format(press: Press, data: str) -> None:
    assert format_press(press) == data


@pytest.mark.parametrize(("press", "data"), PRESSES)
def test_parse(press: Press, data: str) -> None:
    assert parse_press(data) == press


@pytest.mark.parametrize(
    "data",
    [
        None,
        "",
        "v1",
        "v1:",
        "v0:t:metropolis",
        "v2:t:metropolis",
        "V1:t:metropolis",
        "v1:t",
        "v1:t:",
        "v1:t:metropolis:de",
        "v1:q:founded:metropolis",
        "v1:q::metropolis:de",
        "v1:q:founded::de",
        "v1:q:founded:metropolis:",
        "v1:q:founded:metropolis:fr",
        "v1:q:founded:metropolis:de:x",
        "v1:l:",
        "v1:l:fr",
        "v1:x:metropolis",
        "v1:m:",
        "rubbish",
        ":::",
    ],
)
def test_anything_else_is_unknown(data: str | None) -> None:
    assert parse_press(data) is None
