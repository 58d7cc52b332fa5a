"""The private chat as people use it: answers with their buttons, browsing, links, the contact."""

import signal
import time
from collections.abc import Callable
from dataclasses import replace
from itertools import islice
from pathlib import Path

import pytest

from bot.content.age import last_change, written
from bot.content.model import Knowledge
from bot.telegram.activity import NOTICEABLE_SECONDS
from bot.telegram.deep_links import fact_payload, topic_payload
from bot.telegram.profile import COMMANDS
from tests.telegram.bot_process import PROJECT, BotProcess
from tests.telegram.conftest import Person, buttons
from tests.telegram.fake_api import FakeTelegram
from tests.telegram.fake_rules import Json

ASKED_DE, ASKED_EN = "In welchem Jahr entstand Metropolis?", "In which year did Metropolis come into being?"
FOUNDED_DE, FOUNDED_EN = "Metropolis wurde 1985 gegründet.", "Metropolis was founded in 1985."
GAP_DE = "Seit wann macht Köln bei Metropolis mit?"
OUTDATED_DE, OUTDATED_EN = "nicht mehr aktuell", "out of date"


def labels(message: Json) -> list[str]:
    return [button["text"] for button in buttons(message)]


def data_of(message: Json, label: str) -> str:
    """What a button carries, by its words."""
    return str(next(button["callback_data"] for button in buttons(message) if button["text"] == label))


def press(person: Person, message: Json, label: str) -> list[Json]:
    """Press a button by its words; returns the new messages."""
    closed, sent = person.press(data_of(person.now(message), label), message)
    assert "show_alert" not in closed or not closed["show_alert"]
    return sent


