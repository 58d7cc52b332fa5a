"""What a sentence names: contacts, dates, numbers and names, found by rules that any reader can follow."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from bot.content.evidence import numbers
from bot.content.links import LINK, links
from bot.content.model import LANGUAGES, Entity
from bot.content.occurrences import occurrences
from bot.keeping.sources import extra

DEFAULT_REGION = "DE"
"""Phone numbers without a country code are read as German ones."""
SHORTEST_NAME = 3
"""Names with fewer letters are found in too many sentences."""

Kind = Literal["e-mail or link", "phone", "address", "date", "time", "year", "number", "name"]

_MONTHS = (
    r"(?:Januar|Februar|März|April|Mai|Juni|Juli|August|September|Oktober|November|Dezember"
    r"|January|February|March|May|June|July|October|December)"
)
_DATE = re.compile(
    rf"\b\d{{4}}-\d\d-\d\d\b|\b\d{{1,2}}\.\s?\d{{1,2}}\.\s?\d{{4}}\b"
    rf"|\b\d{{1,2}}\.?\s{_MONTHS}(?:\s\d{{4}})?\b|\b{_MONTHS}\s\d{{1,2}},\s\d{{4}}\b|\b{_MONTHS}\s\d{{4}}\b"
)
_ADDRESS = re.compile(
    r"\b(?:Am |An der |Auf dem |Im )?(?=[A-ZÄÖÜ])[\w\-]*"
    r"(?:[Ss]tr\.|[Ss]traße|[Pp]latz|[Ww]eg|[Aa]llee|[Gg]asse|[Rr]ing|[Dd]amm|[Uu]fer|[Mm]arkt)\s\d+(?:\s?[a-z]\b)?"
    r"|\b\d+[a-z]?\s(?:[A-Z]\w+\s)+(?:Street|Road|Square|Lane|Avenue)\b|\b\d{5}\s[A-ZÄÖÜ][\w\-]+"
)
_TIME = re.compile(
    r"\b\d{1,2}(?:[.:]\d\d)?\s?(?:Uhr|o[’']clock|a\.m\.|p\.m\.)|\b\d{1,2}:\d\d\b"
    r"|\b(?:Montag|Dienstag|Mittwoch|Donnerstag|Freitag|Samstag|Sonntag|Monday|Tuesday|Wednesday|Thursday|Friday"
    r"|Saturday|Sunday)s?\b",
    re.IGNORECASE,
)
_DURATION = re.compile(
    r"\b(?:\d+|eine?[nr]?|zwei|drei|vier|fünf|sechs|sieben|acht|neun|zehn|elf|zwölf"
    r"|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)\s"
    r"(?:Minuten?|Stunden?|Tage?n?|Wochen?|Monate?n?|Jahre?n?|minutes?|hours?|days?|weeks?|months?|years?)\b",
    re.IGNORECASE,
)
_YEAR = re.compile(r"(?<![\d.,])(?:1[5-9]|20)\d\d(?![\d]|[.,]\d)")
_PATTERNS: tuple[tuple[Kind, re.Pattern[str]], ...] = (
    ("address", _ADDRESS),
    ("date", _DATE),
    ("time", _TIME),
    ("time", _DURATION),
    ("year", _YEAR),
)
_CAPITAL = r"[A-ZÄÖÜ][\w’'\-]*\w"
_JOINED = rf"[ \u00a0](?:(?:and|of|for|the)[ \u00a0]){{0,2}}{_CAPITAL}"
_NAME = re.compile(rf"(?:(?:Dr|Prof)\.[ \u00a0])*\b{_CAPITAL}(?:{_JOINED})+|\b[A-ZÄÖÜ]{{2,}}(?:-[A-ZÄÖÜ]{{2,}})*\b")
"""In German every noun begins with a capital, so only two of them side by side, and abbreviations, count as names."""
_OPENERS = re.compile(
    r"(?:Der|Die|Das|Den|Dem|Ein|Eine|Einen|Einer|Am|An|Im|In|Auf|Bei|Mit|Für|Von|Vor|Nach|Seit|Es|Er|Sie|Wir|Und|Zum"
    r"|Zur|Alle|Durch|Unter|Über|The|A|An|On|At|For|From|Since|With|It|They|We|And|All|Our|Its)\s"
)


@dataclass(frozen=True, slots=True)
class Detail:
    """Something a sentence names, in the words of the sentence."""

    kind: Kind
    text: str


def details(sentence: str) -> list[Detail]:
    """Everything found in a sentence, each once; what is part of an address or a date is no number as well."""
    return list(dict.fromkeys(_found(sentence)))


def _found(sentence: str) -> Iterator[Detail]:
    yield from (Detail("e-mail or link", link) for link in links(sentence))
    rest = LINK.sub(" ", sentence)
    phones = _phones(rest)
    yield from (Detail("phone", phone) for phone in phones)
    for phone in phones:
        rest = rest.replace(phone, " ")
    for kind, pattern in _PATTERNS:
        yield from (Detail(kind, hit.group()) for hit in pattern.finditer(rest))
    if not _TIME.search(rest):  # the figures of opening hours count nothing
        bare = _YEAR.sub(" ", _DURATION.sub(" ", _DATE.sub(" ", _ADDRESS.sub(" ", rest))))
        yield from (Detail("number", number) for number in numbers(bare))
    yield from (Detail("name", name) for name in _names(rest))


def _phones(text: str) -> list[str]:
    """Phone numbers, by Google's library of the numbering plans of all countries."""
    phonenumbers = extra("phonenumbers", "Phone numbers are")
    return [match.raw_string for match in phonenumbers.PhoneNumberMatcher(text, DEFAULT_REGION)]


def _names(text: str) -> Iterator[str]:
    for hit in _NAME.finditer(text):
        name = _OPENERS.sub("", hit.group(), count=1)
        if " " in name or (name.isupper() and len(name) > 1):
            yield name


def known_names(sentence: str, entities: Mapping[str, Entity]) -> list[Entity]:
    """The persons, places and organisations of the content that a sentence names."""
    return [entity for entity in entities.values() if any(_is_named(name, sentence) for name in _all_names(entity))]


def _all_names(entity: Entity) -> Iterator[str]:
    yield from (entity.name.in_language(language) for language in LANGUAGES)
    yield from entity.aliases


def _is_named(name: str, sentence: str) -> bool:
    if len(name) < SHORTEST_NAME:
        return False
    apart = (sentence[start - 1 : start] + sentence[end : end + 1] for start, end in occurrences(name, sentence))
    return any(not re.search(r"\w", around) for around in apart)
