"""A chat as a page: messages with their markup and buttons, about as wide as on a telephone."""

from collections.abc import Iterable
from html import escape
from pathlib import Path

from bot.content.model import Language
from tests.pictures.markup import marked_up
from tests.telegram.fake_rules import Json

_STYLE = Path(__file__).with_name("chat.css")
_PAGE = """<!doctype html>
<html lang="{language}"><meta charset="utf-8"><title>{title}</title><style>{style}</style>
<main><header><span class="portrait">{initial}</span><div><b>{title}</b><br><small>{subtitle}</small></div></header>
{parts}</main></html>
"""


def chat_page(parts: Iterable[str], title: str, subtitle: str, language: Language) -> str:
    """The whole chat as HTML, of parts that are HTML."""
    return _PAGE.format(
        language=language,
        title=escape(title),
        initial=escape(title[0]),
        subtitle=escape(subtitle),
        style=_STYLE.read_text(encoding="utf-8"),
        parts="\n".join(parts),
    )


def own(message: Json) -> str:
    """A message of the person who looks at the chat."""
    return f'<section class="own"><p>{marked_up(message)}</p></section>'


def received(message: Json, sender: str = "") -> str:
    """A message of somebody else; groups show the sender and what is replied to."""
    name = f'<b class="sender">{escape(sender)}</b>' if sender else ""
    return f"<section><p>{name}{_replied_to(message)}{marked_up(message)}</p>{_buttons(message)}</section>"


def note(text: str) -> str:
    """A line of the chat that nobody wrote."""
    return f'<div class="note">{escape(text)}</div>'


def alert(text: str) -> str:
    """The window that opens for whoever pressed a button."""
    return f'<div class="alert">{escape(text)}<b>OK</b></div>'


def results(answer: Iterable[Json], typed: str) -> str:
    """The list that inline mode opens above the line in which somebody types."""
    rows = (f"<li><b>{escape(each['title'])}</b><br>{escape(each['description'])}</li>" for each in answer)
    return f'<ul>{"".join(rows)}</ul><div class="typed">{escape(typed)}<i></i></div>'


def _replied_to(message: Json) -> str:
    if original := message.get("reply_to_message"):
        name, text = original["from"]["first_name"], original["text"]
        return f'<span class="reply"><b>{escape(name)}</b><br>{escape(text)}</span>'
    return ""


def _buttons(message: Json) -> str:
    rows = message.get("reply_markup", {}).get("inline_keyboard", [])
    shown = ("".join(f"<span>{escape(button['text'])}</span>" for button in row) for row in rows)
    return "".join(f'<div class="buttons">{row}</div>' for row in shown)
