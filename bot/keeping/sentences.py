"""A document cut into sentences, each with its place in the text."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from bot.content.links import links
from bot.content.occurrences import Span

LONG_LINE = 60
"""A line of so many letters without a full stop was broken by its width, and the sentence goes on below it."""
HEADING_WORDS = 5
"""A line of so few words without a full stop, number or link is a heading, not a statement."""

_BLOCK = re.compile(r"[^\n]*\S[^\n]*(?:\n[^\n]*\S[^\n]*)*")
_BULLET = re.compile(r"\s*(?:[•‣▪◦●–*·-]\s+)?")
_END = re.compile(r"[.!?…][“”\"»«’)\]]*(?=\s+[„“\"»(\[]?[A-ZÄÖÜ0-9•])")
_ABBREVIATION = re.compile(
    r"(?:\b(?:\w|\d{1,2}|bzw|ca|dr|e\.g|etc|evtl|ggf|inkl|i\.e|mr|mrs|ms|no|nr|prof|rd|sog|st|str|tel|u\.a|usw|vgl|vs"
    r"|z\.b|zzgl)|[Ss]tr)\.$",
    re.IGNORECASE,
)
_FINISHED = re.compile(r"[.!?:…][“”\"»«’)\]]*$")


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence, heading or line of a document."""

    text: str
    start: int
    end: int

    @property
    def is_heading(self) -> bool:
        """Whether it only announces what follows: few words, no full stop, no number, no link."""
        few = len(self.text.split()) <= HEADING_WORDS
        states = _FINISHED.search(self.text) or re.search(r"\d", self.text) or links(self.text)
        return few and not (states and not self.text.endswith(":"))

    def meets(self, span: Span) -> bool:
        """Whether a passage lies in it, wholly or in part."""
        return self.start < span[1] and span[0] < self.end


def sentences(text: str) -> list[Sentence]:
    """The sentences of a text in order; bullets and white space between them belong to none."""
    found = (
        span for block in _BLOCK.finditer(text) for line in _lines(text, block.span()) for span in _cut(text, line)
    )
    return [Sentence(text[start:end], start, end) for start, end in found if start < end]


def statements(text: str) -> list[Sentence]:
    """What each states something: sentences, and the lines of an address taken together; headings are left out."""
    joined: list[Sentence] = []
    for one in sentences(text):
        if joined and _is_next_line(joined[-1], one, text):
            start = joined.pop().start
            joined.append(Sentence(text[start : one.end], start, one.end))
        else:
            joined.append(one)
    return [one for one in joined if not one.is_heading]


def _is_next_line(above: Sentence, below: Sentence, text: str) -> bool:
    bare = not _FINISHED.search(above.text) and not _FINISHED.search(below.text)
    return bare and text[above.end : below.start].strip(" ") == "\n"


def first_line(text: str) -> str:
    """The first line that says something, without a bullet; empty where there is none."""
    return next((one.text for one in sentences(text)), "").split("\n")[0]


def _lines(text: str, block: Span) -> Iterator[Span]:
    """The lines of a block; those that only the width of a page has broken are taken together."""
    start = position = block[0]
    while position < block[1]:
        end = text.find("\n", position, block[1])
        end = block[1] if end < 0 else end
        if end == block[1] or not _goes_on(text[position:end].rstrip(), text[end + 1 : block[1]]):
            yield start, end
            start = end + 1
        position = end + 1


def _goes_on(line: str, rest: str) -> bool:
    bullet = _BULLET.match(rest)
    if _FINISHED.search(line) or (bullet and bullet.group().strip()):
        return False
    return rest.lstrip()[:1].islower() or len(line) >= LONG_LINE


def _cut(text: str, line: Span) -> Iterator[Span]:
    start, last = line
    for end in _END.finditer(text, start, last):
        if not _ABBREVIATION.search(text[start : end.end()]):
            yield _trimmed(text, start, end.end())
            start = end.end()
    yield _trimmed(text, start, last)


def _trimmed(text: str, start: int, end: int) -> Span:
    """Without bullet and white space around it."""
    bullet = _BULLET.match(text, start, end)
    start = bullet.end() if bullet else start
    return start, start + len(text[start:end].rstrip())
