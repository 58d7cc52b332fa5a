"""Written values that are not what they seem: look-alike letters, and numbers that other programs change."""

import re
import unicodedata
from collections.abc import Iterator

_LOOK_ALIKES = str.maketrans(
    "авекмнорстухіјѕАВЕЅКМНОРСТУХІЈαικνορτυχΑΒΕΖΗΙΚΜΝΟΡΤΥΧ",
    "abekmhopctyxijsABESKMHOPCTYXIJaikvoptuxABEZHIKMNOPTYX",
)
"""Cyrillic and Greek letters with the Latin ones they look like (a part of Unicode's confusables.txt, UTS 39)."""
_LATIN = re.compile("[A-Za-z]")
_WORD = re.compile(r"[^\W_]+")
_ZERO_FIRST = re.compile(r"0\d+")
_SEXAGESIMAL = re.compile(r"[1-9]\d*(?::[0-5]?\d)+")
_ROUNDED = re.compile(r"\d+\.\d*0")


def look_alikes(text: str) -> Iterator[tuple[str, str, str]]:
    """Words that mix Latin letters with look-alikes: the word, the letter and its name, the word as it was meant."""
    for word in () if text.isascii() else _WORD.findall(text):
        meant = word.translate(_LOOK_ALIKES)
        if meant != word and _LATIN.search(word) and meant.isascii():
            letter = next(here for here, there in zip(word, meant, strict=True) if here != there)
            yield word, f"“{letter}” (U+{ord(letter):04X}, {unicodedata.name(letter).lower()})", meant


def misread(text: str) -> str | None:
    """What other readers make of a number written without quotes, if that is another text.

    YAML 1.1 counts 0231 in eights and 12:30 in sixties; to YAML 1.2, 0891 is 891.
    """
    if _ZERO_FIRST.fullmatch(text):
        return f"the number {int(text, 10 if set('89') & set(text) else 8)}"
    if _SEXAGESIMAL.fullmatch(text):
        return f"the number {_of_base_60(text)}"
    return f"the number {float(text)}" if _ROUNDED.fullmatch(text) else None


def _of_base_60(text: str) -> int:
    total = 0
    for part in text.split(":"):
        total = 60 * total + int(part)
    return total
