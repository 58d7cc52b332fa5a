"""A QR code that opens the bot at a topic or a fact, for the table of an event desk. The only user of segno."""

import io
import re
import textwrap
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from html import escape
from pathlib import Path

import segno

from bot.content.hints import did_you_mean
from bot.content.model import Knowledge, Language
from bot.errors import InputError
from bot.telegram.deep_links import fact_payload, topic_payload

QUIET_ZONE = 4
"""Empty modules around the code, as ISO/IEC 18004 asks for."""
PIXELS_PER_MODULE = 16
"""Of a PNG: a code of 53 modules has 848 pixels, enough for a hand's width in print."""
FONT_SIZE, LINE_HEIGHT, LETTER_WIDTH = 2.4, 3.2, 1.4
"""Of the caption, in modules; the width is that of a rather wide letter, so that no line is wider than the code."""
_USERNAME = re.compile(r"[A-Za-z]\w{3,30}[A-Za-z0-9]", re.ASCII)
_BLACK_ON_WHITE = "\x1b[38;5;231;48;5;16m{}\x1b[0m"
"""segno draws the light parts; the colours make them light on dark terminals and on light ones."""


@dataclass(frozen=True, slots=True)
class CaptionedLink:
    """A link with the words that stand below its code."""

    link: str
    caption: str

    @property
    def address(self) -> str:
        """Where the link leads, short enough to type."""
        return self.link.removeprefix("https://").partition("?")[0]


def link_for(
    name: str, username: str, language: Language | None, knowledge: Knowledge, default: Language
) -> CaptionedLink:
    """The link to a topic or fact (topic.fact) and a caption; raises InputError with the list of both.

    Without a language the bot answers in the person's own, and the caption is in the default one.
    """
    if name in knowledge.topics:
        payload, caption = topic_payload(name, language), knowledge.topics[name].name.in_language(language or default)
    elif name in knowledge.facts():
        payload, caption = fact_payload(name, language), _question(name, knowledge, language or default)
    else:
        raise InputError(_unknown(name, knowledge))
    return CaptionedLink(_link(username, payload), caption)


def _link(username: str, payload: str) -> str:
    name = username.removeprefix("https://t.me/").removeprefix("@")
    if not _USERNAME.fullmatch(name):
        raise InputError(f"“{username}” is no bot's name: 5 to 32 letters, digits and _, as in @city_networks_bot.")
    return f"https://t.me/{name}?start={payload}"


def _question(name: str, knowledge: Knowledge, language: Language) -> str:
    """The question that a fact answers, or its topic's name where none can be put."""
    fact = knowledge.facts()[name]
    topic = knowledge.topic_name(fact.topic, language)
    questions = (knowledge.intents[intent].question for intent in fact.answers)
    put = (question.in_language(language).format(topic=topic) for question in questions if question)
    return next(put, topic)


def _unknown(name: str, knowledge: Knowledge) -> str:
    hint = did_you_mean(name, [*knowledge.topics, *knowledge.facts()], "These are there:")
    # People often know only the second half of an id.
    hint = next((f"Did you mean “{fact}”?" for fact in knowledge.facts() if fact.partition(".")[2] == name), hint)
    lists = (
        f"{name}: {', '.join(fact.id for fact in topic.facts.values())}" for name, topic in knowledge.topics.items()
    )
    shown = (textwrap.fill(line, 100, initial_indent="  ", subsequent_indent="    ") for line in lists)
    return "\n".join([f"“{name}” is neither a topic nor a fact. {hint}", *shown])


def write(captioned: CaptionedLink, path: Path) -> None:
    """Write an SVG with the caption, or a PNG of the code alone; raises InputError."""
    draw = _DRAWN.get(path.suffix.lower())
    if draw is None:
        raise InputError(f"{path} ends neither in .svg nor in .png.")
    try:
        path.write_bytes(draw(captioned))
    except OSError as error:
        raise InputError(f"{path} cannot be written: {error.strerror}.") from error


def for_terminal(captioned: CaptionedLink) -> str:
    """The code in half blocks, with its caption and link below."""
    drawn = io.StringIO()
    _code(captioned).terminal(out=drawn, border=QUIET_ZONE, compact=True)
    lines = [_BLACK_ON_WHITE.format(line) for line in drawn.getvalue().splitlines()]
    return "\n".join([*lines, captioned.caption, captioned.link])


def _code(captioned: CaptionedLink) -> segno.QRCode:
    # The highest correction: a code on a table gets stained, creased and half covered.
    return segno.make_qr(captioned.link, error="h", boost_error=False)


def _png(captioned: CaptionedLink) -> bytes:
    drawn = io.BytesIO()
    _code(captioned).save(drawn, kind="png", scale=PIXELS_PER_MODULE, border=QUIET_ZONE)
    return drawn.getvalue()


def _svg(captioned: CaptionedLink) -> bytes:
    code = _code(captioned)
    width = code.symbol_size(border=QUIET_ZONE)[0]
    lines = [*textwrap.wrap(captioned.caption, int(width / LETTER_WIDTH)), captioned.address]
    filled = _SVG.format(
        width=width,
        height=f"{width + LINE_HEIGHT * len(lines) + QUIET_ZONE / 2:.1f}",
        title=escape(captioned.caption),
        code=code.svg_inline(border=QUIET_ZONE, svgclass=None),
        size=FONT_SIZE,
        texts="".join(
            _centred(line, width / 2, width + FONT_SIZE + LINE_HEIGHT * row) for row, line in enumerate(lines)
        ),
    )
    return filled.encode()


def _centred(line: str, middle: float, base: float) -> str:
    return f'<text x="{middle}" y="{base:.1f}">{escape(line)}</text>'


_SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}mm" height="{height}mm">'
    "<title>{title}</title>"
    '<rect width="100%" height="100%" fill="#fff"/>{code}'
    '<g font-family="sans-serif" font-size="{size}" text-anchor="middle">{texts}</g></svg>\n'
)
_DRAWN: Mapping[str, Callable[[CaptionedLink], bytes]] = {".svg": _svg, ".png": _png}
