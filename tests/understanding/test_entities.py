"""Names are found in all their spellings, and what only looks like a name is left alone."""

from itertools import pairwise

import pytest

from bot.assistant import Assistant
from bot.understanding.mentions import UNKNOWN_PERSON, Mention
from bot.understanding.names import display_name


def found(assistant: Assistant, text: str) -> list[tuple[str, str]]:
    return [(mention.kind, mention.id) for mention in assistant.interpreter.finder.find(text)]


def test_every_name_of_every_topic_is_found(assistant: Assistant) -> None:
    topics = assistant.knowledge.topics
    names = [(key, name) for key, topic in topics.items() for name in (*topic.aliases, *topic.keywords)]
    assert names
    assert [(key, name) for key, name in names if found(assistant, name) != [("topic", key)]] == []


def test_every_name_of_every_entity_is_found(assistant: Assistant) -> None:
    entities = assistant.knowledge.entities
    names = [(entity, name) for entity in entities.values() for name in (entity.name.de, *entity.aliases)]
    assert names
    assert [name for entity, name in names if found(assistant, name) != [(entity.kind, entity.id)]] == []


@pytest.mark.parametrize("form", ["{}", "„{}“?", "{}s Ziele", "{}'s aims", "{}’s aims", "Was ist {}?"])
@pytest.mark.parametrize(("name", "topic"), [("Metropolis", "metropolis"), ("UCLG", "uclg"), ("uclg", "uclg")])
def test_topics_in_a_sentence(assistant: Assistant, form: str, name: str, topic: str) -> None:
    assert found(assistant, form.format(name)) == [("topic", topic)]


@pytest.mark.parametrize(
    ("text", "mention"),
    [
        ("Metroplis", ("topic", "metropolis")),
        ("Mertopolis", ("topic", "metropolis")),
        ("Metropoliss", ("topic", "metropolis")),
        ("Was ist UN Gobal Compact?", ("topic", "global_compact")),
        ("Auslandsgeselschaft", ("topic", "town_twinning")),
        ("Berlinn", ("place", "berlin")),
        ("Weltbnk", ("organisation", "world_bank")),
        ("Rothers", ("person", "roters")),
    ],
)
def test_misspelt_names(assistant: Assistant, text: str, mention: tuple[str, str]) -> None:
    assert found(assistant, text) == [mention]


@pytest.mark.parametrize("name", ["Metropole", "Metropolen", "Metropolregion", "metropolitan"])
def test_words_like_a_topic(assistant: Assistant, name: str) -> None:
    assert found(assistant, f"Ist das eine {name}?") == []


@pytest.mark.parametrize(
    ("text", "person"),
    [
        ("Müller", "mueller"),
        ("Mueller", "mueller"),
        ("Muller", "mueller"),
        ("MÜLLER", "mueller"),
        ("Müllers", "mueller"),
        ("Herr Müller", "mueller"),
        ("Michael Müller", "mueller"),
        ("Schröter", "schroeter"),
        ("Schroeter", "schroeter"),
        ("Dr. Schröter", "schroeter"),
        ("Juergen Roters", "roters"),
        ("Thomas Müller", UNKNOWN_PERSON),
        ("Thomas Mueller", UNKNOWN_PERSON),
        ("Peter Roters", UNKNOWN_PERSON),
        ("Michael Roters", UNKNOWN_PERSON),
        ("Angela Merkel", UNKNOWN_PERSON),
        ("Herr Meier", UNKNOWN_PERSON),
        ("Mrs Meier", UNKNOWN_PERSON),
    ],
)
def test_persons(assistant: Assistant, text: str, person: str) -> None:
    assert found(assistant, text) == [("person", person)]


def test_stranger_is_one_mention_with_both_names(assistant: Assistant) -> None:
    text = "War Thomas Müller Präsident?"
    assert assistant.interpreter.finder.find(text) == [Mention("person", UNKNOWN_PERSON, "Thomas Müller", 4, 17)]


