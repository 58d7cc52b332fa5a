"""The text of a message with its markup."""

from collections.abc import Mapping
from html import escape

from tests.telegram.fake_rules import Json

_LINK = ('<span class="link">', "</span>")
_MARKUP: Mapping[str, tuple[str, str]] = {
    "bold": ("<b>", "</b>"),
    "italic": ("<i>", "</i>"),
    "code": ("<code>", "</code>"),
    "blockquote": ("<blockquote>", "</blockquote>"),
    "expandable_blockquote": ("<blockquote>", "</blockquote>"),
    **dict.fromkeys(("url", "email", "phone_number", "text_link", "bot_command", "mention", "hashtag"), _LINK),
}


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
