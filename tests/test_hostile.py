"""Whatever anybody writes is answered: no error, no message Telegram would refuse, none of it repeated as markup.

`make fuzz` tries many more texts than a usual run.
"""

import os

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from bot.assistant import Assistant
from bot.dialogue.card import card_of
from bot.dialogue.conversation import Conversation
from bot.telegram.render import LONGEST_MESSAGE, card_html, utf16_length
from tests.telegram.fake_rules import formatted

EXAMPLES = int(os.environ.get("FUZZ_EXAMPLES", "150"))
MARK = "qzxj"
"""Letters that no content holds."""
LONG = "Metropolis " * 372
NAMES = ("Metropolis", "UCLG", "Berlin", "Hamburg", "Müller", "Mitglied", "1985", "gegründet", "president")
SMALL = (
    "Wann",
    "wurde",
    "who",
    "is",
    "the",
    "und",
    "?",
    "!",
    "seit",
    "'; --",
    "../../",
    "/start",
    "%s",
    "{0}",
    "{wanted}",
)
MARKUP = ("<b>", "</b>", "&amp;", "<a href='x'>")
ODD = ("\u200b", "\u202e", "\u2066", "\ufeff", "\x00", "\ud800", "😀", "ſ", "ß", "ﬁ", "İ", "\u0301")
WORDS = (*NAMES, *SMALL, *MARKUP, *ODD)
LIMITS = settings(
    max_examples=EXAMPLES, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)

anything = st.text(max_size=400)
sentences = st.lists(st.sampled_from(WORDS) | st.text(max_size=12), max_size=40).map(" ".join)
glued = st.lists(st.sampled_from(WORDS), max_size=60).map("".join)
long_runs = st.builds(
    lambda unit, times: (unit * times)[:4096], st.sampled_from(WORDS) | st.text(max_size=5), st.just(4096)
)
messages = anything | sentences | glued | long_runs


def shown(assistant: Assistant, text: str, before: Conversation) -> tuple[str, Conversation]:
    """The reply as it goes to Telegram, checked as Telegram checks it, and the conversation after it."""
    turn = assistant.answer(text, before)
    html = card_html(card_of(turn.reply, assistant.knowledge))
    plain, _ = formatted(html, "HTML", None)
    assert 0 < utf16_length(plain) <= LONGEST_MESSAGE
    return html, turn.conversation


@LIMITS
@given(st.lists(messages, min_size=1, max_size=3))
@example([""])
@example(["\u200b\u200c\u200d\ufeff"])
@example(["\u202eßilopotem tsi saW\u202c"])
@example([LONG[:4096]])
@example(["a" * 4096])
@example(["?" * 4096])
@example(["\ud83d"])
@example(["Wann " + "\u0301" * 4000])
@example(["1985 " * 800])
@example(["Und? " * 800, "Und UCLG?"])
def test_every_conversation_is_answered(assistant: Assistant, texts: list[str]) -> None:
    conversation = Conversation()
    for text in texts:
        _, conversation = shown(assistant, text, conversation)


@LIMITS
@given(sentences, st.sampled_from(["Berlin", "Herr", "Wer ist", "bei", ""]))
@example("Seit wann ist Mitglied?", "Stadt")
@example("Was ist mit im Jahr 1985?", "Bürgermeister")
def test_markup_in_a_message_stays_text(assistant: Assistant, around: str, before: str) -> None:
    for markup in (f"<b>{MARK}</b>", f"<a href='https://{MARK}'>x</a>", f"&lt;{MARK}&gt;", f"<{MARK}"):
        html, _ = shown(assistant, f"{before} {markup} {around}", Conversation())
        assert markup not in html


@pytest.mark.parametrize("name", ["<b>Kleinfurth</b>", "Klein<i>furth", "Klein&furth", '"Kleinfurth"'])
def test_name_with_markup_is_repeated_escaped_or_not_at_all(assistant: Assistant, name: str) -> None:
    html, _ = shown(assistant, f"Seit wann ist {name} Mitglied bei Metropolis?", Conversation())
    assert name not in html or not set("<&") & set(name)
