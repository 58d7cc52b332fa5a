"""Cards and pages as Telegram HTML, checked by the rules of the strict server."""

import pytest

from bot.content.model import LANGUAGES, Knowledge, Language, Localized
from bot.dialogue.card import Card, card_of
from bot.dialogue.dialogue import Dialogue
from bot.telegram import render
from tests.telegram.fake_entities import read_html

DETAILS = ("Quelle: „A“", "Website: https://a.example/", "Kontakt: B, b@a.example")


def card(*paragraphs: str, details: tuple[str | None, str | None, str | None] = DETAILS) -> Card:
    """A card with the given answer."""
    return Card(paragraphs, *details, suggestions=())


def shown(html: str) -> str:
    """What a person sees of a message; fails where Telegram would refuse it."""
    text = read_html(html)[0]
    assert 0 < render.utf16_length(text) <= 4096
    return text


@pytest.mark.parametrize(
    ("paragraphs", "details", "expected"),
    [
        (("Eins.",), DETAILS, "Eins.\n\n" + "\n".join(DETAILS)),
        (("Eins.", "Zwei."), (DETAILS[0], None, None), "Eins.\n\nZwei.\n\n" + DETAILS[0]),
        (("Eins.",), (None, None, None), "Eins."),
        (("a < b & <b>c</b> \"d\" 'e' &amp;",), (None, None, None), "a < b & <b>c</b> \"d\" 'e' &amp;"),
        (("Eins.",), (None, None, "<i>&"), "Eins.\n\n<i>&"),
    ],
)
def test_card(paragraphs: tuple[str, ...], details: tuple[str | None, str | None, str | None], expected: str) -> None:
    assert shown(render.card_html(card(*paragraphs, details=details))) == expected


@pytest.mark.parametrize("letter", ["x", "<", "&", "😀", "ä"])
@pytest.mark.parametrize("count", [1, 2000, 3000, 5000])
def test_long_cards_keep_their_details(letter: str, count: int) -> None:
    text = shown(render.card_html(card("Anfang.", letter * count, "Ende.")))
    assert text.startswith("Anfang.")
    assert text.endswith("\n\n" + "\n".join(DETAILS))


def test_long_answer_is_cut_at_the_end_of_a_paragraph() -> None:
    paragraphs = [f"Absatz {number}: " + "wort " * 100 for number in range(20)]
    answer = shown(render.card_html(card(*paragraphs))).removesuffix("\n\n" + "\n".join(DETAILS))
    assert answer == "\n\n".join(paragraphs[: answer.count("Absatz")])


def test_endless_paragraph_is_cut_at_a_word() -> None:
    answer = shown(render.card_html(card("wort " * 2000))).removesuffix("\n\n" + "\n".join(DETAILS))
    assert answer.endswith("wort…")


def test_endless_details_leave_room_for_the_answer() -> None:
    text = shown(render.card_html(card("Antwort.", details=("Quelle: " + "q " * 5000, None, None))))
    assert text.startswith("Antwort.\n\nQuelle: ")


@pytest.mark.parametrize(
    ("text", "longest", "expected"),
    [
        ("kurz", 4, "kurz"),
        ("eins zwei drei", 10, "eins…"),
        ("eins zwei drei", 14, "eins zwei drei"),
        ("zusammenhängend", 5, "zusa…"),
        ("😀😀😀", 6, "😀😀😀"),
        ("😀😀😀", 5, "😀😀…"),
        ("😀😀😀", 4, "😀…"),
    ],
)
def test_shorten(text: str, longest: int, expected: str) -> None:
    assert render.shorten(text, longest) == expected


@pytest.mark.parametrize("language", LANGUAGES)
class TestContent:
    def test_every_page_fits(self, knowledge: Knowledge, language: Language) -> None:
        pages = ("welcome", "help", "privacy", "topics_title", "language_title", "language_set", "not_text", "failure")
        for page in (*pages, "unknown_command"):
            assert shown(render.phrase_html(knowledge, page, language))
        assert knowledge.contact.email in shown(render.contact_html(knowledge, language))
        sources = shown(render.sources_html(knowledge, language))
        assert [document.title for document in knowledge.documents.values() if document.title not in sources] == []

    def test_alert_fits(self, knowledge: Knowledge, language: Language) -> None:
        assert len(knowledge.phrases["button_outdated"].in_language(language)) <= 200

    def test_every_question_has_an_answer_that_fits(self, knowledge: Knowledge, language: Language) -> None:
        dialogue = Dialogue(knowledge)
        for topic in knowledge.topics:
            for choice in dialogue.questions_about(topic, language):
                reply = dialogue.choose(choice.intent, choice.topic, language).reply
                assert reply.facts, choice
                assert shown(render.card_html(card_of(reply, knowledge)))

    def test_quotes_of_every_fact_stand_below_their_documents(self, knowledge: Knowledge, language: Language) -> None:
        for fact in knowledge.facts().values():
            text = shown(render.quotes_html(knowledge, [fact], language))
            wanted = [part for quote in fact.quotes for part in (quote.text, knowledge.documents[quote.document].title)]
            assert [part for part in wanted if part not in text] == []

    def test_all_quotes_at_once_are_cut_to_whole_ones(self, knowledge: Knowledge, language: Language) -> None:
        facts = [*knowledge.facts().values()]
        html = render.quotes_html(knowledge, facts, language)
        assert shown(html)
        quotes = {render.escaped(quote.text) for fact in facts for quote in fact.quotes}
        cited = [part.split("</blockquote>")[0] for part in html.split("<blockquote>")[1:]]
        assert 5 < len(cited) < len(quotes)
        assert [quote for quote in cited if quote not in quotes] == []


def test_markup_in_content_is_shown_as_it_is(knowledge: Knowledge) -> None:
    phrases = {**knowledge.phrases, "welcome": Localized(de="<h1>Hallo & Co.", en="x")}
    odd = knowledge.model_copy(update={"phrases": phrases})
    assert shown(render.phrase_html(odd, "welcome", "de")) == "<h1>Hallo & Co."
