"""Text as Telegram reads it: HTML to plain text with entities, offsets in UTF-16 units."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from html import unescape
from itertools import accumulate
from typing import Any

TAGS = {
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "u": "underline",
    "ins": "underline",
    "s": "strikethrough",
    "strike": "strikethrough",
    "del": "strikethrough",
    "span": "spoiler",
    "tg-spoiler": "spoiler",
    "tg-emoji": "custom_emoji",
    "a": "text_link",
    "code": "code",
    "pre": "pre",
    "blockquote": "blockquote",
}
DETECTED = {
    "email": r"(?<![\w.+-])[\w.+-]+@[\w-]+(?:\.[\w-]+)*\.[A-Za-z]{2,}",
    "url": (
        r"(?<![\w@.])(?:https?://[^\s<>\"]*[^\s<>\".,;:!?)]"
        r"|(?:[\w-]+\.)+(?:com|org|net|de|eu|int|info|at|ch|me)\b(?:/[^\s<>\"]*[^\s<>\".,;:!?)])?)"
    ),
    "bot_command": r"(?<![\w/<>@])/[A-Za-z0-9_]{1,64}(?:@[A-Za-z0-9_]{3,32})?(?![\w/<>@])",
    "mention": r"(?<![\w@])@[A-Za-z0-9_]{4,32}(?!\w)",
    "hashtag": r"(?<![\w&#])#(?=\w*[^\W\d])\w+",
}
CLOSED_TO_DETECTION = {"code", "pre", "text_link", *DETECTED}

_REFERENCE = re.compile(r"&(?:#\d+|#x[0-9a-fA-F]+|(?:lt|gt|amp|quot)(?![A-Za-z]));?")
_TAG_NAME = re.compile(r"<([^\s>]*)")
_TAG_CLOSE = re.compile(r"\s*>")
_ATTRIBUTE = re.compile(r"""\s*([^\s=>]+)(?:\s*=\s*("[^"]*"|'[^']*'|[A-Za-z0-9.-]*(?=[\s>])))?""")
_OPEN_QUOTE = re.compile(r"""=\s*(?:"[^"]*|'[^']*)?$""")
_END_TAG = re.compile(r"</([^\s>]*)\s*(>?)")
_LINK = re.compile(r"(?:(?:https?|tg|ton)://\S+|[^\s/@:]+\.[^\s/@:]+(?:[/?#]\S*)?)$", re.IGNORECASE)


class EntityError(Exception):
    """Markup or entities that Telegram cannot read; the text is Telegram's own."""


@dataclass(frozen=True)
class Span:
    """A stretch of text with one meaning, counted in characters."""

    kind: str
    start: int
    end: int
    extra: dict[str, Any] = field(default_factory=dict)


