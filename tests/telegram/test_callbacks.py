"""Button data: short, versioned, and understood again."""

import pytest

from bot.telegram.callbacks import (
    AgainPress,
    BrowsePress,
    ContactPress,
    FeedbackPress,
    LanguagePress,
    MenuPress,
    MorePress,
    Press,
    QuestionPress,
    SourcePress,
    TopicPress,
    format_press,
    parse_press,
)

PRESSES = [
    (MenuPress("de"), "v1:m:de"),
    (TopicPress("metropolis", 1, "de"), "v1:t:metropolis:1:de"),
    (TopicPress("metropolis", 12, "en"), "v1:t:metropolis:12:en"),
    (BrowsePress("founded", "metropolis", 3, "de"), "v1:b:founded:metropolis:3:de"),
    (QuestionPress("founded", "metropolis", "de"), "v1:q:founded:metropolis:de"),
    (QuestionPress("what_is", "global_compact", "en"), "v1:q:what_is:global_compact:en"),
    (MorePress("uclg", "en"), "v1:n:uclg:en"),
    (MorePress(None, "de"), "v1:n::de"),
    (AgainPress("c.abcdef.ghijkl.", None, "en"), "v1:a:c.abcdef.ghijkl.::en"),
    (AgainPress("c.abcdef.ghijkl.", 2, "de"), "v1:a:c.abcdef.ghijkl.:2:de"),
    (SourcePress("abcdefghijkl", "de"), "v1:s:abcdefghijkl:de"),
    (ContactPress("de"), "v1:c:de"),
    (FeedbackPress("helpful", "founded", "de"), "v1:f:y:founded:de"),
    (FeedbackPress("not_helpful", "founded", "en"), "v1:f:n:founded:en"),
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
        "v1:de",
        "v0:t:metropolis:1:de",
        "v2:t:metropolis:1:de",
        "V1:t:metropolis:1:de",
        "v1:t",
        "v1:t:de",
        "v1:t:metropolis:de",
        "v1:t::1:de",
        "v1:t:metropolis:0:de",
        "v1:t:metropolis:-1:de",
        "v1:t:metropolis:1.5:de",
        "v1:t:metropolis:٣:de",
        "v1:t:metropolis:one:de",
        "v1:t:metropolis:1:fr",
        "v1:b:founded:metropolis::de",
        "v1:b::metropolis:1:de",
        "v1:q:founded:metropolis",
        "v1:q::metropolis:de",
        "v1:q:founded::de",
        "v1:q:founded:metropolis:",
        "v1:q:founded:metropolis:fr",
        "v1:q:founded:metropolis:de:x",
        "v1:a:::de",
        "v1:a:c.abcdef.ghijkl.:x:de",
        "v1:s::de",
        "v1:f:x:founded:de",
        "v1:f:y::de",
        "v1:l:",
        "v1:l:fr",
        "v1:x:metropolis:de",
        "v1:m:",
        "rubbish",
        ":::",
    ],
)
def test_anything_else_is_unknown(data: str | None) -> None:
    assert parse_press(data) is None
