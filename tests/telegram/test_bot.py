"""The running bot, from the first /start to the signal that stops it, as people and operators see it."""

import signal
from dataclasses import replace
from pathlib import Path

import pytest

from tests.telegram.bot_process import BotProcess
from tests.telegram.conftest import Person, buttons
from tests.telegram.fake_api import FakeTelegram
from tests.telegram.fake_rules import Json

MAIL = "becker@auslandsgesellschaft.de"
FOUNDED_DE, FOUNDED_EN = "Wann wurde Metropolis gegründet?", "When was Metropolis founded?"
FOLLOW_UP, UCLG_WEBSITE = "Und die Website?", "www.uclg.org"
OUTDATED_DE = "nicht mehr aktuell"
NEUTRAL = "Metropolis?"
"""A question in no language."""


class TestQuestions:
    @pytest.mark.parametrize(
        ("question", "expected"),
        [
            (FOUNDED_DE, ["1985", "Quellen: ", "Kontakt: ", MAIL]),
            (FOUNDED_EN, ["1985", "Sources: ", "Contact: ", MAIL]),
            ("Seit wann ist Berlin Mitglied bei Metropolis?", ["1991", "Quelle: ", "Kontakt: ", MAIL]),
            ("Since when has Berlin been a member of Metropolis?", ["1991", "Source: ", "Contact: ", MAIL]),
        ],
    )
    def test_answer_comes_with_source_and_contact(self, person: Person, question: str, expected: list[str]) -> None:
        text = person.ask(question)["text"]
        assert [part for part in expected if part not in text] == []

    @pytest.mark.parametrize(
        "question",
        [
            '<b>&" Wann wurde Metropolis gegründet?',
            'Seit wann ist <b>Hamburg</b> & "Bremen" Mitglied bei Metropolis?',
            "</b></i> Metropolis <a href='x'>",
            "&lt;&amp;&#0; Metropolis",
            "<",
            "😀" * 2048,
            "x" * 4096,
            "Metropolis " * 372,
        ],
    )
    def test_any_text_gets_a_reply(self, person: Person, question: str) -> None:
        assert person.ask(question)["text"]

    def test_names_from_the_question_are_shown_as_they_are(self, person: Person) -> None:
        reply = person.ask("Seit wann ist Hamburg & Bremen Mitglied bei Metropolis?")
        assert "&amp;" not in reply["text"]

    def test_links_show_no_preview(self, person: Person) -> None:
        assert person.ask(FOUNDED_DE)["link_preview_options"] == {"is_disabled": True}

    def test_follow_up_leaves_out_the_topic(self, person: Person) -> None:
        person.ask("Was ist UCLG?")
        assert UCLG_WEBSITE in person.ask(FOLLOW_UP)["text"]

    def test_two_people_share_no_context(self, person: Person, stranger: Person) -> None:
        person.ask("Was ist UCLG?")
        assert UCLG_WEBSITE not in stranger.ask(FOLLOW_UP)["text"]

    def test_question_back_offers_its_choices_as_buttons(self, person: Person) -> None:
        asked_back = person.ask(FOLLOW_UP)
        choices = {button["callback_data"]: button["text"] for button in buttons(asked_back)}
        assert "v1:q:website:uclg:de" in choices
        assert "UCLG" in choices["v1:q:website:uclg:de"]
        assert "– " not in asked_back["text"]
        _, [answer] = person.press("v1:q:website:uclg:de", asked_back)
        assert UCLG_WEBSITE in answer["text"]

    def test_messages_of_one_person_are_answered_in_order(self, person: Person) -> None:
        seen = len(person.fake.calls)
        # The first answer has to wait; the second must not overtake it.
        person.fake.fail_next("sendMessage", retry_after=1)
        for text in (FOUNDED_DE, "Seit wann ist Berlin Mitglied bei Metropolis?"):
            person.fake.say(text, user_id=person.number)
        _, first, second = person.fake.wait_for(person.is_sent, count=3, after=seen)
        assert "1985" in first.parameters["text"]
        assert "1991" in second.parameters["text"]


