"""Questions that two intents fit about as well: the facts of both are given."""

import re
from dataclasses import replace

from bot.content.model import Knowledge
from bot.dialogue.outcome import Chosen
from bot.dialogue.selection import Selector
from bot.understanding.interpretation import Reading

TIED_SHARE = 0.8
"""A second intent is tied from this share of the first one's score."""
TIED_SHARE_JOINED = 0.6
"""The same where the question joins two things: "future events and what already took place"."""
MOST_TIED = 3
"""More facts than this of two intents are a dump, not an answer."""
_JOINED = re.compile(r"\b(?:und|sowie|and|plus)\b|[&+]", re.IGNORECASE)


def with_tied(outcome: Chosen, reading: Reading, knowledge: Knowledge, selector: Selector) -> Chosen:
    """The choice with the facts of the second best intent, if it is tied and its facts fit as well."""
    first, *others = reading.candidates
    share = TIED_SHARE_JOINED if _JOINED.search(reading.text) else TIED_SHARE
    if not others or others[0].score < share * first.score or knowledge.intents[others[0].intent].kind != "fact":
        return outcome
    second = selector.select(reading, knowledge.intents[others[0].intent])
    if not isinstance(second, Chosen):
        return outcome
    stated = {name for fact in outcome.facts for name in (fact.id, *fact.includes)}
    more = tuple(fact for fact in second.facts if fact.id not in stated)
    return replace(outcome, facts=(*outcome.facts, *more)) if len(outcome.facts) + len(more) <= MOST_TIED else outcome
