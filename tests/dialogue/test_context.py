"""A follow-up leaves out what was said before, and gets it back from the conversation."""

import pytest

from bot.assistant import Assistant
from bot.dialogue.context import Context
from bot.dialogue.conversation import Conversation
from bot.dialogue.dialogue import Turn
from bot.dialogue.index import FactIndex


def talk(assistant: Assistant, *lines: str) -> Turn:
    conversation, turn = Conversation(), None
    for line in lines:
        turn = assistant.answer(line, conversation)
        conversation = turn.conversation
    assert turn is not None
    return turn


FOUNDED = "Wann wurde Metropolis gegründet?"
MEMBER = "Seit wann ist Berlin Mitglied von Metropolis?"
PRESIDENT = "Wer war 2019 Präsident von Metropolis?"


@pytest.mark.parametrize(
    ("lines", "status", "facts"),
    [
        ((FOUNDED, "Und UCLG?"), "unknown", []),
        (("When was Metropolis founded?", "And UCLG?"), "unknown", []),
        (("Wie lautet die Website von Metropolis?", "Und UCLG?"), "answered", ["uclg.website"]),
        (("What is the website of Metropolis?", "And UCLG?"), "answered", ["uclg.website"]),
        ((MEMBER, "Und Hamburg?"), "unknown", []),
        ((MEMBER, "Und Hamburg?", "Und Berlin?"), "answered", ["metropolis.berlin_member_since"]),
        ((PRESIDENT, "Und 2016?"), "unknown", []),
        ((PRESIDENT, "Und 2016?", "Und 2020?"), "answered", ["metropolis.mueller_president"]),
        (("Was ist UCLG?", "Wie lautet deren Website?"), "answered", ["uclg.website"]),
        (("What is UCLG?", "What is its website?"), "answered", ["uclg.website"]),
        (("Was ist Metropolis?", "Wann wurde es gegründet?"), "answered", ["metropolis.founded"]),
        (("Was ist UCLG?", "Wann wurde es gegründet?"), "unknown", []),
        ((FOUNDED, "Was ist UCLG?", "Wie lautet die Website?"), "answered", ["uclg.website"]),
        ((FOUNDED, "Danke!", "Wie lautet die Website?"), "answered", ["metropolis.website"]),
        ((FOUNDED, "Wie wird das Wetter morgen?", "Wie lautet die Website?"), "answered", ["metropolis.website"]),
        (("Was ist UCLG?", "Wie lautet die Telefonnummer?"), "answered", ["town_twinning.phone"]),
        (("What is UCLG?", "What is the phone number?"), "answered", ["town_twinning.phone"]),
        (("Was ist UCLG?", "Wie lautet deren Telefonnummer?"), "unknown", []),
        # Nothing but "when": asked of what was said last, if that has a time, else of the network.
        ((PRESIDENT, "Wann war das?"), "answered", ["metropolis.mueller_president"]),
        (("Who was president of Metropolis in 2019?", "until when?"), "answered", ["metropolis.mueller_president"]),
        (("Wer vertritt die deutschen Kommunen bei UCLG?", "Und seit wann?"), "answered", ["uclg.representative"]),
        (("Was ist Metropolis?", "Seit wann?"), "answered", ["metropolis.founded"]),
        (("Who succeeded Roters at UCLG?", "Since when?"), "unknown", []),
        ((PRESIDENT, "Und jetzt?"), "unknown", []),
        (("Who was president of Metropolis in 2019?", "is he still?"), "unknown", []),
        # What says nothing is no question of its own.
        ((PRESIDENT, "Und vorher?"), "clarify", []),
        ((FOUNDED, "Und davor?"), "clarify", []),
        # What has no answer leaves the network that was spoken of before.
        (
            ("Was ist UCLG?", "Worin unterscheiden sich die beiden?", "Wie lautet die Website?"),
            "answered",
            ["uclg.website"],
        ),
    ],
)
def test_follow_ups(assistant: Assistant, lines: tuple[str, ...], status: str, facts: list[str]) -> None:
    reply = talk(assistant, *lines).reply
    assert (reply.status, [fact.id for fact in reply.facts]) == (status, facts)


@pytest.mark.parametrize(
    ("lines", "topics", "intent"),
    [
        ((FOUNDED,), ("metropolis",), "founded"),
        ((FOUNDED, "Und UCLG?"), ("uclg",), "founded"),
        ((FOUNDED, "Hallo"), ("metropolis",), "founded"),
        ((FOUNDED, "?!"), ("metropolis",), "founded"),
        (("Hallo",), (), ""),
    ],
)
def test_what_is_remembered(assistant: Assistant, lines: tuple[str, ...], topics: tuple[str, ...], intent: str) -> None:
    conversation = talk(assistant, *lines).conversation
    assert (conversation.topics, conversation.intent) == (topics, intent)


@pytest.mark.parametrize(
    ("lines", "language"),
    [
        (("When was Metropolis founded?", "UCLG"), "en"),
        ((FOUNDED, "UCLG"), "de"),
        (("When was Metropolis founded?", "2019?!"), "en"),
        (("When was Metropolis founded?", "Und seit wann ist Berlin Mitglied?"), "de"),
        (("UCLG",), "de"),
    ],
)
def test_language_stays_until_another_shows(assistant: Assistant, lines: tuple[str, ...], language: str) -> None:
    assert talk(assistant, *lines).reply.language == language


@pytest.mark.parametrize(
    ("text", "bare"),
    [
        ("Und UCLG?", True),
        ("And Hamburg?", True),
        ("Metropolis", True),
        ("Und 2016?", True),
        ("Und die Website von UCLG?", False),
        ("Und?", False),
        ("Wann wurde Metropolis gegründet?", False),
    ],
)
def test_names_alone(assistant: Assistant, text: str, bare: bool) -> None:
    knowledge, lexicon = assistant.knowledge, assistant.interpreter.lexicon
    context = Context(knowledge, lexicon, FactIndex(knowledge))
    assert context.is_bare(assistant.interpreter.read(text)) is bare


@pytest.mark.parametrize(
    ("name", "status", "intent"),
    [
        ("Metropolis", "answered", "what_is"),
        ("Michael Müller", "answered", "offices"),
        ("Berlin", "unknown", "city_facts"),
        ("Hamburg", "unknown", "city_facts"),
        ("C40", "unknown", "other_network"),
    ],
)
def test_lone_name_asks_what_it_is(assistant: Assistant, name: str, status: str, intent: str) -> None:
    reply = talk(assistant, name).reply
    assert (reply.status, reply.intents[0]) == (status, intent)


def test_he_is_the_person_spoken_of(assistant: Assistant) -> None:
    assert talk(assistant, "Jürgen Roters", "War er Präsident von Metropolis?").reply.status == "unknown"


@pytest.mark.parametrize(
    "conversation",
    [Conversation(topics=("gone",)), Conversation(intent="gone"), Conversation(organisations=("gone",))],
)
def test_conversation_from_before_the_content_changed(assistant: Assistant, conversation: Conversation) -> None:
    assert assistant.answer("Und Hamburg?", conversation).reply.sentences
