"""A chat as a page: messages with their markup and buttons, about as wide as on a telephone."""

from collections.abc import Iterable, Mapping
from html import escape
from pathlib import Path

from bot.content.model import Language
from tests.telegram.fake_rules import Json

_STYLE = Path(__file__).with_name("chat.css")
_SUBTITLE: Mapping[Language, str] = {"de": "Bot", "en": "bot"}
_LINK = ('<span class="link">', "</span>")
_MARKUP: Mapping[str, tuple[str, str]] = {
    "bold": ("<b>", "</b>"),
    "italic": ("<i>", "</i>"),
    "code": ("<code>", "</code>"),
    "blockquote": ("<blockquote>", "</blockquote>"),
    "expandable_blockquote": ("<blockquote>", "</blockquote>"),
    **dict.fromkeys(("url", "email", "phone_number", "text_link", "bot_command", "mention", "hashtag"), _LINK),
}
_PAGE = """<!doctype html>
<html lang="{language}"><meta charset="utf-8"><title>{title}</title><style>{style}</style>
<main><header><span class="portrait">{initial}</span><div><b>{title}</b><br><small>{subtitle}</small></div></header>
{messages}</main></html>
"""


def chat_page(messages: Iterable[Json], title: str, language: Language) -> str:
    """The whole chat as HTML."""
    return _PAGE.format(
        language=language,
        title=escape(title),
        initial=escape(title[0]),
        subtitle=_SUBTITLE[language],
        style=_STYLE.read_text(encoding="utf-8"),
        messages="\n".join(_message(message) for message in messages),
    )


def _message(message: Json) -> str:
    side = "bot" if message["from"]["is_bot"] else "person"
    return f'<section class="{side}"><p>{marked_up(message)}</p>{_buttons(message)}</section>'


def marked_up(message: Json) -> str:
    """The text of a message with its entities as HTML; places are counted in UTF-16 units."""
    entities = [entity for entity in message.get("entities", []) if entity["type"] in _MARKUP]
    entities.sort(key=lambda entity: (entity["offset"], -entity["length"]))
    written, place = [], 0
    for character in (*message["text"], ""):
        ending = [entity for entity in reversed(entities) if entity["offset"] + entity["length"] == place]
        written += [_MARKUP[entity["type"]][1] for entity in ending]
        written += [_MARKUP[entity["type"]][0] for entity in entities if entity["offset"] == place]
        written.append(escape(character, quote=False))
        place += len(character.encode("utf-16-le")) // 2
    # A quote is a block: the line breaks around it would show as empty lines.
    return "".join(written).replace("</blockquote>\n", "</blockquote>").replace("\n<blockquote>", "<blockquote>")


def _buttons(message: Json) -> str:
    rows = message.get("reply_markup", {}).get("inline_keyboard", [])
    shown = ("".join(f"<span>{escape(button['text'])}</span>" for button in row) for row in rows)
    return "".join(f'<div class="buttons">{row}</div>' for row in shown)
