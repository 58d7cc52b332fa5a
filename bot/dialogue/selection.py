"""Chooses the facts that answer a reading, or says why none does.

A named person, place, organisation or year that is not the fact's own is a reason not to answer with it.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import islice

from bot.content.model import Fact, Intent, Knowledge
from bot.dialogue.index import FactIndex
from bot.dialogue.outcome import Ambiguous, Chosen, Missing, Outcome, Verdict
from bot.understanding.interpretation import Reading
from bot.understanding.mentions import Mention
from bot.understanding.names import GAZETTEER_PREFIX

_THERE = frozenset(("in", "im", "at", "bei"))
MOST_FACTS = 4
"""More facts than this in one answer are a dump, not an answer."""


class Selector:
    """Decides between fact, gap and question back for an intent that is understood."""

    def __init__(self, knowledge: Knowledge) -> None:
        self.facts = FactIndex(knowledge)
        self._own_subject = frozenset(intent.id for intent in knowledge.intents.values() if intent.own_subject)
        self._is_named = {key: bool(knowledge.topics[key].aliases) for key in knowledge.ordered_topics()}
        self._unnamed = tuple(topic for topic, is_named in self._is_named.items() if not is_named)
        by_topic = {key: tuple(topic.facts.values()) for key, topic in knowledge.topics.items()}
        self._places = {topic: _places_of(facts) for topic, facts in by_topic.items()}
        self._organisations = {topic: _organisations_of(facts) for topic, facts in by_topic.items()}

    def select(self, reading: Reading, intent: Intent) -> Outcome:
        """What answers the reading if it means this intent."""
        topics = self.topics(reading)
        if intent.kind == "gap":
            return self._gap(reading, intent, topics)
        topics = self._each_of(topics, intent)
        named = self._answering(intent, topics)
        fitting = list(islice((fact for fact in named if self._fits(fact, reading)), MOST_FACTS))
        if not topics and intent.topic and not reading.asks_for_all:
            fitting = [fact for fact in fitting if fact.topic == intent.topic] or fitting
        if not topics and not reading.asks_for_all and len({fact.topic for fact in fitting}) > 1:
            return Ambiguous(intent.id, tuple(dict.fromkeys(fact.topic for fact in fitting)))
        if not fitting or _may_name_another(fitting, reading):
            return self._not_covered(reading, intent, topics, named)
        without = [topic for topic in topics if topic not in {fact.topic for fact in fitting}]
        return Chosen(intent.id, tuple(fitting), _verdict(fitting, reading), tuple(without))

    def _answering(self, intent: Intent, topics: Sequence[str]) -> Sequence[Fact]:
        """What answers an intent of these topics, or of all where none is named."""
        if not topics:
            return self.facts.answering(intent.id)
        of_all = self._unnamed if intent.own_subject else ()
        return self.facts.answering_of(intent.id, {*topics, *of_all})

    def _each_of(self, topics: tuple[str, ...], intent: Intent) -> tuple[str, ...]:
        """For "the networks" all of them by name, where nothing is said of the networks as a whole."""
        as_a_whole = bool(topics) and not any(self._is_named[topic] for topic in topics)
        if not as_a_whole or self.facts.answering_of(intent.id, {*topics}):
            return topics
        return tuple(topic for topic, is_named in self._is_named.items() if is_named)

    def topics(self, reading: Reading) -> tuple[str, ...]:
        """The topics a reading is about: those it names, or those of the persons it names."""
        if topics := reading.ids("topic"):
            return topics
        of_persons = self.facts.of_persons(reading.ids("person"))
        return tuple(dict.fromkeys(fact.topic for fact in of_persons))

    def _gap(self, reading: Reading, intent: Intent, topics: Sequence[str]) -> Missing:
        topic = topics[0] if topics else intent.topic
        near = (fact for name in intent.nearby for fact in self._about(name, topic))
        anything = replace(reading, wants=None)
        fitting = (fact for fact in near if self._fits(fact, anything))
        return Missing(intent.id, topic, _named(reading), reading.asks_for_today, _nearest(fitting, reading))

    def _about(self, intent: str, topic: str | None) -> Sequence[Fact]:
        return self.facts.answering(intent) if topic is None else self.facts.answering_of(intent, (topic,))

    def _not_covered(self, reading: Reading, intent: Intent, topics: Sequence[str], named: Sequence[Fact]) -> Missing:
        topic = topics[0] if topics else intent.topic
        meant = (mention for mention in reading.mentions if not mention.else_wanted)
        details = [mention for mention in meant if not any(self._covers(fact, mention, reading) for fact in named)]
        shown = tuple(mention for mention in details if mention.kind in ("person", "place", "organisation", "year"))
        return Missing(intent.id, topic, shown, reading.asks_for_today, next(iter(named), None))

    def _fits(self, fact: Fact, reading: Reading) -> bool:
        today = fact.period is None or fact.period.holds_today or not reading.asks_for_today
        return (
            today and gives(fact, reading) and all(self._covers(fact, mention, reading) for mention in reading.mentions)
        )

    def _covers(self, fact: Fact, mention: Mention, reading: Reading) -> bool:
        if mention.else_wanted:
            return _is_of_another(fact, mention)
        if mention.kind == "person":
            return mention.id in (*fact.about.person, *fact.states.person)
        if mention.kind == "place":
            return self._covers_place(fact, mention, reading)
        if mention.kind == "organisation":
            own = fact.about.organisation or (tuple(self._organisations[fact.topic]) if mention.stays else ())
            return mention.id in own
        return mention.kind != "year" or _covers_year(fact, mention.id, reading)

    def _covers_place(self, fact: Fact, mention: Mention, reading: Reading) -> bool:
        if fact.states.place and reading.wants_yes_or_no:
            return True
        if fact.answers[0] in self._own_subject and not _asks_there(mention, reading):
            return True
        place, own = mention.id, (*fact.about.place, *fact.states.place) or tuple(self._places[fact.topic])
        return place in own


def _nearest(fitting: Iterable[Fact], reading: Reading) -> Fact | None:
    """The first fact; where nobody is named, what holds for a city is nearer than what one person did."""
    first = None
    for fact in fitting:
        if not fact.about.person or reading.ids("person"):
            return fact
        first = first or fact
    return first


def _may_name_another(facts: Sequence[Fact], reading: Reading) -> bool:
    """Whether an unknown capitalised word may be a person or place that these facts are not about."""
    about_somebody = all(fact.about.person or fact.about.place for fact in facts)
    names_them = reading.ids("person") or reading.ids("place")
    strange = (word for word in reading.unexplained if word[:1].isupper() and not reading.text.startswith(word))
    return about_somebody and not names_them and any(strange)


def _asks_there(mention: Mention, reading: Reading) -> bool:
    """Whether a place says where, not who asks: "the office in Leipzig", but not "our town council of Leszno"."""
    before = reading.text[: mention.start].casefold().split()
    beside_topic = any(topic.kind == "topic" and 0 <= mention.start - topic.end <= 1 for topic in reading.mentions)
    return beside_topic or (bool(before) and before[-1] in _THERE)


def _is_of_another(fact: Fact, mention: Mention) -> bool:
    """Whether the fact is not about the one that is named only to ask for others."""
    if mention.kind == "person":
        return mention.id not in fact.about.person or bool(fact.states.person)
    return mention.kind != "place" or mention.id not in fact.about.place


def gives(fact: Fact, reading: Reading) -> bool:
    """Whether the fact holds a value of the kind that is wanted: a year for "when", a number for "how many"."""
    if reading.wants == "end":
        return fact.states.time or bool(fact.period and fact.period.to)
    if reading.wants == "time":
        return bool(fact.period or fact.states.year or fact.states.time)
    if reading.wants == "count":
        return bool(fact.states.number)
    if reading.wants == "name":
        return bool(fact.about.person)
    return reading.wants is None


def _covers_year(fact: Fact, year: str, reading: Reading) -> bool:
    """A fact holds for a year or month in its period; about its own subject it decides others as well."""
    if fact.period:
        return fact.period.holds_in(year) or (reading.wants_yes_or_no and _names_subject(fact, reading))
    if fact.states.year:
        return year[:4] in fact.states.year or reading.wants_yes_or_no or not _has_subject(fact)
    return False


def _has_subject(fact: Fact) -> bool:
    return bool(fact.about.person or fact.about.place)


def _names_subject(fact: Fact, reading: Reading) -> bool:
    subjects = {*fact.about.person} or {*fact.about.place}
    return bool(subjects & {*reading.ids("person"), *reading.ids("place")})


def _verdict(facts: Sequence[Fact], reading: Reading) -> Verdict | None:
    """Yes or no, where the question assumes a value that the fact states itself."""
    if not reading.wants_yes_or_no or reading.hedged or len(facts) != 1:
        return None
    fact = facts[0]
    verdicts = [_judge(mention, fact) for mention in reading.mentions]
    decided = [verdict for verdict in verdicts if verdict]
    return "no" if "no" in decided else next(iter(decided), None)


def _judge(mention: Mention, fact: Fact) -> Verdict | None:
    if mention.kind == "year":
        return _judge_year(mention.id, fact)
    stated = {"place": fact.states.place, "number": fact.states.number, "person": fact.states.person}.get(
        mention.kind, ()
    )
    if not stated or mention.kind == "person":
        return None
    if mention.id in stated:
        return "yes" if len(stated) == 1 else None
    return "no" if mention.kind != "place" or _excludes(fact, mention.id) else None


def _excludes(fact: Fact, place: str) -> bool:
    """Whether another place denies the fact's own: a city does, a country or region around it may not."""
    return place not in fact.about.place and (place.startswith(f"{GAZETTEER_PREFIX}city") or ":" not in place)


def _judge_year(time: str, fact: Fact) -> Verdict | None:
    """Before its year a thing was not yet so; what a later year means depends on the verb, so it is left open."""
    if fact.states.year:
        year, stated = time[:4], fact.states.year[0]
        if year == stated:
            return "yes" if year == time else None
        return "no" if year < stated or (_has_subject(fact) and not fact.period) else None
    if fact.period is None:
        return None
    if not fact.period.holds_in(time):
        return "no"
    return "yes" if fact.period.holds_through(time) else None


def _places_of(facts: Iterable[Fact]) -> frozenset[str]:
    return frozenset(place for fact in facts for place in (*fact.about.place, *fact.states.place))


def _organisations_of(facts: Iterable[Fact]) -> frozenset[str]:
    return frozenset(name for fact in facts for name in fact.about.organisation)


def _named(reading: Reading) -> tuple[Mention, ...]:
    """The persons, places, organisations and years a gap reply repeats, so that it is plain what was understood."""
    meant = (mention for mention in reading.mentions if not mention.else_wanted)
    return tuple(mention for mention in meant if mention.kind in ("person", "place", "organisation", "year"))