class TestLanguage:
    @pytest.mark.parametrize(
        ("code", "expected"),
        [("de", "Kontakt: "), ("de-AT", "Kontakt: "), ("en", "Contact: "), ("fr", "Contact: "), (None, "Kontakt: ")],
    )
    def test_neutral_question_is_answered_in_telegrams_language(
        self, person: Person, code: str | None, expected: str
    ) -> None:
        assert expected in replace(person, language_code=code).ask(NEUTRAL)["text"]

    def test_choice_changes_the_bots_own_pages_and_neutral_questions(self, person: Person) -> None:
        person.ask(NEUTRAL)
        choice = person.ask("/language")
        assert [button["callback_data"] for button in buttons(choice)] == ["v1:l:de", "v1:l:en"]
        closed, [confirmed] = person.press("v1:l:en", choice)
        assert "text" not in closed
        assert "English" in confirmed["text"]
        assert "Ask your question" in person.ask("/help")["text"]
        assert "Contact: " in person.ask(NEUTRAL)["text"]

    def test_the_questions_language_outweighs_the_choice(self, person: Person) -> None:
        person.press("v1:l:en", person.ask("/language"))
        assert "Kontakt: " in person.ask(FOUNDED_DE)["text"]
        assert "Contact: " in person.ask(NEUTRAL)["text"]


class TestCommands:
    @pytest.mark.parametrize(
        ("command", "german", "english"),
        [
            ("/start", "Guten Tag", "Hello"),
            ("/start ref_42", "Guten Tag", "Hello"),
            ("/help", "Stellen Sie Ihre Frage", "Ask your question"),
            ("/networks", "Worüber", "What would you like"),
            ("/topics", "Worüber", "What would you like"),
            ("/contact", MAIL, MAIL),
            ("/sources", "Globale Städtenetzwerke", "Globale Städtenetzwerke"),
            ("/language", "Sprache", "language"),
            ("/privacy", "nicht gespeichert", "not stored"),
            ("/nonsense", "/help", "/help"),
            ("/help@city_networks_bot", "Stellen Sie Ihre Frage", "Ask your question"),
        ],
    )
    def test_command(self, person: Person, stranger: Person, command: str, german: str, english: str) -> None:
        assert german in person.ask(command)["text"]
        assert english in replace(stranger, language_code="en").ask(command)["text"]

    def test_contact_is_complete(self, person: Person) -> None:
        text = person.ask("/contact")["text"]
        assert [
            part for part in ("Steinstr. 48, 44147 Dortmund", MAIL, "+49 (0)231 838 00 46") if part not in text
        ] == []


class TestButtons:
    def test_from_topics_over_questions_to_an_answer_and_back(self, person: Person) -> None:
        start = person.ask("/start")
        _, sent = person.press("v1:t:metropolis:1:de", start)
        assert "Metropolis" in person.now(start)["text"]
        closed, more = person.press("v1:b:founded:metropolis:1:de", start)
        assert "text" not in closed
        assert [part for part in ("1985", "Quellen: ", MAIL) if part not in person.now(start)["text"]] == []
        person.press("v1:t:metropolis:1:de", start)
        person.press("v1:m:de", start)
        assert buttons(person.now(start)) == buttons(start)
        assert sent == more == []

    def test_every_topic_button_leads_to_questions(self, person: Person) -> None:
        start = person.ask("/start")
        found = [button["callback_data"] for button in buttons(start)]
        assert {"v1:t:metropolis:1:de", "v1:t:uclg:1:de", "v1:t:networks:1:de"} <= set(found)
        for data in found:
            person.press(data, start, stale=True)
            questions = person.now(start)
            assert all(1 <= len(button["text"]) <= 64 for button in buttons(questions))
            assert len(buttons(questions)) >= 2

    def test_answer_is_the_context_of_the_next_question(self, person: Person) -> None:
        start = person.ask("/start")
        person.press("v1:q:what_is:uclg:de", start, stale=True)
        assert UCLG_WEBSITE in person.ask(FOLLOW_UP)["text"]

    @pytest.mark.parametrize(
        "data",
        [
            "v0:t:metropolis:1:de",
            "v1:t:metropolis",
            "v1:t:atlantis:1:de",
            "v1:n:atlantis:de",
            "v1:b:founded:atlantis:1:de",
            "v1:a:c.zzzzzz.zzzzzz.::en",
            "v1:a:Der Bürgermeister ist zurückgetreten::en",
            "v1:s:zzzzzz:de",
            "v1:f:y:nothing:de",
            "v1:q:founded:atlantis:de",
            "v1:q:nothing:metropolis:de",
            "v1:q:founded:metropolis:fr",
            "v1:l:fr",
            "rubbish",
            "v1",
            "<b>&",
        ],
    )
    def test_outdated_button_says_so(self, person: Person, data: str) -> None:
        closed, sent = person.press(data, person.ask("/start"), stale=True)
        assert OUTDATED_DE in closed["text"]
        assert closed["show_alert"] is True
        assert sent == []


