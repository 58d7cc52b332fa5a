"""Which of the ranked intents a question is taken to mean."""

from dataclasses import replace

from bot.content.model import Knowledge
from bot.dialogue.outcome import Chosen, Outcome
from bot.dialogue.selection import Selector
from bot.understanding.interpretation import Candidate, Reading

CLEAR_SCORE = 0.22
"""Score from which a question inside a greeting or thanks counts as the question."""
SHARE_INSIDE_POLITENESS = 0.5
"""The same as a share of the greeting's own score: "dear colleagues from Germany" only names the colleagues."""
PART_SHARE = 0.4
"""Two details are asked for together when the second has this share of the first one's score."""
RIVAL_SHARE = 0.7
"""Share of the first intent's score from which one that the named network answers takes its place."""
PERSON_SHARE = 0.6
"""Share of the first intent's score from which one about the person named takes its place."""
OTHER_SCORE = 0.1
"""Score from which another intent may take the place of one that holds no value of the kind wanted."""
NEARBY_LEAD = 0.1
"""A gap must lead the fact beside it by so much; below that the fact is what was meant, if it fits."""
NEARBY_LEAD_NAMED = 0.25
"""The same where the fact is about an organisation that is named."""


def settle(reading: Reading, knowledge: Knowledge, selector: Selector) -> Reading:
    """The reading with the intent that is meant in first place."""
    for rule in _RULES:
        if candidate := rule(reading, knowledge, selector):
            others = (other for other in reading.candidates if other.intent != candidate.intent)
            reading = replace(reading, candidates=(candidate, *others))
    return reading


def _inside_politeness(reading: Reading, knowledge: Knowledge, _: Selector) -> Candidate | None:
    """ "Thank you, and what is the address?" is about the address."""
    if knowledge.intents[reading.intent].kind != "smalltalk":
        return None
    least = max(CLEAR_SCORE, SHARE_INSIDE_POLITENESS * reading.candidates[0].score)
    clear = (candidate for candidate in reading.candidates if candidate.score >= least)
    return next((candidate for candidate in clear if knowledge.intents[candidate.intent].kind in ("fact", "gap")), None)


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
    beside = knowledge.intents[best.intent].nearby
    for candidate in reading.candidates[1:]:
        if candidate.intent in beside and candidate.score >= best.score - NEARBY_LEAD_NAMED:
            outcome = selector.select(reading, knowledge.intents[candidate.intent])
            lead = NEARBY_LEAD_NAMED if _is_about_named(outcome, reading) else NEARBY_LEAD
            return candidate if isinstance(outcome, Chosen) and candidate.score >= best.score - lead else None
    return None


def _is_about_named(outcome: Outcome, reading: Reading) -> bool:
    """Whether the facts are about an organisation that the question, or the one before it, names."""
    facts = outcome.facts if isinstance(outcome, Chosen) else ()
    return any(set(fact.about.organisation) & set(reading.ids("organisation")) for fact in facts)


def _of_the_kind_wanted(reading: Reading, knowledge: Knowledge, selector: Selector) -> Candidate | None:
    """Who asks when, wants a date: an intent whose facts hold none gives way to one that fits, or that is missing."""
    if reading.wants is None or not _lacks_kind(reading, reading.intent, knowledge, selector):
        return None
    others = (candidate for candidate in reading.candidates[1:] if candidate.score >= OTHER_SCORE)
    subject = (other for other in others if knowledge.intents[other.intent].kind in ("fact", "gap"))
    return next((other for other in subject if not _lacks_kind(reading, other.intent, knowledge, selector)), None)


def _of_the_time(reading: Reading, knowledge: Knowledge, selector: Selector) -> Candidate | None:
    """Who asks for the president in a month when there was an interim one, means that one."""
    meant = knowledge.intents[reading.intent]
    if not (meant.kind == "fact" and reading.ids("year")) or _answers(meant.id, reading, knowledge, selector):
        return None
    beside = (name for name in meant.nearby if _answers(name, reading, knowledge, selector))
    return next((Candidate(name, reading.candidates[0].score) for name in beside), None)


def _of_the_person(reading: Reading, knowledge: Knowledge, selector: Selector) -> Candidate | None:
    """ "And since when was he?" is not about the founding of a network: nobody is named in its facts."""
    best, *others = reading.candidates
    if knowledge.intents[best.intent].kind != "fact" or not reading.ids("person"):
        return None
    if selector.facts.is_of_persons(best.intent):
        return None
    near = (other for other in others if other.score >= PERSON_SHARE * best.score)
    rival = next((other for other in near if knowledge.intents[other.intent].kind == "fact"), None)
    return rival if rival and _answers(rival.intent, reading, knowledge, selector) else None


def _of_the_topic(reading: Reading, knowledge: Knowledge, selector: Selector) -> Candidate | None:
    """What only another network answers is not meant where a rival fits the network that is named."""
    best, *others = reading.candidates
    topics = reading.ids("topic")
    if knowledge.intents[best.intent].kind != "fact" or not topics or not others:
        return None
    if selector.facts.answering_of(best.intent, {*topics}):
        return None
    rival = others[0]
    is_near = rival.score >= RIVAL_SHARE * best.score and knowledge.intents[rival.intent].kind == "fact"
    return rival if is_near and _answers(rival.intent, reading, knowledge, selector) else None


def _answers(intent: str, reading: Reading, knowledge: Knowledge, selector: Selector) -> bool:
    """Whether facts answer the question if it means this intent."""
    return isinstance(selector.select(reading, knowledge.intents[intent]), Chosen)


def _lacks_kind(reading: Reading, intent: str, knowledge: Knowledge, selector: Selector) -> bool:
    """Whether facts fit everything but the kind of value that is wanted."""
    meant = knowledge.intents[intent]
    fits = isinstance(selector.select(replace(reading, wants=None), meant), Chosen)
    return fits and not isinstance(selector.select(reading, meant), Chosen)


_RULES = (
    _inside_politeness,
    _details_together,
    _fact_beside_gap,
    _of_the_kind_wanted,
    _of_the_time,
    _of_the_person,
    _of_the_topic,
)
"""Each may put another intent in first place; later ones see what earlier ones decided."""
