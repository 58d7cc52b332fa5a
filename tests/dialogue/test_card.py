"""A card shows a reply in the order a person reads it: answer, offers, source, website, contact."""

from dataclasses import replace

import pytest

from bot.assistant import Assistant
from bot.content.model import Language
from bot.dialogue.card import card_of, source_titles
from bot.dialogue.conversation import Conversation
from bot.dialogue.reply import Reply

QUESTIONS: dict[Language, str] = {
    "de": "Seit wann ist Berlin Mitglied von Metropolis?",
    "en": "Since when has Berlin been a member of Metropolis?",
}


def reply_to(assistant: Assistant, text: str) -> Reply:
    return assistant.answer(text, Conversation()).reply


@pytest.mark.parametrize(
    ("language", "starts"),
    [
        ("de", ["Berlin ist seit 1991", "", "Quelle: „", "Website: https://", "Kontakt: "]),
        ("en", ["Berlin has been a member", "", "Source: “", "Website: https://", "Contact: "]),
    ],
)
def test_order_of_the_lines(assistant: Assistant, language: Language, starts: list[str]) -> None:
    lines = card_of(reply_to(assistant, QUESTIONS[language]), assistant.knowledge).text().split("\n")
    assert len(lines) == len(starts)
    assert [line for line, start in zip(lines, starts, strict=True) if not line.startswith(start)] == []


@pytest.mark.parametrize(
    ("language", "source"),
    [("de", "Quellen: „{}“, „{}“"), ("en", "Sources: “{}”, “{}”")],
)
def test_quotes_of_the_language(assistant: Assistant, language: Language, source: str) -> None:
    fact = assistant.knowledge.facts()["metropolis.founded"]
    reply = Reply("answered", language, ("…",), facts=(fact,), evidence=(fact,))
    titles = source_titles((fact,), assistant.knowledge)
    assert card_of(reply, assistant.knowledge).source == source.format(*titles)


def test_document_is_named_once(assistant: Assistant) -> None:
    facts = tuple(assistant.knowledge.facts().values())
    assert sorted(source_titles(facts, assistant.knowledge)) == sorted(
        document.title for document in assistant.knowledge.documents.values()
    )


def test_offers_stand_below_the_answer(assistant: Assistant) -> None:
    reply = reply_to(assistant, "Website?")
    text = card_of(reply, assistant.knowledge).text()
    assert text.split("\n\n")[0].split("\n")[1:] == [f"– {offer.text}" for offer in reply.suggestions]


@pytest.mark.parametrize("language", ["de", "en"])
def test_nothing_known_shows_nothing(assistant: Assistant, language: Language) -> None:
    card = card_of(Reply("out_of_scope", language, ("…",)), assistant.knowledge)
    assert (card.lines(), card.text()) == ((), "…")


def test_contact_holds_every_detail(assistant: Assistant) -> None:
    contact = assistant.knowledge.contact
    line = card_of(Reply("unknown", "de", ("…",), contact=contact), assistant.knowledge).contact
    assert line is not None
    assert all(detail in line for detail in (contact.name, contact.email, contact.phone))


def test_every_website_has_a_link(assistant: Assistant) -> None:
    topics = assistant.knowledge.topics
    websites = [site for topic in topics if (site := assistant.knowledge.website_of(topic))]
    assert websites
    for site in websites:
        card = card_of(Reply("answered", "de", ("…",), websites=(site,)), assistant.knowledge)
        assert card.website is not None
        assert card.website.removeprefix("Website: ").startswith(("www.", "http"))


def test_several_websites_share_a_line(assistant: Assistant) -> None:
    facts = assistant.knowledge.facts()
    reply = Reply("answered", "de", ("…",), websites=(facts["metropolis.website"], facts["uclg.website"]))
    assert card_of(reply, assistant.knowledge).website == (
        "Website: https://www.metropolis.org/ · https://www.uclg.org/"
    )


def test_website_is_not_said_twice(assistant: Assistant) -> None:
    reply = reply_to(assistant, "Wie lautet die Website von UCLG?")
    assert card_of(reply, assistant.knowledge).text().count("https://www.uclg.org/") == 1


def test_card_follows_the_language_of_the_reply(assistant: Assistant) -> None:
    german = reply_to(assistant, QUESTIONS["de"])
    assert card_of(replace(german, language="en"), assistant.knowledge).lines()[0].startswith("Source: ")
