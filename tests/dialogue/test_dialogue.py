"""The questions people come with, in both languages, and what every reply keeps to."""

import re

import pytest

from bot.assistant import Assistant
from bot.content.model import Language
from bot.dialogue.card import card_of
from bot.dialogue.compose import Composer
from bot.dialogue.conversation import Conversation
from bot.dialogue.dialogue import Turn
from bot.dialogue.reply import Reply


def reply_to(assistant: Assistant, text: str) -> Reply:
    return assistant.answer(text, Conversation()).reply


@pytest.mark.parametrize(
    ("question", "facts", "words"),
    [
        ("Wer vertritt die deutschen Kommunen in UCLG?", ["uclg.representative"], "Dr. Schröter aus Jena"),
        ("Who represents the German municipalities in UCLG?", ["uclg.representative"], "Dr. Schröter of Jena"),
        ("Seit wann ist Berlin Mitglied von Metropolis?", ["metropolis.berlin_member_since"], "1991"),
        ("Since when has Berlin been a member of Metropolis?", ["metropolis.berlin_member_since"], "1991"),
        ("Wann wurde Metropolis gegründet?", ["metropolis.founded"], "1985"),
        ("When was Metropolis founded?", ["metropolis.founded"], "1985"),
        ("Wie erreiche ich die Auslandsgesellschaft.de?", ["town_twinning.contact"], "becker@auslandsgesellschaft.de"),
        ("What is the phone number of Auslandsgesellschaft.de?", ["town_twinning.phone"], "+49 (0)231 838 00 46"),
        ("Wer war 2019 Präsident?", ["metropolis.mueller_president"], "Michael Müller"),
        ("Who was president in 2019?", ["metropolis.mueller_president"], "Michael Müller"),
        ("Wurde Metropolis 1985 gegründet?", ["metropolis.founded"], "Ja. "),
        ("Was Metropolis founded in 1985?", ["metropolis.founded"], "Yes. "),
        ("Ist Berlin seit 1985 Mitglied von Metropolis?", ["metropolis.berlin_member_since"], "Nein. "),
        ("Hat Metropolis 150 Mitglieder?", ["metropolis.members"], "Nein. "),
    ],
)
def test_answers(assistant: Assistant, question: str, facts: list[str], words: str) -> None:
    reply = reply_to(assistant, question)
    assert (reply.status, [fact.id for fact in reply.facts]) == ("answered", facts)
    assert words in " ".join(reply.sentences)
    assert reply.evidence == reply.facts
    assert reply.contact == assistant.knowledge.contact


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("Seit wann ist Hamburg Mitglied?", "Hamburg"),
        ("Since when has Cologne been a member of Metropolis?", "Cologne"),
        ("Wann wurde UCLG gegründet?", "UCLG"),
        ("When was UCLG founded?", "UCLG"),
        ("Wer war 2016 Präsident von Metropolis?", "2016"),
        ("Wer ist heute Präsident von Metropolis?", "heute"),
        ("War Thomas Müller Präsident von Metropolis?", "Präsident"),
        ("War Jürgen Roters Präsident von Metropolis?", "Jürgen Roters"),
        ("Was kostet die Mitgliedschaft bei Metropolis?", "kostet"),
        ("Where is the headquarters of UCLG?", "headquarters"),
        ("Wie alt ist Michael Müller?", "Michael Müller"),
    ],
)
def test_gaps(assistant: Assistant, question: str, words: str) -> None:
    reply = reply_to(assistant, question)
    assert (reply.status, reply.facts) == ("unknown", ())
    assert words in reply.sentences[0]
    assert reply.contact == assistant.knowledge.contact


def test_berlin_was_not_yet_co_president(assistant: Assistant) -> None:
    reply = reply_to(assistant, "War Berlin 2016 schon Kopräsident?")
    assert "metropolis.berlin_co_presidency" in [fact.id for fact in reply.facts]
    assert not " ".join(reply.sentences).startswith("Ja.")


@pytest.mark.parametrize(
    ("question", "facts"),
    [
        ("Wann wurde Metropolis gegründet? Wie lautet die Website von UCLG?", ["metropolis.founded", "uclg.website"]),
        ("When was Metropolis founded? What is the website of UCLG?", ["metropolis.founded", "uclg.website"]),
        (
            "Wann wurde Metropolis gegründet und wer war 2019 Präsident?",
            ["metropolis.founded", "metropolis.mueller_president"],
        ),
        ("Wie lautet die Website von Metropolis und UCLG?", ["metropolis.website", "uclg.website"]),
        ("Hallo! Wann wurde Metropolis gegründet? Danke!", ["metropolis.founded"]),
    ],
)
def test_several_questions(assistant: Assistant, question: str, facts: list[str]) -> None:
    reply = reply_to(assistant, question)
    assert (reply.status, [fact.id for fact in reply.facts]) == ("answered", facts)


@pytest.mark.parametrize(
    ("question", "offers"),
    [
        ("Website?", ["metropolis", "uclg", "global_compact"]),
        ("Welche Website?", ["metropolis", "uclg", "global_compact"]),
    ],
)
def test_asking_back(assistant: Assistant, question: str, offers: list[str]) -> None:
    reply = reply_to(assistant, question)
    assert (reply.status, [offer.topic for offer in reply.suggestions]) == ("clarify", offers)


