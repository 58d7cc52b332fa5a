"""A named person, place, organisation or year decides between fact and gap; yes and no are said only where decided."""

from dataclasses import replace

import pytest

from bot.assistant import Assistant
from bot.dialogue.dialogue import chosen_reading
from bot.dialogue.outcome import Ambiguous, Chosen, Missing, Outcome, Verdict
from bot.dialogue.selection import MOST_FACTS, Selector
from bot.understanding.interpretation import Reading
from bot.understanding.mentions import Mention, MentionKind

Named = tuple[MentionKind, str]
BERLIN: Named = ("place", "berlin")
HAMBURG: Named = ("place", "gazetteer:city|Hamburg|Hamburg")
MUELLER: Named = ("person", "mueller")
ROTERS: Named = ("person", "roters")
STRANGER: Named = ("person", "?")


def reading(intent: str, topic: str | None, *named: Named) -> Reading:
    """A question for an intent that names a topic, if one is given, and more."""
    asked = chosen_reading(intent, topic or "")
    mentions = [Mention(kind, key, "", 0, 0) for kind, key in named]
    return replace(asked, mentions=(*(asked.mentions if topic else ()), *mentions))


def select(assistant: Assistant, asked: Reading) -> Outcome:
    return Selector(assistant.knowledge).select(asked, assistant.knowledge.intents[asked.intent])


def facts(outcome: Outcome) -> list[str]:
    return [fact.id for fact in outcome.facts] if isinstance(outcome, Chosen) else []


@pytest.mark.parametrize(
    ("intent", "topic", "named", "chosen"),
    [
        ("membership", "metropolis", [BERLIN], ["metropolis.berlin_member_since"]),
        ("membership", "metropolis", [], ["metropolis.berlin_member_since"]),
        ("membership", "metropolis", [HAMBURG], []),
        ("membership", "metropolis", [BERLIN, HAMBURG], []),
        ("membership", "uclg", [BERLIN], []),
        ("president", "metropolis", [], ["metropolis.mueller_president"]),
        ("president", "metropolis", [MUELLER], ["metropolis.mueller_president"]),
        ("president", "metropolis", [ROTERS], []),
        ("president", "metropolis", [STRANGER], []),
        ("president", "metropolis", [MUELLER, STRANGER], []),
        ("president", "metropolis", [("year", "2017")], []),
        ("president", "metropolis", [("year", "2018")], ["metropolis.mueller_president"]),
        ("president", "metropolis", [("year", "2020")], ["metropolis.mueller_president"]),
        ("president", "metropolis", [("year", "2021")], []),
        ("president", "metropolis", [("year", "2019"), HAMBURG], []),
        ("president", "uclg", [], []),
        ("founded", "metropolis", [], ["metropolis.founded"]),
        ("founded", "uclg", [], []),
        ("founded", "metropolis", [("organisation", "world_bank")], []),
        ("founded", "metropolis", [HAMBURG], []),
        ("partners", "metropolis", [("organisation", "world_bank")], ["metropolis.partners"]),
        ("partners", "metropolis", [("organisation", "nato")], []),
        ("partners", "uclg", [("organisation", "united_nations")], ["uclg.cooperation"]),
        ("member_count", "metropolis", [("year", "2010")], []),
    ],
)
def test_fact_or_gap(assistant: Assistant, intent: str, topic: str, named: list[Named], chosen: list[str]) -> None:
    assert facts(select(assistant, reading(intent, topic, *named))) == chosen


@pytest.mark.parametrize(
    ("intent", "topic", "chosen"),
    [("president", "metropolis", False), ("membership", "metropolis", True), ("founded", "metropolis", True)],
)
def test_today(assistant: Assistant, intent: str, topic: str, chosen: bool) -> None:
    asked = replace(reading(intent, topic), asks_for_today=True)
    assert isinstance(select(assistant, asked), Chosen) is chosen


def test_gap_for_today_says_so(assistant: Assistant) -> None:
    outcome = select(assistant, replace(reading("president", "metropolis"), asks_for_today=True))
    assert isinstance(outcome, Missing)
    assert outcome.today


def test_gap_names_what_no_fact_covers(assistant: Assistant) -> None:
    outcome = select(assistant, reading("membership", "metropolis", HAMBURG, ("year", "1991")))
    assert isinstance(outcome, Missing)
    assert outcome.topic == "metropolis"
    assert [mention.id for mention in outcome.details] == [HAMBURG[1]]
    assert outcome.nearby is not None
    assert outcome.nearby.id == "metropolis.berlin_member_since"


