"""Buttons below answers, questions and topics: each with words, and with data that is understood."""

from collections.abc import Iterator

import pytest
from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from bot.content.model import LANGUAGES, Knowledge, Language
from bot.dialogue.dialogue import Dialogue
from bot.dialogue.outcome import Chosen, Missing
from bot.dialogue.reply import Reply, Suggestion
from bot.telegram import keyboards
from bot.telegram.callbacks import LONGEST_DATA, QuestionPress, TopicPress, parse_press
from bot.telegram.render import shorten
from tests.telegram.fake_rules import check_keyboard


def labels(markup: InlineKeyboardMarkup | None) -> list[list[str]]:
    """The words of the buttons, row by row."""
    return [[button.text for button in row] for row in markup.inline_keyboard] if markup else []


def all_buttons(markup: InlineKeyboardMarkup | None) -> Iterator[InlineKeyboardButton]:
    """The buttons from top to bottom; fails where Telegram would refuse one."""
    check_keyboard(markup.to_dict() if markup else None)
    return (button for row in (markup.inline_keyboard if markup else ()) for button in row)


def replies(knowledge: Knowledge, language: Language) -> Iterator[Reply]:
    """Every fact as a card, and every gap of every topic."""
    dialogue = Dialogue(knowledge)
    for fact in knowledge.facts().values():
        yield dialogue.present([Chosen(fact.answers[0], (fact,))], language).reply
    for intent in knowledge.intents.values():
        if intent.kind == "gap":
            yield from (dialogue.present([Missing(intent.id, topic)], language).reply for topic in knowledge.topics)


class TestAnswers:
    def test_fact(self, knowledge: Knowledge) -> None:
        reply = Dialogue(knowledge).choose("founded", "metropolis", "de").reply
        assert labels(keyboards.answer(reply, knowledge)) == [
            ["Mehr zu Metropolis", "In English"],
            ["Quelle im Wortlaut", "Kontakt"],
            ["Hilfreich", "Nicht hilfreich"],
        ]

    def test_long_words_have_a_row_of_their_own(self, knowledge: Knowledge) -> None:
        reply = Dialogue(knowledge).choose("what_is", "global_compact", "en").reply
        assert labels(keyboards.answer(reply, knowledge))[:2] == [
            ["More about UN Global Compact Cities"],
            ["Auf Deutsch"],
        ]

    def test_gap_has_no_source(self, knowledge: Knowledge) -> None:
        reply = Dialogue(knowledge).present([Missing("headquarters", "uclg")], "de").reply
        assert labels(keyboards.answer(reply, knowledge)) == [
            ["Mehr zu UCLG", "In English"],
            ["Kontakt"],
            ["Hilfreich", "Nicht hilfreich"],
        ]

    def test_picked_answer_leads_back_to_its_page(self, knowledge: Knowledge) -> None:
        reply = Dialogue(knowledge).choose("founded", "metropolis", "de").reply
        first, *_ = all_buttons(keyboards.answer(reply, knowledge, page=2))
        assert first.text == "Zurück zu den Fragen"
        assert parse_press(str(first.callback_data)) == TopicPress("metropolis", 2, "de")

    def test_what_states_nothing_is_not_judged(self, knowledge: Knowledge) -> None:
        reply = Reply("out_of_scope", "en", ("No.",), contact=knowledge.contact)
        assert labels(keyboards.answer(reply, knowledge)) == [["All topics"], ["Contact"]]

    def test_smalltalk_has_none(self, knowledge: Knowledge) -> None:
        assert keyboards.answer(Reply("smalltalk", "de", ("Hallo!",)), knowledge) is None

    @pytest.mark.parametrize("language", LANGUAGES)
    def test_every_answer_has_all_its_buttons(self, knowledge: Knowledge, language: Language) -> None:
        for reply in replies(knowledge, language):
            buttons = list(all_buttons(keyboards.answer(reply, knowledge)))
            assert len(buttons) == (6 if reply.evidence else 5), reply
            assert [button.text for button in buttons if not parse_press(str(button.callback_data))] == []

    def test_language_of_too_much_to_carry_cannot_be_changed(self, knowledge: Knowledge) -> None:
        findings = [Chosen(fact.answers[0], (fact,)) for fact in knowledge.topics["uclg"].facts.values()][:5]
        reply = Dialogue(knowledge).present(findings, "de").reply
        assert labels(keyboards.answer(reply, knowledge))[0] == ["Mehr zu UCLG"]

    def test_feedback_can_be_taken_away(self, knowledge: Knowledge) -> None:
        markup = keyboards.answer(Dialogue(knowledge).choose("founded", "metropolis", "de").reply, knowledge)
        rest = keyboards.without_feedback(markup)
        assert labels(rest) == labels(markup)[:-1]
        assert (keyboards.asks_for_feedback(markup), keyboards.asks_for_feedback(rest)) == (True, False)
        assert keyboards.without_feedback(None) is None


class TestBrowsing:
    def test_topics_have_buttons_in_both_languages(self, knowledge: Knowledge) -> None:
        german, english = ([*all_buttons(keyboards.topics(knowledge, language))] for language in LANGUAGES)
        assert len(german) == len(english) == len(knowledge.topics)
        for one, other in zip(german, english, strict=True):
            assert str(one.callback_data).removesuffix("de") == str(other.callback_data).removesuffix("en")

    @pytest.mark.parametrize(
        ("count", "page", "first", "last", "ways"),
        [
            (1, 1, 1, 1, []),
            (8, 1, 1, 8, []),
            (9, 1, 1, 8, [["Weiter"]]),
            (9, 2, 9, 9, [["Zurück"]]),
            (22, 2, 9, 16, [["Zurück", "Weiter"]]),
            (22, 3, 17, 22, [["Zurück"]]),
        ],
    )
    def test_page(
        self, knowledge: Knowledge, count: int, page: int, first: int, last: int, ways: list[list[str]]
    ) -> None:
        offered = [Suggestion(f"Frage {number}", "founded", "uclg") for number in range(1, count + 1)]
        markup = keyboards.questions(offered, knowledge, "uclg", page, "de")
        asked = [[f"Frage {number}"] for number in range(first, last + 1)]
        assert labels(markup) == [*asked, *ways, ["Alle Themen"]]

    @pytest.mark.parametrize("language", LANGUAGES)
    def test_every_question_is_on_a_page(self, knowledge: Knowledge, language: Language) -> None:
        for topic in knowledge.topics:
            offered = Dialogue(knowledge).questions_about(topic, language)
            pages = range(1, keyboards.pages_of(offered) + 1)
            markups = [keyboards.questions(offered, knowledge, topic, page, language) for page in pages]
            found = [button.text for markup in markups for button in all_buttons(markup)]
            assert [one.text for one in offered if shorten(one.text, 64) not in found] == []


class TestSuggestions:
    def test_one_button_a_row_with_short_words(self) -> None:
        markup = keyboards.suggestions([Suggestion("Wort " * 30, "founded", "uclg"), Suggestion("B", "b", "c")], "en")
        first, second = all_buttons(markup)
        assert len(first.text) <= keyboards.LONGEST_BUTTON
        assert first.text.endswith("Wort…")
        assert (second.text, parse_press(str(second.callback_data))) == ("B", QuestionPress("b", "c", "en"))
        assert len(labels(markup)) == 2

    def test_one_that_telegram_would_refuse_is_left_out(self) -> None:
        assert keyboards.suggestions([Suggestion("A", "a" * LONGEST_DATA, "b")], "de") is None
        assert keyboards.suggestions([], "de") is None