def test_every_offer_is_answered_when_picked_and_when_typed(assistant: Assistant) -> None:
    languages: tuple[Language, ...] = ("de", "en")
    for topic in assistant.knowledge.topics:
        for offer in (one for language in languages for one in assistant.dialogue.questions_about(topic, language)):
            picked = assistant.dialogue.choose(offer.intent, offer.topic, "de").reply
            typed = reply_to(assistant, offer.text)
            assert (picked.status, typed.status, offer.text) == ("answered", "answered", offer.text)


def test_picking_what_the_content_lacks(assistant: Assistant) -> None:
    with pytest.raises(KeyError):
        assistant.dialogue.choose("gone", "metropolis", "de")
    with pytest.raises(KeyError):
        assistant.dialogue.choose("founded", "gone", "de")


@pytest.mark.parametrize(
    ("text", "status", "language"),
    [
        ("Hallo", "smalltalk", "de"),
        ("Good morning!", "smalltalk", "en"),
        ("Danke", "smalltalk", "de"),
        ("Thank you very much", "smalltalk", "en"),
        ("Bist du ein Bot?", "smalltalk", "de"),
        ("Wie wird das Wetter morgen?", "out_of_scope", "de"),
        ("Who won the football world cup?", "out_of_scope", "en"),
        ("Schreibe ein Gedicht über Katzen", "out_of_scope", "de"),
        ("", "out_of_scope", "de"),
        ("👍", "out_of_scope", "de"),
        ("?" * 4096, "out_of_scope", "de"),
    ],
)
def test_beside_the_subject(assistant: Assistant, text: str, status: str, language: Language) -> None:
    reply = reply_to(assistant, text)
    assert (reply.status, reply.language, reply.facts) == (status, language, ())


def test_long_message_without_an_answer_says_so(assistant: Assistant) -> None:
    reply = reply_to(assistant, "bla " * 1000)
    assert reply.sentences == (assistant.knowledge.phrases["too_long"].in_language(reply.language),)


def test_long_message_with_an_answer_gives_it(assistant: Assistant) -> None:
    reply = reply_to(assistant, "Wann wurde Metropolis gegründet? " * 120)
    assert [fact.id for fact in reply.facts] == ["metropolis.founded"]


@pytest.mark.parametrize("preferred", ["de", "en"])
def test_preferred_language_where_none_shows(assistant: Assistant, preferred: Language) -> None:
    assert assistant.answer("UCLG", Conversation(), preferred).reply.language == preferred


def test_same_question_same_reply(assistant: Assistant) -> None:
    turns: list[Turn] = [assistant.answer("Seit wann ist Hamburg Mitglied?", Conversation()) for _ in range(3)]
    assert turns[0] == turns[1] == turns[2]


@pytest.mark.parametrize(
    "text",
    [
        "Wer vertritt die deutschen Kommunen in UCLG?",
        "Since when has Berlin been a member of Metropolis?",
        "Wie viele Mitglieder hat Metropolis?",
        "Wie erreiche ich die Auslandsgesellschaft.de?",
        "Seit wann ist Hamburg Mitglied?",
        "Wann wurde UCLG gegründet?",
        "What does membership of Metropolis cost?",
        "Wer ist heute Präsident von Metropolis?",
        "Wann wurde Metropolis gegründet? Wie lautet die Website von UCLG?",
        "Metropolis",
        "Michael Müller",
        "C40",
        "Website?",
        "Hallo",
        "Danke",
        "Was kannst du?",
        "Wie wird das Wetter morgen?",
        "bla " * 1000,
        "👍",
    ],
)
def test_no_number_without_a_quote(assistant: Assistant, text: str) -> None:
    reply = reply_to(assistant, text)
    quotes = " ".join(quote.text for fact in (*reply.evidence, *reply.websites) for quote in fact.quotes)
    contact = " ".join(quote.text for quote in reply.contact.quotes) if reply.contact else ""
    titles = " ".join(document.title for document in assistant.knowledge.documents.values())
    names = " ".join(entity.name.de for entity in assistant.knowledge.entities.values())
    allowed = set(re.findall(r"\d+", f"{quotes} {contact} {titles} {names}"))
    assert set(re.findall(r"\d+", card_of(reply, assistant.knowledge).text())) <= allowed


@pytest.mark.parametrize(
    "text", ["Hat Metropolis mehr als 100 Mitglieder?", "Does Metropolis have more than 100 members?"]
)
def test_more_than_is_not_exactly(assistant: Assistant, text: str) -> None:
    assert not reply_to(assistant, text).sentences[0].startswith(("Nein.", "No."))


def test_negated_claim_is_not_denied(assistant: Assistant) -> None:
    text = "Stimmt es, dass Berlin 1990 noch nicht Mitglied bei Metropolis war?"
    assert not reply_to(assistant, text).sentences[0].startswith("Nein.")


@pytest.mark.parametrize(
    "text",
    [
        "Seit wann ist Entenhausen Mitglied von Metropolis?",
        "Ist Essen Mitglied bei Metropolis?",
        "War Obama Präsident von Metropolis?",
    ],
)
def test_unknown_names_are_noticed(assistant: Assistant, text: str) -> None:
    assert reply_to(assistant, text).status != "answered"


def test_question_back_beside_an_answer_keeps_its_offers(assistant: Assistant) -> None:
    answer, question = reply_to(assistant, "Wann wurde Metropolis gegründet?"), reply_to(assistant, "Website?")
    assert Composer(assistant.knowledge).join([answer, question]).suggestions == question.suggestions
