"""Inline mode of the running bot, as the event desk sees it in any chat."""

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import count
from pathlib import Path

import pytest

from bot.content.model import Knowledge
from bot.telegram.inline import PAGE, START_PARAMETER
from bot.telegram.inline_articles import LONGEST_DESCRIPTION, chosen_fact
from tests.telegram.bot_process import BotProcess
from tests.telegram.fake_api import FakeTelegram
from tests.telegram.fake_inline import ATTEMPTS, Typist

MAIL = "becker@auslandsgesellschaft.de"
MEMBER_DE, MEMBER_EN = "metropolis.berlin_member_since:de", "metropolis.berlin_member_since:en"
HAMBURG = "Seit wann ist Hamburg Mitglied bei Metropolis?"
MANY_RESULTS = "me"
"""A query with more than one page of results."""
_NUMBERS = count(30_001)


@pytest.fixture
def desk(fake: FakeTelegram, bot: BotProcess) -> Iterator[Typist]:
    """Somebody at the event desk; fails if Telegram refused, unasked, what the bot sent meanwhile."""
    assert bot.output() is not None
    seen = len(fake.refusals())
    yield Typist(fake, next(_NUMBERS))
    errors = [call.error or "" for call in fake.refusals()[seen:]]
    assert [error for error in errors if not error.startswith("ordered fault")] == []


class TestResults:
    @pytest.mark.parametrize(
        ("query", "first", "title", "parts"),
        [
            ("mitgl metr", MEMBER_DE, "Seit wann ist Berlin Mitglied bei Metropolis?", ["1991", "Quelle: ", MAIL]),
            ("member metr", MEMBER_EN, "Since when has Berlin been a member of Metropolis?", ["1991", "Source: "]),
            ("Auslandsgeselschaft tel", "town_twinning.phone:de", "Telefonnummer", ["+49 (0)231 838 00 46"]),
            ("1985", "metropolis.founded:de", "Wann wurde Metropolis gegründet?", ["1985", "Website: "]),
        ],
    )
    def test_picked_result_is_a_whole_answer(
        self, desk: Typist, query: str, first: str, title: str, parts: list[str]
    ) -> None:
        result = desk.results(query)[0]
        assert result["id"] == first
        assert title in result["title"]
        shown = desk.pick(query, result)["text"]
        assert [part for part in parts if part not in shown] == []

    def test_picked_result_is_the_private_chats_answer(self, desk: Typist) -> None:
        private = desk.fake.ask("Seit wann ist Berlin Mitglied bei Metropolis?", user_id=desk.number)
        assert desk.pick("mitgl metr", desk.results("mitgl metr")[0])["text"] == private["text"]

    def test_description_is_one_short_line(self, desk: Typist) -> None:
        lines = [result["description"] for result in desk.all_results("")]
        assert [line for line in lines if len(line) > LONGEST_DESCRIPTION or "\n" in line or not line] == []

    def test_button_leads_to_the_fact_in_the_private_chat(self, desk: Typist) -> None:
        [[button]] = desk.results("mitgl metr")[0]["reply_markup"]["inline_keyboard"]
        assert button["text"] == "Mehr im privaten Chat"
        assert button["url"] == "https://t.me/city_networks_bot?start=f_metropolis-berlin_member_since_de"

    def test_every_link_is_one_that_telegram_follows(self, desk: Typist) -> None:
        rows = [result["reply_markup"]["inline_keyboard"] for result in desk.all_results("")]
        links = [button["url"] for [[button]] in rows]
        assert [link for link in links if not re.search(r"\?start=[A-Za-z0-9_-]{1,64}$", link)] == []

    def test_links_in_results_show_no_preview(self, desk: Typist) -> None:
        content = desk.results("uclg website")[0]["input_message_content"]
        assert content["link_preview_options"] == {"is_disabled": True}


class TestQuestions:
    @pytest.mark.parametrize(
        ("query", "first"),
        [
            ("since when is Berlin member of metropolis", MEMBER_EN),
            ("Können Sie mir sagen, wann Berlin Metropolis beigetreten ist?", MEMBER_DE),
            ("in welchem Jahr entstand Metropolis", "metropolis.founded:de"),
        ],
    )
    def test_answer_stands_on_top_and_only_once(self, desk: Typist, query: str, first: str) -> None:
        shown = [result["id"] for result in desk.settled(query)["results"]]
        assert shown[0] == first
        assert shown.count(first) == 1

    def test_several_questions_are_one_answer(self, desk: Typist) -> None:
        result = desk.settled("Wann wurde Metropolis gegründet und wie viele Mitglieder hat Metropolis?")["results"][0]
        assert all(number in result["input_message_content"]["message_text"] for number in ("1985", "144", "141"))

    def test_what_the_documents_do_not_say_is_said(self, desk: Typist) -> None:
        result = desk.settled(HAMBURG)["results"][0]
        assert result["title"] == "Steht nicht in unseren Dokumenten"
        text = result["input_message_content"]["message_text"]
        assert [part for part in ("Hamburg", "1991", MAIL) if part not in text] == []

    def test_wrong_year_is_set_right(self, desk: Typist) -> None:
        result = desk.settled("Ist Berlin seit 1990 Mitglied bei Metropolis?")["results"][0]
        assert result["input_message_content"]["message_text"].startswith("Nein.")

    def test_context_of_the_private_chat_stays_there(self, desk: Typist) -> None:
        desk.fake.ask("Was ist UCLG?", user_id=desk.number)
        shown = desk.settled("Und wie lautet die Website?")["results"]
        assert {"uclg.website:de", "metropolis.website:de"} <= {result["id"] for result in shown}