class TestEditedMessages:
    def edit(self, person: Person, said: Json, text: str) -> None:
        """Change a message and wait until the bot has shown something."""
        seen = len(person.fake.calls)
        person.fake.edit(said, text)
        shown = ("sendMessage", "editMessageText")
        here = str(person.number)
        person.fake.wait_for(lambda c: c.method in shown and str(c.parameters["chat_id"]) == here, after=seen)

    def test_last_question_changes_its_answer(self, person: Person) -> None:
        answer = person.ask(FOUNDED_DE)
        said = person.messages()[0]
        self.edit(person, said, "Seit wann ist Berlin Mitglied bei Metropolis?")
        assert len(person.messages()) == 2
        assert person.messages()[1]["message_id"] == answer["message_id"]
        assert "1991" in person.messages()[1]["text"]

    def test_earlier_question_is_answered_anew(self, person: Person) -> None:
        person.ask("/start")
        said = person.messages()[0]
        self.edit(person, said, FOUNDED_DE)
        assert "1985" in person.messages()[-1]["text"]

    def test_deleted_answer_is_sent_anew(self, person: Person) -> None:
        answer = person.ask(FOUNDED_DE)
        said = person.messages()[0]
        del person.fake.chat(person.number).messages[answer["message_id"]]
        person.fake.fail_next("editMessageText", 400, description="Bad Request: message to edit not found")
        seen = len(person.fake.calls)
        person.fake.edit(said, FOUNDED_EN)
        person.fake.wait_for(person.is_sent, after=seen)
        assert "founded in 1985" in person.messages()[-1]["text"]

    def test_change_without_another_answer_sends_nothing(self, person: Person) -> None:
        person.ask(FOUNDED_DE)
        person.fake.fail_next("editMessageText", 400, description="Bad Request: message is not modified: the same")
        self.edit(person, person.messages()[0], f"{FOUNDED_DE}!")
        person.ask(FOUNDED_DE)
        assert [message["from"]["is_bot"] for message in person.messages()] == [False, True, False, True]

    def test_edited_follow_up_keeps_its_context(self, person: Person) -> None:
        person.ask("Was ist UCLG?")
        person.ask(FOUNDED_DE)
        said = person.messages()[2]
        self.edit(person, said, FOLLOW_UP)
        assert UCLG_WEBSITE in person.messages()[3]["text"]