def utf16_length(text: str) -> int:
    """Return the length Telegram counts."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def read_html(source: str) -> tuple[str, list[dict[str, Any]]]:
    """Return the plain text of HTML and its entities, or raise EntityError."""
    reader = _HtmlReader(source)
    return finish(reader.read(), reader.spans)


def read_entities(text: str, entities: Iterable[dict[str, Any]]) -> tuple[str, list[dict[str, Any]]]:
    """Return the text and the entities a sender gave explicitly, or raise EntityError."""
    index_at = {offset: index for index, offset in enumerate(_utf16_offsets(text))}
    return finish(text, [_to_span(dict(entity), index_at) for entity in entities])


def finish(text: str, spans: Iterable[Span] = ()) -> tuple[str, list[dict[str, Any]]]:
    """Trim the text, add what Telegram detects by itself and count in UTF-16 units."""
    left = len(text) - len(text.lstrip())
    trimmed = text.strip()
    moved = [
        Span(span.kind, max(span.start - left, 0), min(span.end - left, len(trimmed)), span.extra) for span in spans
    ]
    kept = [span for span in moved if trimmed[span.start : span.end].strip()]
    every = sorted([*kept, *_detect(trimmed, kept)], key=lambda span: (span.start, -span.end))
    offsets = _utf16_offsets(trimmed)
    return trimmed, [_to_entity(span, offsets) for span in every]


def _utf16_offsets(text: str) -> list[int]:
    return list(accumulate((1 + (ord(letter) > 0xFFFF) for letter in text), initial=0))


def _to_entity(span: Span, offsets: list[int]) -> dict[str, Any]:
    start, end = offsets[span.start], offsets[span.end]
    return {"type": span.kind, "offset": start, "length": end - start, **span.extra}


def _to_span(entity: dict[str, Any], index_at: dict[int, int]) -> Span:
    kind, offset, length = entity.pop("type"), entity.pop("offset"), entity.pop("length")
    if offset < 0 or length <= 0 or offset + length > max(index_at):
        raise EntityError("Entity begins after the end of the text")
    if offset not in index_at or offset + length not in index_at:
        raise EntityError(f"Entity begins or ends in a middle of a UTF-16 symbol at offset {offset}")
    return Span(kind, index_at[offset], index_at[offset + length], entity)


def _detect(text: str, spans: list[Span]) -> list[Span]:
    taken = [span for span in spans if span.kind in CLOSED_TO_DETECTION]
    found: list[Span] = []
    for kind, pattern in DETECTED.items():
        for match in re.finditer(pattern, text):
            if all(match.end() <= span.start or span.end <= match.start() for span in [*taken, *found]):
                found.append(Span(kind, match.start(), match.end()))
    return found


def _link_extra(href: str, text: str) -> dict[str, Any] | None:
    """Return the address of a link, or None where Telegram silently drops the link."""
    address = href or text
    if not _LINK.match(address):
        return None
    address = address if "://" in address else f"http://{address}"
    return {"url": address if re.search(r"://[^/?#]+[/?#]", address) else f"{address}/"}


@dataclass
class _Open:
    tag: str
    attributes: dict[str, str]
    start: int


class _HtmlReader:
    """Reads Telegram's HTML dialect from left to right."""

    def __init__(self, source: str) -> None:
        self.source = source
        self.at = 0
        self.plain = ""
        self.open: list[_Open] = []
        self.spans: list[Span] = []

    def read(self) -> str:
        """Return the plain text; the spans are then complete."""
        while self.at < len(self.source):
            if self.source.startswith("</", self.at):
                self._end_tag()
            elif self.source[self.at] == "<":
                self._start_tag()
            else:
                self._letter()
        if self.open:
            raise EntityError(f'Can\'t find end tag corresponding to start tag "{self.open[-1].tag}"')
        return self.plain

    def _letter(self) -> None:
        reference = _REFERENCE.match(self.source, self.at)
        taken = reference[0] if reference else self.source[self.at]
        self.plain += unescape(taken) if reference else taken
        self.at += len(taken)

    def _place(self, at: int) -> str:
        return f"at byte offset {len(self.source[:at].encode())}"

    def _start_tag(self) -> None:
        begin, name = self.at, _TAG_NAME.match(self.source, self.at)
        if name is None or name.end() == len(self.source):
            raise EntityError(f"Unclosed start tag {self._place(begin)}")
        tag = name[1].lower()
        if tag not in TAGS:
            raise EntityError(f'Unsupported start tag "{tag}" {self._place(begin)}')
        self.at = name.end()
        attributes = self._attributes(begin)
        if tag == "span" and attributes.get("class") != "tg-spoiler":
            raise EntityError(f'Tag "span" must have class "tg-spoiler" {self._place(begin)}')
        self.open.append(_Open(tag, attributes, len(self.plain)))

    def _attributes(self, begin: int) -> dict[str, str]:
        found: dict[str, str] = {}
        while not (close := _TAG_CLOSE.match(self.source, self.at)):
            attribute = _ATTRIBUTE.match(self.source, self.at)
            if attribute is None or _OPEN_QUOTE.match(self.source, attribute.end()):
                raise EntityError(f"Unclosed start tag {self._place(begin)}")
            value = attribute[2] or ""
            found[attribute[1]] = _REFERENCE.sub(lambda match: unescape(match[0]), value.strip("\"'"))
            self.at = attribute.end()
            if self.source.startswith("=", self.at):
                raise EntityError(f"Unexpected end of name token {self._place(self.at + 1)}")
        self.at = close.end()
        return found

    def _end_tag(self) -> None:
        begin, end = self.at, _END_TAG.match(self.source, self.at)
        if not self.open:
            raise EntityError(f"Unexpected end tag {self._place(begin)}")
        if end is None or not end[2]:
            raise EntityError(f"Unclosed end tag {self._place(begin)}")
        opened = self.open.pop()
        if end[1] and end[1].lower() != opened.tag:
            wrong = f'expected "</{opened.tag}>", found "</{end[1]}>"'
            raise EntityError(f"Unmatched end tag {self._place(begin)}, {wrong}")
        self.at = end.end()
        self._close(opened)

    def _close(self, opened: _Open) -> None:
        extra = self._extra(opened)
        if extra is None or opened.start == len(self.plain):
            return
        kind = TAGS[opened.tag]
        if kind == "blockquote" and "expandable" in opened.attributes:
            kind = "expandable_blockquote"
        self.spans.append(Span(kind, opened.start, len(self.plain), extra))

    def _extra(self, opened: _Open) -> dict[str, Any] | None:
        if opened.tag == "a":
            return _link_extra(opened.attributes.get("href", ""), self.plain[opened.start :])
        if opened.tag == "tg-emoji":
            return {"custom_emoji_id": opened.attributes.get("emoji-id", "")}
        if opened.tag == "code" and self.open and self.open[-1].tag == "pre":
            self.open[-1].attributes["language"] = opened.attributes.get("class", "").removeprefix("language-")
            return None
        if opened.tag == "pre" and opened.attributes.get("language"):
            return {"language": opened.attributes["language"]}
        return {}
