"""What a reply states as a few letters, and back: for buttons that must work without any memory.

A finding is `letter.intent.rest…`; several are joined by `+`. Every id in it is a code of six letters.
"""

import re
from base64 import b32encode
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from hashlib import blake2b

from bot.content.model import Fact, Knowledge
from bot.dialogue.outcome import Chosen, Finding, Missing, Verdict
from bot.understanding.mentions import UNKNOWN_PERSON, Mention
from bot.understanding.names import gazetteer_names

CODE_LETTERS = 6
"""Thirty bits: among three thousand names two with the same code are unlikely, and a test looks for them."""
MOST_CODES = 4096
"""Codes that are kept in memory: every answer needs some of them for its buttons."""
_LETTERS: Mapping[Verdict | None, str] = {None: "c", "yes": "y", "no": "n"}
_VERDICTS: Mapping[str, Verdict | None] = {letter: verdict for verdict, letter in _LETTERS.items()}
_GAP, _GAP_TODAY = "g", "t"
_TIME = re.compile(r"00(?:19|20)[0-9]{2}|(?:19|20)[0-9]{2}(?:0[1-9]|1[0-2])")


@lru_cache(maxsize=MOST_CODES)
def code_of(name: str) -> str:
    """Six letters that stand for an id, the same on every machine and after every restart."""
    return b32encode(blake2b(name.encode(), digest_size=4).digest()).decode().lower()[:CODE_LETTERS]


def facts_as_codes(facts: Iterable[Fact]) -> str:
    """The codes of facts in a row."""
    return _codes(fact.id for fact in facts)


def in_shorthand(findings: Iterable[Finding]) -> str:
    """Findings as letters; how long they are depends on how much they name."""
    return "+".join(".".join(_parts(finding)) for finding in findings)


def _parts(finding: Finding) -> tuple[str, ...]:
    intent = code_of(finding.intent)
    if isinstance(finding, Chosen):
        return (_LETTERS[finding.verdict], intent, facts_as_codes(finding.facts), _codes(finding.without))
    letter = _GAP_TODAY if finding.today else _GAP
    topic = code_of(finding.topic) if finding.topic else ""
    nearby = code_of(finding.nearby.id) if finding.nearby else ""
    # Who is unknown is never shown by name, so no code is needed for them.
    named = (mention for mention in finding.details if mention.id != UNKNOWN_PERSON)
    return (letter, intent, topic, nearby, "".join(_mention_code(mention) for mention in named))


def _codes(names: Iterable[str]) -> str:
    return "".join(code_of(name) for name in names)


def _mention_code(mention: Mention) -> str:
    """A year (002018) or a month (201805) stands for itself; no code holds a 0 or a 1."""
    return mention.id.replace("-", "").zfill(CODE_LETTERS) if mention.kind == "year" else code_of(mention.id)


class Shorthand:
    """Finds what codes stand for in the content; anything it does not hold means nothing, so nobody can forge words."""

    def __init__(self, knowledge: Knowledge) -> None:
        self._facts = {code_of(name): fact for name, fact in knowledge.facts().items()}
        self._topics = {code_of(topic): topic for topic in knowledge.topics}
        self._intents = {code_of(intent): intent for intent in knowledge.intents}
        own = {code_of(name): Mention(entry.kind, name, "", 0, 0) for name, entry in knowledge.entities.items()}
        places = {code_of(name.id): Mention("place", name.id, "", 0, 0) for name in gazetteer_names()}
        self._mentions: Mapping[str, Mention] = places | own

    def facts(self, codes: str) -> tuple[Fact, ...]:
        """The facts that codes in a row stand for; none at all if one of them is unknown."""
        found = [self._facts.get(code) for code in _split(codes)]
        known = tuple(fact for fact in found if fact)
        return known if len(known) == len(found) else ()

    def read(self, text: str) -> tuple[Finding, ...]:
        """The findings that letters stand for; none at all if any part is unknown."""
        read = [self._finding(part.split(".")) for part in text.split("+")]
        known = tuple(finding for finding in read if finding)
        return known if len(known) == len(read) else ()

    def _finding(self, parts: Sequence[str]) -> Finding | None:
        match parts:
            case [letter, intent, facts, without] if letter in _VERDICTS and intent in self._intents:
                return self._chosen(self._intents[intent], facts, _VERDICTS[letter], _split(without))
            case [letter, intent, topic, nearby, details] if letter in (_GAP, _GAP_TODAY) and intent in self._intents:
                return self._missing(self._intents[intent], topic, nearby, _split(details), letter == _GAP_TODAY)
        return None

    def _chosen(self, intent: str, facts: str, verdict: Verdict | None, without: Sequence[str]) -> Chosen | None:
        chosen = self.facts(facts)
        if not chosen or not all(code in self._topics for code in without):
            return None
        return Chosen(intent, chosen, verdict, tuple(self._topics[code] for code in without))

    def _missing(self, intent: str, topic: str, nearby: str, details: Sequence[str], today: bool) -> Missing | None:
        named = [self._mention(code) for code in details]
        known = tuple(mention for mention in named if mention)
        if len(known) < len(named) or (topic and topic not in self._topics) or (nearby and nearby not in self._facts):
            return None
        return Missing(intent, self._topics.get(topic), known, today, self._facts.get(nearby))

    def _mention(self, code: str) -> Mention | None:
        if _TIME.fullmatch(code):
            year, month = (code[2:], "") if code.startswith("00") else (code[:4], f"-{code[4:]}")
            return Mention("year", year + month, "", 0, 0)
        return self._mentions.get(code)


def _split(codes: str) -> list[str]:
    return [codes[start : start + CODE_LETTERS] for start in range(0, len(codes), CODE_LETTERS)]
