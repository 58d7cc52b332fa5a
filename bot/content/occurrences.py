"""Where words stand in a text, white space apart."""

import re
from functools import lru_cache

_CUT_BEFORE, _CUT_AFTER = re.compile(r"\d[.,]?\Z"), re.compile(r"[.,]?\d")
_RECENT_TEXTS = 8
"""Documents whose white space is put straight and kept: the quotes of a topic stand in few of them."""

Span = tuple[int, int]
"""Start and end offset in a text."""


def occurrences(words: str, text: str) -> list[Span]:
    """Every place where the words stand; a number must not be cut: 14 is no quote from 144."""
    parts = words.split()
    before = r"(?<!\d)(?<!\d[.,])" if parts[0][0].isdigit() else ""
    after = r"(?![.,]?\d)" if parts[-1][-1].isdigit() else ""
    pattern = before + r"\s+".join(map(re.escape, parts)) + after
    return [hit.span() for hit in re.finditer(pattern, text)]


def stands_in(words: str, text: str) -> bool:
    """Whether the words stand anywhere in the text, as `occurrences` finds them; much faster for many quotes."""
    plain, whole = " ".join(words.split()), _on_one_line(text)
    start = whole.find(plain)
    while start >= 0:
        if not _is_cut(plain, whole, start):
            return True
        start = whole.find(plain, start + 1)
    return False


def _is_cut(words: str, text: str, start: int) -> bool:
    """Whether a number at either end of the words goes on in the text."""
    end = start + len(words)
    before = words[0].isdigit() and _CUT_BEFORE.search(text[max(0, start - 2) : start])
    return bool(before or (words[-1].isdigit() and _CUT_AFTER.match(text, end)))


@lru_cache(_RECENT_TEXTS)
def _on_one_line(text: str) -> str:
    return " ".join(text.split())