class TestLanguage:
    @pytest.mark.parametrize(("code", "language"), [("de", "de"), ("en", "en"), ("fr", "en"), (None, "de")])
    @pytest.mark.parametrize("query", ["", "uclg"])
    def test_neutral_query_shows_the_persons_language_first(
        self, desk: Typist, code: str | None, language: str, query: str
    ) -> None:
        assert replace(desk, language_code=code).results(query)[0]["id"].endswith(f":{language}")

    def test_choice_in_the_private_chat_counts(self, desk: Typist) -> None:
        choice = desk.fake.ask("/language", user_id=desk.number)
        seen = len(desk.fake.calls)
        desk.fake.press("v1:l:en", choice)
        desk.fake.wait_for("answerCallbackQuery", after=seen)
        assert desk.results("uclg")[0]["id"] == "uclg.what:en"

    @pytest.mark.parametrize(
        ("query", "personal"),
        [("mitgl metr", False), ("member metr", False), ("uclg", True), ("", True), ("pizza", True)],
    )
    def test_only_what_depends_on_the_person_is_kept_for_the_person(
        self, desk: Typist, query: str, personal: bool
    ) -> None:
        answer = desk.type(query)
        assert answer["is_personal"] == personal
        assert answer["cache_time"] > 0

    @pytest.mark.parametrize("query", ["mitgl metr", "president metropolis", "was ist uclg"])
    def test_shared_results_are_the_same_for_everybody(self, desk: Typist, query: str) -> None:
        mine, theirs = (replace(desk, language_code=code).settled(query)["results"] for code in ("de", "en"))
        assert mine == theirs


class TestPages:
    def test_empty_query_offers_every_fact_the_topics_first(self, desk: Typist, knowledge: Knowledge) -> None:
        shown = [chosen_fact(result["id"]) or "" for result in desk.all_results("")]
        assert sorted(shown) == sorted(knowledge.facts())
        assert {fact.partition(".")[0] for fact in shown[: len(knowledge.topics)]} == set(knowledge.topics)

    def test_scrolling_shows_everything_once(self, desk: Typist) -> None:
        first = desk.type(MANY_RESULTS)
        assert len(first["results"]) == PAGE
        shown = [result["id"] for result in desk.all_results(MANY_RESULTS)]
        assert len(shown) > PAGE
        assert len(set(shown)) == len(shown)

    def test_last_page_names_no_next_one(self, desk: Typist) -> None:
        assert "next_offset" not in desk.type("mitgl metr")

    @pytest.mark.parametrize("offset", ["-50", "abc", "1e9", "٣", "[]", "0", " ", "9" * 64])
    def test_offset_of_no_page_shows_the_first(self, desk: Typist, offset: str) -> None:
        assert desk.type("mitgl metr", offset)["results"] == desk.results("mitgl metr")

    def test_offset_behind_the_end_shows_nothing(self, desk: Typist) -> None:
        answer = desk.type("mitgl metr", "500")
        assert answer["results"] == []
        assert "button" not in answer


class TestNothingFound:
    @pytest.mark.parametrize(("code", "text"), [("de", "im privaten Chat fragen"), ("en", "ask in the private chat")])
    def test_button_leads_to_the_private_chat(self, desk: Typist, code: str, text: str) -> None:
        answer = replace(desk, language_code=code).type("pizza")
        assert answer["results"] == []
        assert text in answer["button"]["text"]
        assert answer["button"]["start_parameter"] == START_PARAMETER

    def test_the_private_chat_then_greets(self, desk: Typist) -> None:
        assert "Guten Tag" in desk.fake.ask(f"/start {START_PARAMETER}", user_id=desk.number)["text"]

    def test_results_need_no_button(self, desk: Typist) -> None:
        assert "button" not in desk.type("uclg")