class TestAnswerCard:
    def test_fact_then_source_then_contact(self, person: Person) -> None:
        answer = person.ask(ASKED_DE)
        lines = [line for line in answer["text"].split("\n") if line]
        assert lines[0] == FOUNDED_DE
        assert [line.partition(":")[0] for line in lines[1:]] == ["Quellen", "Website", "Kontakt"]
        assert labels(answer) == [
            "Mehr zu Metropolis",
            "In English",
            "Quelle im Wortlaut",
            "Kontakt",
            "Hilfreich",
            "Nicht hilfreich",
        ]

    def test_other_language_and_back_in_the_same_message(self, person: Person) -> None:
        answer = person.ask(ASKED_DE)
        assert press(person, answer, "In English") == []
        english = person.now(answer)
        assert english["text"].startswith(FOUNDED_EN)
        assert "Source, verbatim" in labels(english)
        assert press(person, answer, "Auf Deutsch") == []
        assert {**person.now(answer), "edit_date": 0} == {**answer, "edit_date": 0}

    @pytest.mark.parametrize(
        ("question", "german", "english"),
        [
            (GAP_DE, "(Köln)", "(Cologne)"),
            ("Ist Berlin schon 1988 Mitglied von Metropolis gewesen?", "Nein. ", "No. "),
            ("Wann wurde Metropolis gegründet, und wer vertritt die deutschen Kommunen bei UCLG?", "1985", "1985"),
            ("Wer war 2016 Präsident von Metropolis?", "2016", "2016"),
        ],
    )
    def test_what_was_asked_stays_said_in_the_other_language(
        self, person: Person, question: str, german: str, english: str
    ) -> None:
        answer = person.ask(question)
        assert german in answer["text"]
        press(person, answer, "In English")
        assert english in person.now(answer)["text"]
        press(person, answer, "Auf Deutsch")
        assert person.now(answer)["text"] == answer["text"]

    def test_source_quotes_the_documents(self, person: Person, knowledge: Knowledge) -> None:
        [quoted] = press(person, person.ask(ASKED_DE), "Quelle im Wortlaut")
        for quote in knowledge.facts()["metropolis.founded"].quotes:
            assert quote.text in quoted["text"]
            assert f"„{knowledge.documents[quote.document].title}“" in quoted["text"]
        assert [entity["type"] for entity in quoted["entities"]] == ["blockquote"] * 2

    def test_more_about_the_topic_leaves_the_answer(self, person: Person) -> None:
        answer = person.ask(ASKED_EN)
        [questions] = press(person, answer, "More about Metropolis")
        assert "What is Metropolis?" in labels(questions)
        assert person.now(answer) == answer

    def test_contact(self, person: Person) -> None:
        text, entry = press(person, person.ask(ASKED_DE), "Kontakt")
        assert "So erreichen Sie" in text["text"]
        assert entry["contact"]["phone_number"] == "+492318380046"

    @pytest.mark.parametrize("opinion", ["Hilfreich", "Nicht hilfreich"])
    def test_opinion_is_thanked_for_and_asked_for_once(self, person: Person, opinion: str) -> None:
        answer = person.ask(ASKED_DE)
        closed, sent = person.press(data_of(answer, opinion), answer)
        assert (closed["text"], sent) == ("Danke für Ihre Rückmeldung.", [])
        assert labels(person.now(answer)) == labels(answer)[:-2]
        press(person, answer, "In English")
        assert labels(person.now(answer))[-1] == "Contact"

    def test_second_opinion_on_the_same_answer_harms_nothing(self, person: Person) -> None:
        answer = person.ask(ASKED_DE)
        for _ in range(2):
            person.fake.fail_next("editMessageReplyMarkup", 400, description="Bad Request: message is not modified")
            closed, sent = person.press(data_of(answer, "Hilfreich"), answer, stale=True)
            assert (closed["text"], sent) == ("Danke für Ihre Rückmeldung.", [])

    def test_gap_has_buttons_too(self, person: Person) -> None:
        gap = person.ask("Was kostet die Mitgliedschaft bei UCLG?")
        assert {"Mehr zu UCLG", "In English", "Kontakt", "Hilfreich", "Nicht hilfreich"} <= set(labels(gap))

    def test_question_of_others_leads_to_all_topics(self, person: Person) -> None:
        reply = person.ask("Wie wird das Wetter morgen in Dortmund?")
        [topics] = press(person, reply, "Alle Themen")
        assert "UCLG" in labels(topics)

    def test_clarify_keeps_its_full_questions(self, person: Person) -> None:
        asked_back = person.ask("Und die Website?")
        assert all(label.endswith("?") for label in labels(asked_back))
        [answer] = press(person, asked_back, labels(asked_back)[0])
        assert "Zurück zu den Fragen" not in labels(answer)

    def test_unchanged_message_is_no_error(self, person: Person) -> None:
        answer = person.ask(ASKED_DE)
        seen = len(person.fake.calls)
        person.fake.fail_next(
            "editMessageText", 400, description="Bad Request: message is not modified: exactly the same"
        )
        closed, sent = person.press(data_of(answer, "In English"), answer)
        assert ("text" in closed, sent) == (False, [])
        assert [call.method for call in person.fake.calls[seen:] if call.method == "sendMessage"] == []

    def test_button_below_a_deleted_message_answers_in_a_new_one(self, person: Person) -> None:
        answer = person.ask(ASKED_DE)
        person.fake.fail_next("editMessageText", 400, description="Bad Request: message to edit not found")
        [again] = press(person, answer, "In English")
        assert again["text"].startswith(FOUNDED_EN)

    def test_outdated_button_speaks_the_persons_language(self, person: Person, stranger: Person) -> None:
        english = replace(stranger, language_code="en")
        for someone, words in ((person, OUTDATED_DE), (english, OUTDATED_EN)):
            closed, sent = someone.press("v1:s:zzzzzz:de", someone.ask("/start"), stale=True)
            assert words in closed["text"]
            assert (closed["show_alert"], sent) == (True, [])


