"""Years and months in a text, and other figures."""

import re
from collections.abc import Iterator, Mapping, Sequence

from bot.understanding.mentions import Mention, MentionKind
from bot.understanding.text import Word, fold

_YEAR = re.compile(r"(?:19|20)\d\d")
_MONTH_NAMES = (
    "Januar Jan January Jänner",
    "Februar Feb February Feber",
    "März Mrz March Mar",
    "April Apr",
    "Mai May",
    "Juni Jun June",
    "Juli Jul July",
    "August Aug",
    "September Sept Sep",
    "Oktober Okt October Oct",
    "November Nov",
    "Dezember Dez December Dec",
)
_PARTS_OF_YEAR = {
    2: "Anfang early beginning start Jahresbeginn Jahresanfang",
    4: "Frühjahr Frühling spring",
    6: "Mitte mid middle",
    7: "Sommer summer Hochsommer",
    10: "Herbst autumn fall",
    12: "Ende late end Jahresende",
}
"""A month that lies in the part of the year; Winter lies in two years."""
_BETWEEN = frozenset(("of", "the", "des", "jahres", "in", "year", "vom"))
MOST_BETWEEN = 2
"""Words that may stand between a month and its year: Ende des Jahres 2017."""
MOST_DIGITS = 9
"""Longer figures are serial or telephone numbers."""


def _month_by_name() -> Mapping[str, int]:
    named = ((month, name) for month, names in enumerate(_MONTH_NAMES, 1) for name in names.split())
    parts = ((month, name) for month, names in _PARTS_OF_YEAR.items() for name in names.split())
    return {fold(name): month for month, name in (*named, *parts)}


_MONTHS = _month_by_name()


def figures(text: str, found: Sequence[Word], free: list[bool]) -> Iterator[Mention]:
    """Years, with the month where one is named (2018, Mai 2018 as 2018-05), and numbers."""
    for index, word in enumerate(found):
        if not (free[index] and word.text.isdecimal() and len(word.text) <= MOST_DIGITS):
            continue
        figure = str(int(word.text))  # also of digits of other scripts
        if not _YEAR.fullmatch(figure):
            free[index] = False
            yield _mention("number", figure, text, word, word)
            continue
        first, month = _month_before(found, free, index)
        free[first : index + 1] = [False] * (index + 1 - first)
        yield _mention("year", f"{figure}-{month:02}" if month else figure, text, found[first], word)


def _month_before(found: Sequence[Word], free: Sequence[bool], index: int) -> tuple[int, int | None]:
    """Where the month before a year stands, and which it is; else the year's own place and None."""
    for place in range(index - 1, max(-1, index - 2 - MOST_BETWEEN), -1):
        folded = found[place].folded
        if folded in _MONTHS and free[place]:
            return place, _MONTHS[folded]
        if folded not in _BETWEEN:
            break
    return index, None


def _mention(kind: MentionKind, key: str, text: str, first: Word, last: Word) -> Mention:
    return Mention(kind, key, text[first.start : last.end], first.start, last.end)
