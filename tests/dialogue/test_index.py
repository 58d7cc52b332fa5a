"""The index finds what a look at every fact would find, in the same order."""

from bot.assistant import Assistant
from bot.content.model import Fact
from bot.dialogue.index import FactIndex


def every_fact(assistant: Assistant) -> list[Fact]:
    return list(assistant.knowledge.facts().values())


def test_facts_by_intent_and_topic(assistant: Assistant) -> None:
    index, facts = FactIndex(assistant.knowledge), every_fact(assistant)
    topics = [*reversed(assistant.knowledge.topics)][:3]
    for intent in assistant.knowledge.intents:
        answering = [fact for fact in facts if intent in fact.answers]
        assert list(index.answering(intent)) == answering
        assert list(index.answering_of(intent, topics)) == [fact for fact in answering if fact.topic in topics]
        assert index.is_of_persons(intent) == any(fact.about.person for fact in answering)


def test_facts_by_persons(assistant: Assistant) -> None:
    index, facts = FactIndex(assistant.knowledge), every_fact(assistant)
    persons = sorted({person for fact in facts for person in fact.about.person}, reverse=True)
    assert persons
    assert list(index.of_persons(persons)) == [fact for fact in facts if fact.about.person]
    assert list(index.of_persons(persons[:1])) == [fact for fact in facts if persons[0] in fact.about.person]