def test_buttons_work_after_a_restart(tmp_path: Path) -> None:
    with FakeTelegram() as fake:
        person = Person(fake, 77)
        with BotProcess.small(fake, tmp_path) as first:
            first.wait_for(fake)
            answers = [person.ask(question) for question in (ASKED_DE, GAP_DE)]
            assert first.stop() == 0
        polled = sum(call.method == "getUpdates" for call in fake.calls)
        with BotProcess.small(fake, tmp_path) as second:
            second.wait_for(fake, count=polled + 1)
            for answer, english in zip(answers, (FOUNDED_EN, "Cologne"), strict=True):
                press(person, answer, "In English")
                assert english in person.now(answer)["text"]
                [quoted] = press(person, answer, "Source, verbatim")
                assert quoted["text"].startswith("Word for word")
                press(person, answer, "Helpful")
                assert "Helpful" not in labels(person.now(answer))


class TestBrowsing:
    def test_every_fact_is_reached_by_buttons_alone(self, person: Person, knowledge: Knowledge) -> None:
        menu = person.ask("/networks")
        texts = [text for topic in labels(menu) for text in walk(person, menu, topic)]
        assert len(person.messages()) == 2
        lacking = [one.id for one in knowledge.facts().values() if not any(one.de in text for text in texts)]
        assert lacking == []

    def test_pages_are_numbered_and_hold_eight_questions(self, person: Person) -> None:
        menu = person.ask("/topics")
        press(person, menu, "Metropolis")
        assert person.now(menu)["text"].endswith("Seite 1 von 3")
        press(person, menu, "Weiter")
        page = person.now(menu)
        assert page["text"].endswith("Seite 2 von 3")
        assert labels(page)[8:] == ["Zurück", "Weiter", "Alle Themen"]
        press(person, menu, labels(page)[0])
        press(person, menu, "In English")
        press(person, menu, "Back to the questions")
        assert person.now(menu)["text"].endswith("Page 2 of 3")
        press(person, menu, "All topics")
        assert "UCLG" in labels(person.now(menu))

    def test_page_that_is_gone_gives_the_last(self, person: Person) -> None:
        menu = person.ask("/topics")
        person.press("v1:t:metropolis:99:de", menu, stale=True)
        assert person.now(menu)["text"].endswith("Seite 3 von 3")

    def test_picked_answer_is_the_context_of_the_next_question(self, person: Person) -> None:
        menu = person.ask("/networks")
        press(person, menu, "UCLG")
        press(person, menu, "Was ist UCLG?")
        assert "www.uclg.org" in person.ask("Und die Website?")["text"]


def walk(person: Person, menu: Json, topic: str) -> list[str]:
    """The texts of all answers about a topic, picked page by page, and back to the topics."""
    press(person, menu, topic)
    texts = []
    while True:
        questions = [button for button in buttons(person.now(menu)) if button["callback_data"].startswith("v1:b:")]
        assert 1 <= len(questions) <= 8
        for question in questions:
            press(person, menu, question["text"])
            texts.append(person.now(menu)["text"])
            press(person, menu, "Zurück zu den Fragen")
        if "Weiter" not in labels(person.now(menu)):
            press(person, menu, "Alle Themen")
            return texts
        press(person, menu, "Weiter")


class TestDeepLinks:
    def test_every_fact_and_topic_opens(self, person: Person, knowledge: Knowledge) -> None:
        for name, fact in knowledge.facts().items():
            assert person.ask(f"/start {fact_payload(name, 'en')}")["text"].startswith(fact.en)
        for key, topic in knowledge.topics.items():
            assert person.ask(f"/start {topic_payload(key)}")["text"].startswith(topic.name.de)

    def test_without_a_language_it_is_the_persons(self, person: Person, stranger: Person) -> None:
        assert person.ask("/start f_metropolis-founded")["text"].startswith(FOUNDED_DE)
        english = replace(stranger, language_code="en")
        assert english.ask("/start f_metropolis-founded")["text"].startswith(FOUNDED_EN)

    def test_fact_is_the_context_of_the_next_question(self, person: Person) -> None:
        person.ask("/start f_uclg-what_de")
        assert "www.uclg.org" in person.ask("Und die Website?")["text"]

    @pytest.mark.parametrize(
        "payload", ["", "ref_42", "f_", "f_metropolis-nothing_de", "t_atlantis", "<b>&", "x" * 4000]
    )
    def test_unknown_payload_gets_the_welcome(self, person: Person, payload: str) -> None:
        assert "Guten Tag" in person.ask(f"/start {payload}")["text"]


