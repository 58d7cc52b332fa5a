"""Cuts a message into the questions it may hold."""

import re

_SENTENCES = re.compile(r"(?<=[?!;])\s+|(?<=\w{4}\.)\s+(?=[A-ZÄÖÜ])|\s*//\s*")
"""A full stop ends a sentence after a word of four letters and before a capital; after fewer it abbreviates."""
_JOINTS = re.compile(
    r"\s*,?\s+(?:und|sowie|und außerdem|and|and also|plus)\s+|\s*[&+]\s+|\s*,\s+|\s*;\s*|(?<=\w)\s*/\s+|(?<=[?!])\s+",
    re.IGNORECASE,
)
MOST_PARTS = 5
"""More questions than this in one message are not told apart."""


def sentences(text: str) -> list[str]:
    """The sentences of a message, without empty ones."""
    return [part.strip() for part in _SENTENCES.split(text) if re.search(r"\w", part)][:MOST_PARTS]


def clauses(text: str) -> list[str]:
    """The parts of a sentence between its joints: and, commas, slashes."""
    return [part.strip() for part in _JOINTS.split(text) if re.search(r"\w", part)][:MOST_PARTS]