class TestOtherMessages:
    @pytest.mark.parametrize(
        "content",
        [
            {
                "sticker": {
                    "file_id": "s",
                    "file_unique_id": "s",
                    "type": "regular",
                    "width": 1,
                    "height": 1,
                    "is_animated": False,
                    "is_video": False,
                }
            },
            {"photo": [{"file_id": "p", "file_unique_id": "p", "width": 1, "height": 1}]},
            {"voice": {"file_id": "v", "file_unique_id": "v", "duration": 1}},
            {"location": {"latitude": 51.5, "longitude": 7.5}},
            {"contact": {"phone_number": "+491234567", "first_name": "Ada"}},
            {"text": "👍"},
            {"text": "\u200b"},
            {"text": "?!"},
            {
                "poll": {
                    "id": "1",
                    "question": "Berlin?",
                    "options": [],
                    "total_voter_count": 0,
                    "is_closed": False,
                    "is_anonymous": True,
                    "type": "regular",
                    "allows_multiple_answers": False,
                    "allows_revoting": False,
                    "members_only": False,
                }
            },
        ],
        ids=lambda content: next(iter(content)),
    )
    def test_without_text_asks_for_text(self, person: Person, content: Json) -> None:
        seen = len(person.fake.calls)
        person.inject(content)
        reply = person.next_reply(seen)
        assert "geschriebene Fragen" in reply["text"]
        assert len(buttons(reply)) > 3

    @pytest.mark.parametrize(
        ("content", "kind"),
        [
            ({"message_auto_delete_timer_changed": {"message_auto_delete_time": 60}}, "message"),
            ({"location": {"latitude": 51.5, "longitude": 7.5}, "edit_date": 1}, "edited_message"),
        ],
    )
    def test_what_nobody_wrote_gets_no_reply(self, person: Person, content: Json, kind: str) -> None:
        person.inject(content, kind)
        person.ask(FOUNDED_DE)
        # Messages of a chat are answered in order: now the first would have its reply.
        person.ask(FOUNDED_DE)
        replies = [message["text"] for message in person.messages() if message["from"]["is_bot"]]
        assert [reply for reply in replies if "1985" not in reply] == []


class TestFailures:
    def test_refused_reply_is_apologised_for(self, person: Person) -> None:
        seen = len(person.fake.calls)
        person.fake.fail_next("sendMessage", 400, description="Bad Request: something new")
        person.fake.say(FOUNDED_DE, user_id=person.number)
        _, apology = person.fake.wait_for(person.is_sent, count=2, after=seen)
        assert "Fehler unterlaufen" in apology.parameters["text"]

    def test_the_bot_outlives_a_person_who_left(self, person: Person, stranger: Person) -> None:
        person.ask("/start")
        seen = len(person.fake.calls)
        person.fake.fail_next("sendMessage", 403, description="Forbidden: bot was blocked by the user")
        person.fake.say(FOUNDED_DE, user_id=person.number)
        person.fake.wait_for(person.is_sent, after=seen)
        assert "1985" in stranger.ask(FOUNDED_DE)["text"]
        assert "1985" in person.ask(FOUNDED_DE)["text"]

    def test_reply_is_sent_again_when_telegram_asks_to_wait(self, person: Person) -> None:
        seen = len(person.fake.calls)
        person.fake.fail_next("sendMessage", retry_after=1)
        person.fake.say(FOUNDED_DE, user_id=person.number)
        _, again = person.fake.wait_for(person.is_sent, count=2, after=seen)
        assert "1985" in again.parameters["text"]

    def test_one_slow_connection_holds_up_nobody_else(self, person: Person, stranger: Person) -> None:
        seen = len(person.fake.calls)
        person.fake.hang_next("sendMessage")
        person.fake.say(FOUNDED_DE, user_id=person.number)
        person.fake.wait_for(person.is_sent, after=seen)
        try:
            assert "1985" in stranger.ask(FOUNDED_DE)["text"]
        finally:
            person.fake.release()
        assert "1985" in person.ask(FOUNDED_DE)["text"]

    def test_late_button_is_answered_all_the_same(self, person: Person) -> None:
        person.fake.fail_next("answerCallbackQuery", 400, description="Bad Request: query is too old")
        closed, [answer] = person.press("v1:q:founded:metropolis:de", person.ask("/start"), stale=True)
        assert closed
        assert "1985" in answer["text"]

    def test_nothing_anyone_wrote_and_no_token_is_logged(self, person: Person, bot: BotProcess) -> None:
        person.fake.fail_next("sendMessage", 400, description="Bad Request: Geheimfrage")
        seen = len(person.fake.calls)
        person.fake.say("Geheimfrage zu Metropolis?", user_id=person.number)
        person.fake.wait_for(person.is_sent, count=2, after=seen)
        assert "A handler failed." in bot.output()
        secrets = (person.fake.token, person.fake.token.split(":")[1], "Geheimfrage", "Metropolis", str(person.number))
        assert [secret for secret in secrets if secret in bot.output()] == []
        assert "Warning: " not in bot.output()


