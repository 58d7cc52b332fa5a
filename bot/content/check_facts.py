"""Checks of topics, facts, documents and contacts."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from bot.content.check_looks import is_withheld
from bot.content.check_translation import check_same_values
from bot.content.check_unfinished import is_unfinished
from bot.content.evidence import check_cited, check_quotes, check_words
from bot.content.hints import did_you_mean
from bot.content.links import web_links
from bot.content.model import LANGUAGES, Fact, Topic
from bot.content.parts import CONTACTS, DOCUMENTS, INTENT_FOLDER, TOPIC_FOLDER, Parts, Place, check_ids
from bot.errors import Problem


@dataclass(frozen=True, slots=True)
class _Known:
    """The ids that facts may name, found once for all of them: those of facts, and those of entities by kind."""

    facts: Collection[str]
    entities: Mapping[str, Collection[str]]

    @classmethod
    def of(cls, parts: Parts) -> "_Known":
        facts = dict.fromkeys(sorted(fact.id for topic in parts.topics.values() for fact in topic.facts.values()))
        entities: dict[str, dict[str, None]] = {kind: {} for kind in ("person", "place", "organisation")}
        for key, entity in (parts.entities or {}).items():
            entities[entity.kind][key] = None
        return cls(facts, entities)


def check_topics(parts: Parts) -> Iterator[Problem]:
    if not parts.topics and not parts.broken_ids(TOPIC_FOLDER):
        yield Problem(f"{TOPIC_FOLDER}/", "no topic stands here.", "Write a file for each topic, with its facts.")
    known = _Known.of(parts)
    for place, name, topic in parts.topic_places():
        if topic.topic != name:
            what = f"the topic is “{topic.topic}” but the file is {name}.yaml."
            yield (place / "topic").problem(what, "Make them equal.")
        yield from _check_website(place / "website", topic)
        for key, fact in topic.facts.items():
            yield from _check_fact(parts, known, place / "facts" / key, fact)


def _check_website(place: Place, topic: Topic) -> Iterator[Problem]:
    if topic.website is None:
        return
    if topic.website not in topic.facts:
        what = f"there is no fact “{topic.website}” in this topic."
        yield place.problem(what, did_you_mean(topic.website, topic.facts))
    elif not any(web_links(quote.text) for quote in topic.facts[topic.website].quotes):
        yield place.problem(f"no quote of the fact “{topic.website}” holds a link.", "Name the fact that has it.")


def _check_fact(parts: Parts, known: _Known, place: Place, fact: Fact) -> Iterator[Problem]:
    yield from _check_answers(parts, place / "answers", fact)
    if not is_withheld(fact, parts.documents):
        yield from check_quotes(place / "quotes", fact.quotes, parts.documents)
    if parts.entities is not None:
        yield from _check_entities(known, place, fact)
    yield from _check_includes(parts, known, place / "includes", fact)
    yield from _check_evidence(place, fact)
    if not any(is_unfinished(text) for text in (fact.de, fact.en)):
        yield from check_same_values(place, fact)


def _check_answers(parts: Parts, place: Place, fact: Fact) -> Iterator[Problem]:
    for index, name in enumerate(fact.answers):
        intent = parts.intents.get(name)
        if intent is None and name not in parts.broken_ids(INTENT_FOLDER):
            known = [key for key, other in parts.intents.items() if other.kind == "fact"]
            yield (place / index).problem(f"there is no intent “{name}”.", did_you_mean(name, known))
        elif intent is not None and intent.kind != "fact":
            what = f"“{name}” is an intent of kind {intent.kind}, and a fact answers only those of kind fact."
            yield (place / index).problem(what, "Name another intent, or change its kind.")


def _check_entities(known: _Known, place: Place, fact: Fact) -> Iterator[Problem]:
    for kind, ids in known.entities.items():
        yield from check_ids(place / "about" / kind, getattr(fact.about, kind), ids, kind)
        yield from check_ids(place / "states" / kind, getattr(fact.states, kind, ()), ids, kind)


def _check_includes(parts: Parts, known: _Known, place: Place, fact: Fact) -> Iterator[Problem]:
    for index, name in enumerate(fact.includes):
        if (name not in known.facts or name == fact.id) and not parts.broken_ids(TOPIC_FOLDER):
            others = [other for other in known.facts if other != fact.id]
            yield (place / index).problem(f"there is no other fact “{name}”.", did_you_mean(name, others))


def _check_evidence(place: Place, fact: Fact) -> Iterator[Problem]:
    """No text, no stated year and no period without a quote that says it; a stated number may be counted."""
    for language in LANGUAGES:
        yield from check_cited(place / language, fact.in_language(language), fact.quotes)
    for index, year in enumerate(fact.states.year):
        yield from check_cited(place / "states" / "year" / index, year, fact.quotes)
    if fact.period:
        for key, time in (("from", fact.period.start), ("to", fact.period.to)):
            yield from check_cited(place / "period" / key, (time or "")[:4], fact.quotes)


def check_documents(parts: Parts) -> Iterator[Problem]:
    """A document that nothing quotes is forgotten, or a fact is missing."""
    if parts.broken_ids(TOPIC_FOLDER):
        return
    quoted = {
        quote.document for topic in parts.topics.values() for fact in topic.facts.values() for quote in fact.quotes
    }
    for key in parts.documents or {}:
        if key not in quoted:
            place = parts.place(DOCUMENTS) / "documents" / key
            yield place.key_problem(f"no fact quotes the document “{key}”.", "Quote it, or take it out.")


def check_contacts(parts: Parts) -> Iterator[Problem]:
    if parts.contacts is None or parts.default_contact is None:
        return
    file = parts.place(CONTACTS)
    yield from check_ids(file / "default", [parts.default_contact], parts.contacts, "contact")
    for key, contact in parts.contacts.items():
        place = file / "contacts" / key
        yield from check_quotes(place / "quotes", contact.quotes, parts.documents)
        for detail in ("name", "address", "email", "phone"):
            yield from check_words(place / detail, getattr(contact, detail), contact.quotes)
