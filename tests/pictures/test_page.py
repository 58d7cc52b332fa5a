"""What a picture shows of a message, and that every picture of a scene is there and small."""

from typing import Any

import pytest

from tests.pictures.__main__ import FOLDER
from tests.pictures.page import chat_page, marked_up
from tests.pictures.photo import MOST_BYTES
from tests.pictures.scenes import SCENES
from tests.telegram.bot_process import PROJECT
from tests.telegram.fake_entities import read_html


@pytest.mark.parametrize(
    ("sent", "drawn"),
    [
        ("plain", "plain"),
        ("<b>Name</b> and &lt;text&gt;", "<b>Name</b> and &lt;text&gt;"),
        ("😀 <b>bold</b> <i>slanted</i>", "😀 <b>bold</b> <i>slanted</i>"),
        ("<b>bold <i>and slanted</i></b>", "<b>bold <i>and slanted</i></b>"),
        ("before\n<blockquote>quote</blockquote>\nafter", "before<blockquote>quote</blockquote>after"),
        ("see uclg.org now", 'see <span class="link">uclg.org</span> now'),
        ("<tg-spoiler>hidden</tg-spoiler>", "hidden"),
    ],
)
def test_message_is_drawn_as_telegram_shows_it(sent: str, drawn: str) -> None:
    text, entities = read_html(sent)
    assert marked_up({"text": text, "entities": entities}) == drawn


def test_page_holds_all_messages_with_their_buttons() -> None:
    keyboard = {"inline_keyboard": [[{"text": "A & B", "callback_data": "x"}]]}
    messages: list[dict[str, Any]] = [
        {"from": {"is_bot": False}, "text": "Question?"},
        {"from": {"is_bot": True}, "text": "Answer.", "reply_markup": keyboard},
    ]
    page = chat_page(messages, "Name", "en")
    assert '<section class="person"><p>Question?</p></section>' in page
    assert '<section class="bot"><p>Answer.</p><div class="buttons"><span>A &amp; B</span></div></section>' in page


def test_every_scene_has_a_small_picture_that_the_readme_shows() -> None:
    readme = (PROJECT / "README.md").read_text(encoding="utf-8")
    drawn = [f"{scene.name}.png" for scene in SCENES]
    pictures = {name: (FOLDER / name).stat().st_size for name in drawn}
    assert pictures
    assert [name for name, size in pictures.items() if size > MOST_BYTES] == []
    assert [name for name in pictures if f"docs/pictures/{name}" not in readme] == []