class TestOperation:
    @pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
    def test_signal_stops_with_code_0(self, tmp_path: Path, number: signal.Signals) -> None:
        with FakeTelegram() as fake, BotProcess.small(fake, tmp_path) as bot:
            bot.wait_for(fake)
            assert bot.stop(number) == 0
            assert "Traceback" not in bot.output()

    @pytest.mark.parametrize("method", ["getMe", "deleteWebhook"])
    def test_signal_stops_while_connecting(self, tmp_path: Path, method: str) -> None:
        with FakeTelegram() as fake, BotProcess.small(fake, tmp_path) as bot:
            fake.hang_next(method)
            bot.wait_for(fake, method)
            assert bot.stop() == 0
            assert "Traceback" not in bot.output()

    def test_unreachable_network_at_the_start_is_survived(self, tmp_path: Path) -> None:
        with FakeTelegram() as fake:
            fake.drop_next("getMe", times=2)
            fake.fail_next("getMe", 502)
            with BotProcess.small(fake, tmp_path) as bot:
                bot.wait_for(fake)
                assert "1985" in fake.ask(FOUNDED_DE)["text"]
                assert bot.output().count("cannot be reached") == 1
                assert "works again" in bot.output()
                assert "Traceback" not in bot.output()

    def test_second_process_is_named_once(self, tmp_path: Path) -> None:
        with FakeTelegram() as fake, BotProcess.small(fake, tmp_path) as bot:
            fake.fail_next("getUpdates", 409, description="Conflict: terminated by other getUpdates request", times=3)
            bot.wait_for(fake, count=4)
            assert "1985" in fake.ask(FOUNDED_DE)["text"]
            assert bot.stop() == 0
            assert bot.output().count("Another process") == 1
            assert "Traceback" not in bot.output()

    def test_refused_token_ends_with_one_sentence(self, tmp_path: Path) -> None:
        wrong = "4200000042:AAWrongWrongWrongWrongWrongWrong"
        with FakeTelegram() as fake, BotProcess.small(fake, tmp_path, TELEGRAM_BOT_TOKEN=wrong) as bot:
            assert bot.wait() == 1
            [line] = [line for line in bot.output().splitlines() if "Learning the example" not in line]
            assert "refused the token" in line
            assert wrong not in line

    def test_token_revoked_later_ends_with_one_sentence(self, tmp_path: Path) -> None:
        with FakeTelegram() as fake, BotProcess.small(fake, tmp_path, BOT_LOG_LEVEL="DEBUG") as bot:
            bot.wait_for(fake)
            token, fake.token = fake.token, "1:revoked"
            fake.say(FOUNDED_DE)
            assert bot.wait() == 1
            assert bot.output().count("refused the token") == 1
            assert "Traceback" not in bot.output()
            assert token not in bot.output()

    @pytest.mark.parametrize(
        ("token", "expected"), [("", "@BotFather"), ("  ", "TELEGRAM_BOT_TOKEN"), ("no-token", "@BotFather")]
    )
    def test_missing_token_ends_with_one_sentence(self, tmp_path: Path, token: str, expected: str) -> None:
        with BotProcess(tmp_path, TELEGRAM_BOT_TOKEN=token) as bot:
            assert bot.wait() == 1
            [line] = bot.output().splitlines()
            assert expected in line
            assert "no-token" not in line
