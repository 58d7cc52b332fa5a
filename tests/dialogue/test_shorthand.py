"""What a button carries of an answer: enough to say it again in both languages, and nothing that can be forged."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from bot.assistant import Assistant
from bot.content.model import LANGUAGES, Fact, Knowledge, Language
from bot.content.questions import load_questions
from bot.dialogue.conversation import Conversation
from bot.dialogue.outcome import Chosen, Finding, Missing
from bot.dialogue.reply import Reply
from bot.dialogue.shorthand import Shorthand, code_of, facts_as_codes, in_shorthand
from bot.understanding.mentions import UNKNOWN_PERSON, Mention
from bot.understanding.names import gazetteer_names

QUESTIONS = sorted((Path(__file__).parents[1] / "questions").glob("*.yaml"))


@pytest.fixture(scope="module")
def knowledge(assistant: Assistant) -> Knowledge:
    return assistant.knowledge


@pytest.fixture(scope="module")
def shorthand(knowledge: Knowledge) -> Shorthand:
    return Shorthand(knowledge)


def fact(knowledge: Knowledge, name: str) -> Fact:
    return knowledge.facts()[name]


def test_codes_are_those_of_yesterday() -> None:
    """Buttons in old messages hold them."""
    assert code_of("metropolis.founded") == "ve5h6y"


def test_no_two_names_have_the_same_code(knowledge: Knowledge) -> None:
    places = {name.id for name in gazetteer_names()}
    for names in (knowledge.facts(), knowledge.topics, knowledge.intents, {*knowledge.entities, *places}):
        assert len({code_of(name) for name in names}) == len(names)


def test_every_fact_is_found_again(knowledge: Knowledge, shorthand: Shorthand) -> None:
    facts = tuple(knowledge.facts().values())
    assert shorthand.facts(facts_as_codes(facts)) == facts


def test_every_kind_of_finding_is_read_again(knowledge: Knowledge, shorthand: Shorthand) -> None:
    founded, what = fact(knowledge, "metropolis.founded"), fact(knowledge, "uclg.what")
    hamburg = next(name.id for name in gazetteer_names() if "|Hamburg|" in name.id)
    year, place = Mention("year", "1985", "", 0, 0), Mention("place", hamburg, "", 0, 0)
    person = Mention("person", next(n for n, e in knowledge.entities.items() if e.kind == "person"), "", 0, 0)
    findings: list[Finding] = [
        Chosen("founded", (founded,)),
        Chosen("founded", (founded,), "yes"),
        Chosen("founded", (founded,), "no", ("uclg", "global_compact")),
        Chosen("what_is", (founded, what)),
        Missing("founded", None),
        Missing("founded", "uclg", (year,), True),
        Missing("membership", "metropolis", (place, person), False, founded),
    ]
    for finding in findings:
        assert shorthand.read(in_shorthand([finding])) == (finding,)
    assert shorthand.read(in_shorthand(findings)) == tuple(findings)


def test_nobody_unknown_is_written_down(shorthand: Shorthand) -> None:
    unknown = Missing("founded", "uclg", (Mention("person", UNKNOWN_PERSON, "Ada", 0, 3),))
    assert shorthand.read(in_shorthand([unknown])) == (Missing("founded", "uclg"),)


@pytest.mark.parametrize(
    "forged",
    [
        "",
        "+",
        "c",
        "c..",
        "c...",
        "x.{founded}.{fact}.",
        "c.{founded}.zzzzzz.",
        "c.{founded}..",
        "c.{founded}.{fact}x.",
        "c.{founded}.{fact}.zzzzzz",
        "c.zzzzzz.{fact}.",
        "c.{fact}.{fact}.",
        "c.{founded}.{fact}.+",
        "g.{founded}.zzzzzz..",
        "g.{founded}..zzzzzz.",
        "g.{founded}...zzzzzz",
        "g.{founded}...00abcd",
        "g.{founded}...001",
        "g.{founded}...Mayor",
        "g.{founded}....",
    ],
)
def test_forged_letters_mean_nothing(shorthand: Shorthand, forged: str) -> None:
    filled = forged.format(founded=code_of("founded"), fact=code_of("metropolis.founded"))
    assert shorthand.read(filled) == ()


@pytest.mark.parametrize("codes", ["", "zzzzzz", "x", code_of("metropolis.founded") + "x"])
def test_forged_facts_mean_nothing(shorthand: Shorthand, codes: str) -> None:
    assert shorthand.facts(codes) == ()


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_fact_is_said_in_both_languages(assistant: Assistant, language: Language) -> None:
    for one in assistant.knowledge.facts().values():
        turn = assistant.dialogue.present([Chosen(one.answers[0], (one,))], language)
        assert (turn.reply.sentences, turn.reply.evidence) == ((one.in_language(language),), (one,))
        assert turn.conversation.topics == (one.topic,)


@pytest.mark.parametrize("file", QUESTIONS, ids=lambda file: file.stem)
def test_what_was_said_is_said_again(assistant: Assistant, shorthand: Shorthand, file: Path) -> None:
    """Any reply that can be said again reads the same when its letters are read in its own language."""
    foreign = assistant.knowledge.phrases["in_english"].en
    asked = [reply_to(assistant, question.ask) for question in load_questions(file)]
    stated = [reply for reply in asked if reply.findings]
    assert len(stated) > len(asked) // 2
    for reply in stated:
        again = assistant.dialogue.present(shorthand.read(in_shorthand(reply.findings)), reply.language).reply
        own = tuple(sentence for sentence in reply.sentences if sentence != foreign)
        assert (again.sentences, again.evidence, again.websites) == (own, reply.evidence, reply.websites)


def reply_to(assistant: Assistant, turns: Sequence[str]) -> Reply:
    return assistant.answer(turns[0], Conversation()).reply
