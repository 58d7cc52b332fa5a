"""More networks make neither more to learn nor slower questions."""

from random import Random

import pytest
from rapidfuzz.distance import OSA

from bot.assistant import Assistant
from bot.content.model import Examples, Knowledge, Localized, Topic
from bot.understanding.entities import EntityFinder
from bot.understanding.lexicon import Lexicon
from bot.understanding.near_words import LikeLetters
from bot.understanding.training import masked_examples

FEW_EXAMPLES = 5
NAMES = ("Alpine Salt Forum", "Nordic Wine Pact")


def with_more_networks(knowledge: Knowledge) -> Knowledge:
    """The content and, beside it, networks with the facts of Metropolis that no example names."""
    more = {f"z{place}": renamed(knowledge.topics["metropolis"], f"z{place}", name) for place, name in enumerate(NAMES)}
    return knowledge.model_copy(update={"topics": {**knowledge.topics, **more}})


def renamed(topic: Topic, key: str, name: str) -> Topic:
    facts = {
        short: fact.model_copy(update={"topic": key, "id": f"{key}.{short}"}) for short, fact in topic.facts.items()
    }
    names = {"name": Localized(de=name, en=name), "in_sentence": None, "aliases": (name,), "keywords": ()}
    return topic.model_copy(update={"topic": key, "facts": facts, **names})


def finder_of(knowledge: Knowledge) -> EntityFinder:
    return EntityFinder(knowledge, Lexicon(knowledge.words))


def test_networks_that_examples_name_keep_their_names(assistant: Assistant) -> None:
    finder, topics = finder_of(assistant.knowledge), assistant.knowledge.topics
    assert {key: finder.stand_in(key) for key in topics} == {
        key: topic.in_sentence or topic.name.de for key, topic in topics.items()
    }


def test_networks_that_no_example_names_are_learnt_once(assistant: Assistant) -> None:
    few = with_few_examples(assistant.knowledge)
    many = with_more_networks(few)
    one = many.model_copy(update={"topics": {key: topic for key, topic in many.topics.items() if key != "z1"}})
    before, after = masked_examples(few, finder_of(few)), masked_examples(many, finder_of(many))
    assert after[: len(before)] == before
    assert after == masked_examples(one, finder_of(one))


def with_few_examples(knowledge: Knowledge) -> Knowledge:
    intents = {
        key: intent.model_copy(
            update={"examples": Examples(de=intent.examples.de[:FEW_EXAMPLES], en=intent.examples.en[:FEW_EXAMPLES])}
        )
        for key, intent in knowledge.intents.items()
    }
    return knowledge.model_copy(update={"intents": intents})


@pytest.mark.parametrize("text", ["Was macht {}?", "Since when does {} exist?"])
def test_they_look_alike_to_the_ranker(assistant: Assistant, text: str) -> None:
    finder = finder_of(with_more_networks(assistant.knowledge))
    masked = {finder.mask(asked, finder.find(asked)) for asked in map(text.format, NAMES)}
    assert len(masked) == 1
    assert not any(name in seen for name in NAMES for seen in masked)


@pytest.mark.parametrize("edits", [0, 1, 3])
def test_no_text_so_near_is_left_out(edits: int) -> None:
    chance = Random(7)
    texts = ["".join(chance.choices("abc ", k=chance.randint(1, 6))) for _ in range(300)]
    like = LikeLetters(texts)
    for text in texts[:40]:
        near = [other for other in texts if OSA.distance(text, other) <= edits]
        assert [other for other in like.within(text, edits) if OSA.distance(text, other) <= edits] == near
