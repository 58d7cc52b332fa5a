"""What a question names: topics, persons, places, organisations, years and numbers, as values."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

MentionKind = Literal["topic", "person", "place", "organisation", "year", "number"]

UNKNOWN_PERSON = "?"
"""The id of a person who is named but of whom the knowledge says nothing."""

YEAR_STAND_IN, NUMBER_STAND_IN = "2015", "100"
"""What the ranker sees in place of any year and any number."""

_JOINT = re.compile(
    r"\s*(?:,|;|&|\+|/|und|and|sowie)\s*(?:and|und)?\s*(?:for|für|of|von|the|bei|die|der)?\s*", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Mention:
    """Something a question names: its kind, its id, the words that name it, and their offsets."""

    kind: MentionKind
    id: str
    text: str
    start: int
    end: int
    hint: bool = False
    """An ordinary word that only hints at a topic."""
    else_wanted: bool = False
    """Named only to ask for another one (the president before Müller), or as the place where the asker is."""
    stays: bool = False
    """The words say what is asked (World Council), so they stay in the sentence when intents are ranked."""

    @property
    def is_other_topic(self) -> bool:
        """Whether this is a topic of which is not asked."""
        return self.kind == "topic" and self.else_wanted


def mask(text: str, mentions: Sequence[Mention], stand_ins: Mapping[str, str]) -> str:
    """The text with names replaced, so that intents are learnt apart from them.

    Stand-ins are given by id, else by kind: a topic is put under its one name (measured: worth three points over one
    name for all); the others have one stand-in per kind. Of topics in a row (Metropolis and UCLG) the first stands for
    all: the same is asked of each.
    """
    pieces, end, before = [], 0, ""
    for mention in sorted(mentions, key=lambda found: found.start):
        if mention.hint or mention.stays or mention.start < end:
            continue
        between = text[end : mention.start]
        if not (mention.kind == before == "topic" and is_joint(between)):
            pieces += [between, stand_ins.get(mention.id) or stand_ins[mention.kind]]
        end, before = mention.end, mention.kind
    return "".join([*pieces, text[end:]])


def is_joint(between: str) -> bool:
    """Whether the words between two names only join them: and, comma, "and for"."""
    return _JOINT.fullmatch(between) is not None


def without(text: str, mentions: Sequence[Mention]) -> str:
    """The text without the names in it."""
    pieces, end = [], 0
    for mention in sorted(mentions, key=lambda found: found.start):
        pieces.append(text[end : mention.start])
        end = max(end, mention.end)
    return " ".join([*pieces, text[end:]])
