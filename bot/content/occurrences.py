"""Where words stand in a text, white space apart."""

import re

Span = tuple[int, int]
"""Start and end offset in a text."""


def occurrences(words: str, text: str) -> list[Span]:
    """Every place where the words stand; a number must not be cut: 14 is no quote from 144."""
    parts = words.split()
    before = r"(?<!\d)(?<!\d[.,])" if parts[0][0].isdigit() else ""
    after = r"(?![.,]?\d)" if parts[-1][-1].isdigit() else ""
    pattern = before + r"\s+".join(map(re.escape, parts)) + after
    return [hit.span() for hit in re.finditer(pattern, text)]
