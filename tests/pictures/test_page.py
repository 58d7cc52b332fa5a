"""What a picture shows of a chat, and that every picture is there, small and in use."""

import pytest

from tests.pictures.__main__ import FOLDER
from tests.pictures.markup import marked_up
from tests.pictures.page import alert, chat_page, note, own, received, results
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


KEYBOARD = {"inline_keyboard": [[{"text": "A & B", "callback_data": "x"}]]}
ASKED = {"from": {"first_name": "Ada"}, "text": "1 < 2?"}
RESULTS = [{"title": "A & B", "description": "1 < 2"}]


@pytest.mark.parametrize(
    ("drawn", "html"),
    [
        (own({"text": "Question?"}), '<section class="own"><p>Question?</p></section>'),
        (
            received({"text": "Answer.", "reply_markup": KEYBOARD}),
            '<section><p>Answer.</p><div class="buttons"><span>A &amp; B</span></div></section>',
        ),
        (
            received({"text": "Yes.", "reply_to_message": ASKED}, "Bot <1>"),
            '<section><p><b class="sender">Bot &lt;1&gt;</b>'
            '<span class="reply"><b>Ada</b><br>1 &lt; 2?</span>Yes.</p></section>',
        ),
        (note("You press “A & B”."), '<div class="note">You press “A &amp; B”.</div>'),
        (alert("1 < 2"), '<div class="alert">1 &lt; 2<b>OK</b></div>'),
        (
            results(RESULTS, "@bot a<"),
            '<ul><li><b>A &amp; B</b><br>1 &lt; 2</li></ul><div class="typed">@bot a&lt;<i></i></div>',
        ),
    ],
)
def test_part_of_a_chat(drawn: str, html: str) -> None:
    assert drawn == html


def test_page_holds_its_parts_in_turn() -> None:
    page = chat_page(["<p>first</p>", "<p>second</p>"], "A & B", "group", "en")
    assert "<b>A &amp; B</b><br><small>group</small>" in page
    assert "<p>first</p>\n<p>second</p>" in page


def test_every_scene_has_a_picture_that_the_readme_shows() -> None:
    readme = (PROJECT / "README.md").read_text(encoding="utf-8")
    names = [f"{scene.name}.png" for scene in SCENES]
    assert [name for name in names if not (FOLDER / name).is_file()] == []
    assert [name for name in names if f"docs/pictures/{name}" not in readme] == []


def test_every_picture_is_small_and_shown() -> None:
    pages = (PROJECT / "README.md", *PROJECT.glob("docs/*.md"))
    shown = "".join(page.read_text(encoding="utf-8") for page in pages)
    pictures = {path.name: path.stat().st_size for path in FOLDER.glob("*.png")}
    assert [name for name, size in pictures.items() if size > MOST_BYTES] == []
    assert [name for name in pictures if f"pictures/{name}" not in shown] == []