class TestBadInput:
    @pytest.mark.parametrize(
        "query",
        [
            "\u200b" * 256, "\x00\x01\x07\x1b[2J", "x" * 256, "😀" * 128, "<b>&amp;", "%s {topic} {0}", "' OR 1=1 --",
            "a b c d e f g h " * 16, "\u202euclg\u202c", "ü" * 256, "Metropolis " * 23, "\r\n\t", "ﷺ" * 64,
            "metropolis." * 23, "メトロポリス", "/start", "@city_networks_bot uclg",
        ],
    )  # fmt: skip
    def test_any_query_is_answered(self, desk: Typist, query: str) -> None:
        assert "results" in desk.type(query)

    def test_invisible_letters_do_not_hide_a_word(self, desk: Typist) -> None:
        assert desk.results("uc\u200blg")[0]["id"] == "uclg.what:de"

    def test_late_answer_hurts_nobody(self, desk: Typist, bot: BotProcess) -> None:
        late = "answerInlineQuery"
        desk.fake.fail_next(late, 400, description="Bad Request: query is too old and response timeout expired")
        seen = len(desk.fake.calls)
        desk.fake.inline("uclg", desk.number)
        desk.fake.wait_for(late, after=seen)
        assert desk.results("uclg")
        assert "A handler failed" not in bot.output()

    def test_other_refusal_is_reported(self, desk: Typist, bot: BotProcess) -> None:
        desk.fake.fail_next("answerInlineQuery", 400, description="Bad Request: RESULT_ID_INVALID")
        before, seen = bot.output().count("A handler failed"), len(desk.fake.calls)
        desk.fake.inline("uclg", desk.number)
        desk.fake.wait_for("answerInlineQuery", after=seen)
        reported = (bot.output().count("A handler failed") > before for _ in range(ATTEMPTS) if desk.results("uclg"))
        assert any(reported)


def test_longer_query_than_telegram_sends_is_answered(fake: FakeTelegram, bot: BotProcess) -> None:
    assert bot.output() is not None
    query = {"id": "77", "from": fake.user(), "query": "Metropolis " * 1_000, "offset": "5" * 1_000}
    seen = len(fake.calls)
    fake.inject({"inline_query": query})
    # Telegram knows no such query; what counts is that the bot answered it.
    [call] = fake.wait_for("answerInlineQuery", after=seen)
    assert call.parameters["results"]


class TestManyAtOnce:
    def test_every_keystroke_is_answered(self, fake: FakeTelegram, bot: BotProcess) -> None:
        """Full questions from many people: the list never waits long for understanding."""
        assert bot.output() is not None
        seen = len(fake.calls)
        asked = {fake.inline(HAMBURG[:length], 31_000 + length) for length in range(2, len(HAMBURG)) for _ in range(3)}
        answers = fake.wait_for("answerInlineQuery", count=len(asked), timeout=30, after=seen)
        assert {call.parameters["inline_query_id"] for call in answers} == asked
        assert [call.error for call in answers if call.error] == []


class TestChoices:
    def test_choice_is_counted_by_fact_alone(self, desk: Typist, bot: BotProcess) -> None:
        before = bot.output().count('"Chosen in inline mode: uclg.what"')
        desk.pick("uclg wat", desk.results("uclg")[0])
        desk.results("uclg")  # Updates come in order: once this is answered, the choice has been seen.
        lines = [line for line in bot.output().splitlines() if "Chosen in inline mode" in line]
        assert bot.output().count('"Chosen in inline mode: uclg.what"') == before + 1
        assert [line for line in lines if str(desk.number) in line or "wat" in line.split("uclg.what")[-1]] == []

    @pytest.mark.parametrize("strange", ["", "uclg.nothing:de", "uclg.what", "x" * 64, "none+0123456789ab:de", ":de"])
    def test_id_of_no_fact_is_not_counted(self, desk: Typist, bot: BotProcess, strange: str) -> None:
        before = bot.output().count("Chosen in inline mode")
        desk.tell({"result_id": strange})
        assert desk.results("uclg")
        assert bot.output().count("Chosen in inline mode") == before


def test_nothing_of_a_query_is_logged(desk: Typist, bot: BotProcess) -> None:
    desk.settled("Zwetschgendatschi backen mit Metropolis")
    assert "wetschgen" not in bot.output()
    assert str(desk.number) not in bot.output()


class TestRestart:
    def test_ids_stay(self, desk: Typist, tmp_path: Path) -> None:
        queries = ["", "uclg", "mitgl metr", HAMBURG]
        before = [ids(desk, query) for query in queries]
        with FakeTelegram() as fake, BotProcess.on(fake, tmp_path) as bot:
            bot.wait_for(fake)
            assert [ids(replace(desk, fake=fake), query) for query in queries] == before
        assert [key for keys in before for key in keys if len(key.encode()) > 64] == []


def ids(typist: Typist, query: str) -> list[str]:
    """The ids of the first page, once the answer to the question is among them."""
    return [result["id"] for result in typist.settled(query)["results"]]