class TestContact:
    def test_text_and_entry_for_the_address_book(self, person: Person) -> None:
        seen = len(person.fake.calls)
        text = person.ask("/contact")
        [entry] = person.fake.wait_for(in_chat(person, "sendContact"), after=seen)
        assert {button["text"]: button["copy_text"]["text"] for button in buttons(text)} == {
            "E-Mail-Adresse kopieren": "becker@auslandsgesellschaft.de",
            "Telefonnummer kopieren": "+492318380046",
        }
        assert entry.parameters["first_name"] == "Auslandsgesellschaft.de"
        assert entry.parameters["vcard"].startswith("BEGIN:VCARD\r\nVERSION:3.0\r\n")


def in_chat(person: Person, method: str) -> Callable[..., bool]:
    return lambda call: call.method == method and call.parameters["chat_id"] == person.number


class TestAbout:
    @pytest.mark.parametrize("language", ["de", "en"])
    def test_it_names_version_and_date_of_the_content(
        self, person: Person, knowledge: Knowledge, language: str
    ) -> None:
        text = replace(person, language_code=language).ask("/about")["text"]
        day = written(last_change(PROJECT), "de" if language == "de" else "en")
        assert [part for part in (knowledge.version[:8], day) if part not in text] == []


@pytest.mark.parametrize("language", ["de", "en"])
def test_help_lists_all_commands(person: Person, language: str) -> None:
    text = replace(person, language_code=language).ask("/help")["text"]
    names = ("start", "help", "networks", "topics", "contact", "sources", "language", "privacy", "about")
    assert [name for name in names if f"/{name}" not in text] == []


@pytest.mark.parametrize("name", COMMANDS["private"])
def test_command_of_the_private_menu_is_known(person: Person, knowledge: Knowledge, name: str) -> None:
    assert person.ask(f"/{name}")["text"] != knowledge.phrases["unknown_command"].de


class TestMessages:
    def test_caption_of_a_picture_is_a_question(self, person: Person) -> None:
        seen = len(person.fake.calls)
        person.inject(
            {"photo": [{"file_id": "p", "file_unique_id": "p", "width": 1, "height": 1}], "caption": ASKED_DE}
        )
        assert person.next_reply(seen)["text"].startswith(FOUNDED_DE)

    def test_both_halves_of_an_endless_text_get_a_reply(self, person: Person) -> None:
        for half in ("Ich habe eine lange Geschichte zu erzählen. " * 93, "Und das war das Ende."):
            assert person.ask(half)["text"]

    def test_own_pages_come_without_a_sign_of_typing(self, person: Person) -> None:
        seen = len(person.fake.calls)
        press(person, person.ask("/networks"), "UCLG")
        assert [call for call in person.fake.calls[seen:] if call.method == "sendChatAction"] == []


def test_sign_of_typing_where_answers_have_to_wait(tmp_path: Path) -> None:
    with FakeTelegram() as fake, BotProcess.small(fake, tmp_path) as bot:
        bot.wait_for(fake)
        newcomers = iter(range(1, 1000))
        while not any(call.method == "sendChatAction" for call in fake.calls):
            crowd, answered = list(islice(newcomers, 40)), sum(call.method == "sendMessage" for call in fake.calls)
            assert crowd, "no sign although a thousand people had to wait"
            for person in crowd:
                fake.say("Hamburg Mitglieder Metropolis " * 136, user_id=person)
            bot.wait_for(fake, "sendMessage", answered + 1)
            # A process that stands still lets the others wait, however fast the machine is.
            bot.send(signal.SIGSTOP)
            time.sleep(1.2 * NOTICEABLE_SECONDS)
            bot.send(signal.SIGCONT)
            bot.wait_for(fake, "sendMessage", answered + len(crowd))
        [sign] = fake.wait_for("sendChatAction")
        assert (sign.parameters["action"], sign.error) == ("typing", None)
