"""Cuts a message into the questions it may hold."""

import re

_SENTENCES = re.compile(r"(?<=[?!;])\s|(?<=\w{4}\.)\s(?=[A-ZÄÖÜ])|//|\n")
"""A full stop ends a sentence after a word of four letters and before a capital; after fewer it abbreviates."""
_JOINTS = re.compile(r",?\s(?:und|u\.|sowie|and|plus)\s|[&+,]\s|;|\s?/\s|(?<=[?!])\s", re.IGNORECASE)
MOST_PARTS = 5
"""More questions than this in one message are not told apart."""
_UNCUT = "\x01"
"""Stands for a space at which a text is not to be cut."""


def sentences(text: str) -> list[str]:
    """The sentences of a message, without empty ones."""
    return _parts(_SENTENCES, text)


def clauses(text: str) -> list[str]:
    """The parts of a sentence between its joints: and, commas, slashes."""
    return _parts(_JOINTS, text)


def uncut(text: str, start: int, end: int) -> str:
    """The text with the joint between two offsets made whole, so that what it joins stays together."""
    return text[:start] + text[start:end].replace(" ", _UNCUT) + text[end:]


def _parts(joint: re.Pattern[str], text: str) -> list[str]:
    parts = (part.replace(_UNCUT, " ").strip() for part in joint.split(text))
    return [part for part in parts if re.search(r"\w", part)][:MOST_PARTS]
