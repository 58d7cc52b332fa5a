"""The passage of a document that a wrong quote was most likely taken from."""

from collections.abc import Iterator
from difflib import SequenceMatcher
from textwrap import shorten

LEAST_ALIKE = 0.5
"""Share of words that quote and passage must have in common; below it the passage is another one."""
LONGEST_SHOWN = 240
"""Letters of a passage that are shown."""
MOST_DIFFERENCES = 3
"""Differences that are listed; whoever changed more copies the passage anew."""


def nearest_passage(quote: str, text: str) -> str:
    """What the document says instead: the passage most like the quote, and where the words differ."""
    words, passage = quote.split(), _window(quote.split(), text.split())
    matcher = SequenceMatcher(None, words, passage, autojunk=False)
    if matcher.ratio() < LEAST_ALIKE:
        return "Copy the words from the document."
    shown = shorten(" ".join(passage), LONGEST_SHOWN, placeholder=" …")
    return " ".join([f"The document says “{shown}”:", *_differences(matcher, words, passage)])


def _window(words: list[str], source: list[str]) -> list[str]:
    """As many words of the document as the quote has, laid over the longest run of words they share."""
    shared = SequenceMatcher(None, words, source, autojunk=False).find_longest_match()
    start = max(0, shared.b - shared.a)
    return source[start : start + len(words)]


def _differences(matcher: SequenceMatcher[str], words: list[str], passage: list[str]) -> Iterator[str]:
    changes = [change for change in matcher.get_opcodes() if change[0] != "equal"]
    for kind, start, end, there, until in changes[:MOST_DIFFERENCES]:
        ours, theirs = " ".join(words[start:end]), " ".join(passage[there:until])
        match kind:
            case "replace":
                yield f"“{theirs}”, not “{ours}”."
            case "delete":
                yield f"without “{ours}”."
            case _:
                yield f"with “{theirs}”."
