"""Takes off what only opens a letter, so that its question is compared with questions."""

import re
from collections.abc import Set

from bot.understanding.text import words

LEAST_WORDS = 2
"""Words that must follow an opening: "Hello, UCLG" is taken whole."""
_OPENING = re.compile(r"(?:[^,.!:;\s]|[^\S\n](?![–-]\s))*(?:[,.!:;\n]|\s[–-]\s)\s*")


def without_opening(text: str, filler: Set[str]) -> str:
    """What follows the parts at the beginning that hold nothing but filler: "Guten Tag, können Sie mir sagen, …"."""
    while (part := _OPENING.match(text)) and all(word.folded in filler for word in words(part.group())):
        rest = text[part.end() :]
        if len(words(rest)) < LEAST_WORDS:
            break
        text = rest
    return text