@pytest.mark.parametrize(
    ("text", "german", "english"),
    [
        ("Köln", "Köln", "Cologne"),
        ("Koeln", "Köln", "Cologne"),
        ("koln", "Köln", "Cologne"),
        ("Cologne", "Köln", "Cologne"),
        ("Kölns", "Köln", "Cologne"),
        ("Warschau", "Warschau", "Warsaw"),
        ("Warsaw's", "Warschau", "Warsaw"),
        ("in Essen", "Essen", "Essen"),
        ("München", "München", "Munich"),
        ("Berlins", "Berlin", "Berlin"),
        ("NRW", "Nordrhein-Westfalen", "North Rhine-Westphalia"),
        ("North Rhine-Westphalia", "Nordrhein-Westfalen", "North Rhine-Westphalia"),
    ],
)
def test_places(assistant: Assistant, text: str, german: str, english: str) -> None:
    mentions = assistant.interpreter.finder.find(text)
    names = [display_name(assistant.knowledge, found.id, german=way) for found in mentions for way in (True, False)]
    assert [mention.kind for mention in mentions] == ["place"]
    assert names == [german, english]


@pytest.mark.parametrize(
    "text",
    ["Was gibt es zu essen?", "Das Essen war gut.", "Wie wird das Wetter?", "in essen", "What a nice day", "a bath"],
)
def test_words_that_are_no_places(assistant: Assistant, text: str) -> None:
    assert found(assistant, text) == []


@pytest.mark.parametrize(
    ("text", "mention"),
    [
        ("2019", ("year", "2019")),
        ("1985?", ("year", "1985")),
        ("1850", ("number", "1850")),
        ("2100", ("number", "2100")),
        ("144", ("number", "144")),
        ("123456789", ("number", "123456789")),
    ],
)
def test_years_and_numbers(assistant: Assistant, text: str, mention: tuple[str, str]) -> None:
    assert found(assistant, text) == [mention]


@pytest.mark.parametrize("text", ["1234567890", "1" * 4000, "２", "x2019y"])
def test_figures_that_are_too_long_or_inside_a_word(assistant: Assistant, text: str) -> None:
    assert all(mention.kind in ("year", "number") and len(mention.id) <= 9 for mention in _mentions(assistant, text))


@pytest.mark.parametrize(
    ("text", "mentions"),
    [
        ("UN", [("organisation", "united_nations")]),
        ("UN Global Compact", [("topic", "global_compact")]),
        ("UN Gobal Compact", [("topic", "global_compact")]),
        ("Metropolis und UCLG", [("topic", "metropolis"), ("topic", "uclg")]),
        ("Dr. Schröter aus Jena", [("person", "schroeter"), ("place", "jena")]),
        ("Berlin 1991 Metropolis", [("place", "berlin"), ("year", "1991"), ("topic", "metropolis")]),
        ("Die UN und die Weltbank", [("organisation", "united_nations"), ("organisation", "world_bank")]),
        ("", []),
    ],
)
def test_several_names_in_order(assistant: Assistant, text: str, mentions: list[tuple[str, str]]) -> None:
    assert found(assistant, text) == mentions


@pytest.mark.parametrize("text", ["Seit wann ist Köln bei UN Gobal Compact?", "Berlin, Hamburg, 2019: Herr Müller?"])
def test_mentions_stand_where_they_say_without_overlap(assistant: Assistant, text: str) -> None:
    mentions = _mentions(assistant, text)
    assert [text[mention.start : mention.end] for mention in mentions] == [mention.text for mention in mentions]
    assert all(first.end <= second.start for first, second in pairwise(mentions))


@pytest.mark.parametrize(
    ("text", "reading"),
    [
        ("Seit wann ist Köln dabei?", "Seit wann ist Berlin dabei?"),
        ("Und mertopolis?", "Und Metropolis?"),
        ("Metropolis und UCLG", "Metropolis"),
    ],
)
def test_names_are_masked(assistant: Assistant, text: str, reading: str) -> None:
    assert assistant.interpreter.finder.mask(text, _mentions(assistant, text)) == reading


def test_another_title_makes_a_stranger(assistant: Assistant) -> None:
    assert found(assistant, "Frau Müller") == [("person", UNKNOWN_PERSON)]


def test_an_adjective_is_no_misspelt_person(assistant: Assistant) -> None:
    assert found(assistant, "Roter Teppich") == []


def test_lookalike_place_as_the_subject(assistant: Assistant) -> None:
    assert [kind for kind, _ in found(assistant, "Ist Essen Mitglied bei Metropolis?")] == ["place", "topic"]


def _mentions(assistant: Assistant, text: str) -> list[Mention]:
    return assistant.interpreter.finder.find(text)