def test_intent_of_no_document_is_a_gap_whatever_is_named(assistant: Assistant) -> None:
    gaps = [intent.id for intent in assistant.knowledge.intents.values() if intent.kind == "gap"]
    assert gaps
    outcomes = [select(assistant, reading(gap, topic)) for gap in gaps for topic in ("metropolis", "uclg", None)]
    assert all(isinstance(outcome, Missing) for outcome in outcomes)


def test_website_of_no_topic_is_ambiguous(assistant: Assistant) -> None:
    outcome = select(assistant, reading("website", None))
    assert isinstance(outcome, Ambiguous)
    assert set(outcome.topics) == {"metropolis", "uclg", "global_compact"}


def test_person_stands_for_the_topic(assistant: Assistant) -> None:
    selector = Selector(assistant.knowledge)
    assert selector.topics(reading("offices", None, MUELLER)) == ("metropolis",)
    assert selector.topics(reading("offices", None, ROTERS)) == ("uclg",)
    assert selector.topics(reading("offices", "metropolis", ROTERS)) == ("metropolis",)
    assert selector.topics(reading("offices", None)) == ()


@pytest.mark.parametrize(
    ("intent", "wants", "chosen"),
    [
        ("founded", "time", True),
        ("founded", "count", False),
        ("member_count", "count", True),
        ("member_count", "time", False),
        ("president", "name", True),
        ("membership", "name", False),
        ("founded", "frequency", False),
        ("what_is", None, True),
    ],
)
def test_wanted_kind_of_value(assistant: Assistant, intent: str, wants: str | None, chosen: bool) -> None:
    asked = replace(reading(intent, "metropolis"), wants=wants)  # type: ignore[arg-type]  # a table of plain words
    assert isinstance(select(assistant, asked), Chosen) is chosen


@pytest.mark.parametrize(
    ("intent", "named", "verdict"),
    [
        ("founded", [("year", "1985")], "yes"),
        ("founded", [("year", "1980")], "no"),
        ("founded", [("year", "1990")], None),
        ("founded", [], None),
        ("membership", [BERLIN, ("year", "1991")], "yes"),
        ("membership", [BERLIN, ("year", "1985")], "no"),
        ("membership", [BERLIN, ("year", "2005")], None),
        ("member_count", [("number", "150")], "no"),
        ("member_count", [("number", "144")], None),
        ("president", [MUELLER, ("year", "2015")], "no"),
        ("president", [MUELLER], None),
        ("interim_president", [MUELLER, ("year", "2012")], "no"),
    ],
)
def test_verdict(assistant: Assistant, intent: str, named: list[Named], verdict: Verdict | None) -> None:
    asked = replace(reading(intent, "metropolis", *named), wants_yes_or_no=True)
    outcome = select(assistant, asked)
    assert isinstance(outcome, Chosen)
    assert outcome.verdict == verdict


def test_no_verdict_unless_yes_or_no_is_wanted(assistant: Assistant) -> None:
    outcome = select(assistant, reading("founded", "metropolis", ("year", "1985")))
    assert isinstance(outcome, Chosen)
    assert outcome.verdict is None


@pytest.mark.parametrize(
    ("place", "verdict"),
    [("dortmund", "yes"), ("gazetteer:city|Köln|Cologne", "no")],
)
def test_verdict_on_a_stated_place(assistant: Assistant, place: str, verdict: Verdict) -> None:
    asked = replace(reading("address", "town_twinning", ("place", place)), wants_yes_or_no=True)
    outcome = select(assistant, asked)
    assert isinstance(outcome, Chosen)
    assert outcome.verdict == verdict


@pytest.mark.parametrize("place", ["nrw", "germany"])
def test_a_wider_place_is_not_denied(assistant: Assistant, place: str) -> None:
    asked = replace(reading("address", "town_twinning", ("place", place)), wants_yes_or_no=True)
    outcome = select(assistant, asked)
    assert not (isinstance(outcome, Chosen) and outcome.verdict == "no")


def test_no_answer_is_a_dump(assistant: Assistant) -> None:
    intents = [intent for intent in assistant.knowledge.intents if assistant.knowledge.intents[intent].kind == "fact"]
    outcomes = [select(assistant, reading(key, topic)) for key in intents for topic in assistant.knowledge.topics]
    assert all(len(outcome.facts) <= MOST_FACTS for outcome in outcomes if isinstance(outcome, Chosen))
