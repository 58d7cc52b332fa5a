"""Which of the ranked intents a question is taken to mean."""

from dataclasses import replace

from bot.content.model import Knowledge
from bot.dialogue.selection import Chosen, Selector
from bot.understanding.interpretation import Candidate, Reading

CLEAR_SHARE = 0.22
"""Score from which a question inside a greeting or thanks counts as the question."""
PART_SHARE = 0.4
"""Two details are asked for together when the second has this share of the first one's score."""
NEARBY_LEAD = 0.1
"""A gap must lead the fact beside it by so much; below that the fact is what was meant, if it fits."""


def settle(reading: Reading, knowledge: Knowledge, selector: Selector) -> Reading:
    """The reading with the intent that is meant in first place."""
    for rule in (_inside_politeness, _details_together, _fact_beside_gap):
        if candidate := rule(reading, knowledge, selector):
            reading = replace(reading, candidates=(candidate, *(c for c in reading.candidates if c.intent != candidate.intent)))
    return reading


def _inside_politeness(reading: Reading, knowledge: Knowledge, _: Selector) -> Candidate | None:
    """"Thank you, and what is the address?" is about the address."""
    if knowledge.intents[reading.intent].kind != "smalltalk":
        return None
    asked = (c for c in reading.candidates if knowledge.intents[c.intent].kind in ("fact", "gap") and c.score >= CLEAR_SHARE)
    return next(asked, None)


def _details_together(reading: Reading, knowledge: Knowledge, _: Selector) -> Candidate | None:
    """Phone and e-mail asked for in one breath are the whole contact."""
    best = reading.candidates[0]
    whole = knowledge.intents[best.intent].part_of
    others = (c for c in reading.candidates[1:] if c.score >= PART_SHARE * best.score)
    if whole and any(whole in (c.intent, knowledge.intents[c.intent].part_of) for c in others):
        return Candidate(whole, best.score)
    return None


def _fact_beside_gap(reading: Reading, knowledge: Knowledge, selector: Selector) -> Candidate | None:
    """Where a gap hardly leads the fact it borders on, and the fact fits everything named, the fact is meant."""
    best = reading.candidates[0]
    for candidate in reading.candidates[1:]:
        beside = candidate.intent in knowledge.intents[best.intent].nearby
        if beside and candidate.score >= best.score - NEARBY_LEAD:
            outcome = selector.select(reading, knowledge.intents[candidate.intent])
            return candidate if isinstance(outcome, Chosen) else None
    return None
