"""The texts by which facts are searched for, and the order in which they are shown unasked."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.content.model import LANGUAGES, Fact, Knowledge, Language


@dataclass(frozen=True, slots=True)
class Entry:
    """A fact in one language."""

    fact: Fact
    language: Language


def heading(entry: Entry, knowledge: Knowledge) -> str:
    """What a fact answers, as a question; the topic's name if its intent cannot be put so."""
    name = knowledge.topics[entry.fact.topic].name.in_language(entry.language)
    return next(iter(_questions(entry, knowledge)), name)


def ordered_entries(knowledge: Knowledge) -> tuple[Entry, ...]:
    """Each fact in each language: what the topics are, then every topic's first fact, every topic's second …"""
    lone = knowledge.intent_of_lone("topic")
    ranks = {
        fact.id: (not (lone and lone.id in fact.answers), place, order)
        for order, topic in enumerate(knowledge.ordered_topics())
        for place, fact in enumerate(knowledge.topics[topic].facts.values())
    }
    ordered = sorted(knowledge.facts().values(), key=lambda fact: ranks[fact.id])
    return tuple(Entry(fact, language) for fact in ordered for language in LANGUAGES)


def searched_texts(entry: Entry, knowledge: Knowledge) -> dict[str, Sequence[str]]:
    """The texts that belong to a fact, by the place where they stand."""
    fact, topic = entry.fact, knowledge.topics[entry.fact.topic]
    about = (knowledge.entities[name] for name in (*fact.about.person, *fact.about.organisation))
    questions = _questions(entry, knowledge)
    return {
        "question": questions[:1],
        "topic": (topic.name.in_language(entry.language), *topic.aliases),
        "sentence": (fact.in_language(entry.language),),
        "other questions": questions[1:],
        "hints": (*topic.keywords, *(alias for entity in about for alias in entity.aliases)),
        "documents": [knowledge.documents[quote.document].title for quote in fact.quotes],
    }


def _questions(entry: Entry, knowledge: Knowledge) -> tuple[str, ...]:
    """The questions that a fact answers, put about its topic."""
    name = knowledge.topic_name(entry.fact.topic, entry.language)
    asked = (knowledge.intents[intent].question for intent in entry.fact.answers)
    return tuple(question.in_language(entry.language).format(topic=name) for question in asked if question)
