"""Groups: whom the bot answers, where, in whose context, and what its cards hold."""

import pytest

from bot.content.model import Knowledge
from tests.telegram.bot_process import BotProcess
from tests.telegram.fake_api import FakeTelegram
from tests.telegram.fake_rules import Json
from tests.telegram.group import ANONYMOUS_ADMINISTRATOR, BOT_NAME, CHANNEL_SENDER, GROUPS, MEMBERS, Group

ASKED, FOUNDED = "In welchem Jahr entstand Metropolis?", "Metropolis wurde 1985 gegründet."
FOUNDED_EN = "Metropolis was founded in 1985."
UCLG, FOLLOW_UP, UCLG_WEBSITE = "Was ist UCLG?", "Und die Website?", "www.uclg.org"
HOW_TO_ASK = "Bitte schreiben Sie Ihre Frage dazu"


class TestWhatIsAnswered:
    @pytest.mark.parametrize(
        "text",
        [
            f"/ask {ASKED}",
            f"/ask{BOT_NAME} {ASKED}",
            f"/ASK{BOT_NAME.upper()} {ASKED}",
            f"/ask {BOT_NAME} {ASKED}",
            f"{BOT_NAME} {ASKED}",
            f"{BOT_NAME.title()}: {ASKED}",
            f"{ASKED} {BOT_NAME}",
            f"In welchem Jahr, {BOT_NAME}, entstand Metropolis?",
            f"🏙🏙 {BOT_NAME}, {ASKED}",
        ],
    )
    def test_question_with_address(self, group: Group, member: int, text: str) -> None:
        answer = group.ask(text, member)
        assert answer["text"].startswith(FOUNDED)

    def test_mention_of_the_bot_without_its_username(self, group: Group, member: int) -> None:
        entity = {"type": "text_mention", "offset": 0, "length": 3, "user": group.fake.bot}
        assert FOUNDED in group.ask(f"Bot {ASKED}", member, entities=[entity])["text"]

    def test_caption(self, group: Group, member: int) -> None:
        mention = {"type": "mention", "offset": 0, "length": len(BOT_NAME)}
        photo = [{"file_id": "p", "file_unique_id": "p", "width": 1, "height": 1}]
        group.serve({"caption": f"{BOT_NAME} {ASKED}", "caption_entities": [mention], "photo": photo}, member)
        assert FOUNDED in group.settled(member)[0]["text"]

    def test_reply_to_the_bot(self, group: Group, member: int) -> None:
        answer = group.ask(f"/ask {UCLG}", member)
        assert UCLG_WEBSITE in group.ask(FOLLOW_UP, member, reply_to=answer)["text"]

    @pytest.mark.parametrize("kind", ["group", "supergroup"])
    def test_every_kind_of_group(self, fake: FakeTelegram, bot: BotProcess, member: int, kind: str) -> None:
        assert bot.output() is not None
        assert FOUNDED in Group(fake, next(GROUPS), kind).ask(f"/ask {ASKED}", member)["text"]

    @pytest.mark.parametrize(
        ("command", "expected"),
        [
            ("/help", "In dieser Gruppe"),
            (f"/start{BOT_NAME}", "In dieser Gruppe"),
            ("/networks", "Themen und Fragen"),
            (f"/topics{BOT_NAME}", "Themen und Fragen"),
            ("/contact", "So erreichen Sie"),
            ("/sources", "Dokumente"),
            ("/privacy", "nicht gespeichert"),
            ("/about", "Auskunftsprogramm"),
            ("/forget", "nichts über Sie gemerkt"),
            (f"/nonsense{BOT_NAME}", "Diesen Befehl kenne ich nicht"),
            ("/ask", HOW_TO_ASK),
            (f"/ask{BOT_NAME} ?!", HOW_TO_ASK),
            (BOT_NAME, HOW_TO_ASK),
            (f"{BOT_NAME} 👍", HOW_TO_ASK),
        ],
    )
    def test_commands_and_empty_questions(self, group: Group, member: int, command: str, expected: str) -> None:
        assert expected in group.ask(command, member)["text"]
        assert len(group.settled(member)) == 1

    def test_topics_open_in_the_private_chat(self, group: Group, member: int) -> None:
        links = [button["url"] for button in group.buttons(group.ask("/networks", member))]
        assert "https://t.me/city_networks_bot?start=t_uclg_de" in links


@pytest.mark.parametrize(
    ("text", "expected"),
    [(f"/ask {ASKED}", FOUNDED), (f"/ask{BOT_NAME}\n{ASKED}", FOUNDED), ("/ask", "geschriebene Fragen")],
)
def test_private_chat_knows_the_command_too(group: Group, member: int, text: str, expected: str) -> None:
    assert expected in group.fake.ask(text, user_id=member)["text"]


class TestSilence:
    @pytest.mark.parametrize(
        "text",
        [
            ASKED,
            "/ask@other_bot In welchem Jahr entstand Metropolis?",
            "/help@city_networks_bot_2",
            "/nonsense",
            "/start",
            f"/start{BOT_NAME} true",
            f"Schreibt an info{BOT_NAME}, da hilft man euch: {ASKED}",
            f"{BOT_NAME}_2 {ASKED}",
            f"https://example.org/{BOT_NAME} {ASKED}",
        ],
    )
    def test_what_others_say(self, group: Group, member: int, text: str) -> None:
        group.say(text, member)
        assert group.settled(member) == []

    def test_name_in_a_code_block(self, group: Group, member: int) -> None:
        text = f"{BOT_NAME} {ASKED}"
        group.say(text, member, entities=[{"type": "code", "offset": 0, "length": len(text)}])
        assert group.settled(member) == []

    def test_reply_to_somebody_else(self, group: Group, member: int, other: int) -> None:
        said = group.say("Guten Morgen", other)
        group.say(ASKED, member, reply_to=said)
        assert group.settled(member) == []

    def test_applause_for_an_answer(self, group: Group, member: int) -> None:
        answer = group.ask(f"/ask {ASKED}", member)
        group.say("👍", member, reply_to=answer)
        assert len(group.settled(member)) == 1

    @pytest.mark.parametrize(
        "content",
        [
            {"new_chat_title": "Partner"},
            {"new_chat_members": [{"id": 5, "is_bot": False, "first_name": "Eva"}]},
            {"left_chat_member": {"id": 5, "is_bot": False, "first_name": "Eva"}},
            {"pinned_message": {"message_id": 1, "date": 0, "chat": {"id": -5, "type": "supergroup", "title": "x"}}},
            {"forum_topic_created": {"name": "Netzwerke", "icon_color": 1}},
            {"message_auto_delete_timer_changed": {"message_auto_delete_time": 60}},
        ],
        ids=lambda content: next(iter(content)),
    )
    def test_service_messages(self, group: Group, member: int, content: Json) -> None:
        group.serve(content, member)
        assert group.settled(member) == []

    @pytest.mark.parametrize(
        "content",
        [
            {"via_bot": {"id": 77, "is_bot": True, "first_name": "Other"}},
            {"forward_origin": {"type": "hidden_user", "date": 0, "sender_user_name": "x"}},
            {"is_automatic_forward": True, "sender_chat": {"id": -10077, "type": "channel", "title": "News"}},
        ],
        ids=lambda content: next(iter(content)),
    )
    def test_what_came_by_another_way(self, group: Group, member: int, content: Json) -> None:
        group.put(f"{BOT_NAME} {ASKED}", group.fake.user(member), **content)
        assert group.settled(member) == []

    def test_other_bots(self, group: Group, member: int) -> None:
        group.put(f"{BOT_NAME} {ASKED}", {"id": 78, "is_bot": True, "first_name": "Other"})
        assert group.settled(member) == []

    def test_anonymous_administrators_among_themselves(self, group: Group, member: int) -> None:
        group.put(ASKED, ANONYMOUS_ADMINISTRATOR, sender_chat=group.chat().about)
        assert group.settled(member) == []

    def test_channel_posts(self, fake: FakeTelegram, group: Group, member: int) -> None:
        post = fake.chat(group.number - 10_000_000, "channel").add(fake._user_content(f"{BOT_NAME} {ASKED}", None))
        fake.inject({"channel_post": post})
        assert group.settled(member) == []
        assert all(message is post for message in fake.chats[group.number - 10_000_000].messages.values())


class TestPlace:
    def test_answer_replies_to_its_question(self, group: Group, member: int) -> None:
        said = group.say(f"/ask {ASKED}", member)
        [answer] = group.settled(member)
        assert answer["reply_to_message"]["message_id"] == said["message_id"]

    def test_answer_stays_in_its_topic(self, group: Group, member: int) -> None:
        answer = group.ask(f"/ask {ASKED}", member, thread_id=17)
        assert (answer["message_thread_id"], answer["is_topic_message"]) == (17, True)

    def test_thread_outside_of_a_forum_is_no_topic(self, group: Group, member: int) -> None:
        group.put(f"/ask {ASKED}", group.fake.user(member), message_thread_id=4711)
        assert FOUNDED in group.settled(member)[0]["text"]

    def test_talk_in_a_topic_that_the_bot_opened_is_no_reply(self, group: Group, member: int) -> None:
        opening = group.chat().add({"from": group.fake.bot, "forum_topic_created": {"name": "x", "icon_color": 1}})
        group.say(ASKED, member, thread_id=opening["message_id"], reply_to=opening)
        assert [m for m in group.settled(member) if "text" in m] == []

    def test_question_deleted_meanwhile(self, group: Group, member: int) -> None:
        question = group.fake._user_content(f"/ask {ASKED}", None)
        gone = {"message_id": 999_999, "date": 0, "chat": group.chat().about, "from": group.fake.user(member)}
        group.fake.inject({"message": {**gone, **question}})
        [answer] = group.settled(member)
        assert FOUNDED in answer["text"]
        assert "reply_to_message" not in answer

    @pytest.mark.parametrize("reason", ["not enough rights to send text messages to the chat", "TOPIC_CLOSED"])
    def test_group_that_lets_nobody_write(self, group: Group, member: int, reason: str) -> None:
        seen = len(group.fake.calls)
        group.fake.fail_next("sendMessage", 400, description=f"Bad Request: {reason}")
        group.say(f"/ask {ASKED}", member)
        assert group.settled(member) == []
        assert len([c for c in group.fake.calls[seen:] if c.method == "sendMessage"]) == 1


class TestContext:
    def test_two_people_do_not_mix(self, group: Group, member: int, other: int) -> None:
        answer = group.ask(f"/ask {UCLG}", member)
        assert UCLG_WEBSITE not in group.ask(FOLLOW_UP, other, reply_to=answer)["text"]
        assert UCLG_WEBSITE in group.ask(f"{BOT_NAME} {FOLLOW_UP}", member)["text"]

    def test_group_and_private_chat_do_not_mix(self, group: Group, member: int) -> None:
        group.ask(f"/ask {UCLG}", member)
        assert UCLG_WEBSITE not in group.fake.ask(FOLLOW_UP, user_id=member)["text"]
        group.fake.ask(UCLG, user_id=member)
        assert UCLG_WEBSITE in group.ask(f"/ask {FOLLOW_UP}", member)["text"]

    def test_two_groups_do_not_mix(self, group: Group, member: int) -> None:
        Group(group.fake, next(GROUPS)).ask(f"/ask {UCLG}", member)
        assert UCLG_WEBSITE not in group.ask(f"/ask {FOLLOW_UP}", member)["text"]

    def test_each_sender_chat_has_its_own(self, group: Group) -> None:
        channel = {"id": -10078, "type": "channel", "title": "News"}
        group.put(f"/ask {UCLG}", CHANNEL_SENDER, sender_chat=channel)
        group.put(f"/ask {FOLLOW_UP}", CHANNEL_SENDER, sender_chat={**channel, "id": -10079})
        group.put(f"/ask {FOLLOW_UP}", ANONYMOUS_ADMINISTRATOR, sender_chat=group.chat().about)
        group.put(f"/ask {FOLLOW_UP}", CHANNEL_SENDER, sender_chat=channel)
        assert [UCLG_WEBSITE in m["text"] for m in group.settled(next(MEMBERS))] == [False, False, False, True]

    def test_forget_concerns_this_person_here(self, group: Group, member: int, other: int) -> None:
        for user in (member, other):
            group.ask(f"/ask {UCLG}", user)
        assert "worum es in diesem Chat zuletzt ging" in group.ask("/forget", member)["text"]
        assert UCLG_WEBSITE not in group.ask(f"/ask {FOLLOW_UP}", member)["text"]
        assert UCLG_WEBSITE in group.ask(f"/ask {FOLLOW_UP}", other)["text"]

    def test_corrected_question_is_answered_in_place(self, group: Group, member: int) -> None:
        said = group.say(f"/ask {UCLG}", member)
        [answer] = group.settled(member)
        group.fake.edit(said, f"/ask {ASKED}")
        group.fake.wait_for(lambda call: call.method == "editMessageText" and group.is_here(call))
        assert group.now(answer)["text"].startswith(FOUNDED)

    def test_change_of_an_older_message_is_left_alone(self, group: Group, member: int) -> None:
        said = group.say(f"/ask {UCLG}", member)
        group.say(f"/ask {ASKED}", member)
        before = [message["text"] for message in group.settled(member)]
        group.fake.edit(said, f"/ask {ASKED}!")
        assert [message["text"] for message in group.settled(member)] == before


class TestCompactCard:
    def test_fact_and_source_and_no_more(self, group: Group, member: int) -> None:
        answer = group.ask(f"/ask {ASKED}", member)
        lines = [line for line in answer["text"].split("\n") if line]
        assert lines[0] == FOUNDED
        assert [line.partition(":")[0] for line in lines[1:]] == ["Quellen"]
        assert group.labels(answer) == ["Quelle im Wortlaut", "Kontakt", "In English", "Im Privatchat öffnen"]

    def test_private_chat_goes_on_with_the_same_fact(self, group: Group, member: int) -> None:
        link = group.buttons(group.ask(f"/ask {ASKED}", member))[-1]["url"]
        name, _, payload = link.removeprefix("https://t.me/").partition("?start=")
        assert f"@{name}" == BOT_NAME
        assert FOUNDED in group.fake.ask(f"/start {payload}", user_id=member)["text"]

    def test_gap_names_the_nearby_source(self, group: Group, member: int) -> None:
        answer = group.ask("/ask Seit wann macht Köln bei Metropolis mit?", member)
        assert "nicht in unseren Dokumenten" in answer["text"]
        assert "Kontakt:" not in answer["text"]
        assert {"Kontakt", "In English", "Im Privatchat öffnen"} <= set(group.labels(answer))

    def test_anybody_changes_the_language_in_place(self, group: Group, member: int, other: int) -> None:
        answer = group.ask(f"/ask {ASKED}", member)
        group.press("In English", answer, other)
        assert group.now(answer)["text"].startswith(FOUNDED_EN)
        group.press("Auf Deutsch", answer, member)
        assert {**group.now(answer), "edit_date": 0} == {**answer, "edit_date": 0}
        assert len(group.answers()) == 1

    def test_contact_comes_as_an_alert(self, group: Group, member: int, other: int, knowledge: Knowledge) -> None:
        answer = group.ask(f"/ask {ASKED}", member)
        closed = group.press("Kontakt", answer, other)
        assert closed["show_alert"]
        assert knowledge.contact.email in closed["text"]
        assert group.answers() == [answer]

    def test_every_source_is_shown_without_a_new_message(
        self, group: Group, member: int, other: int, knowledge: Knowledge
    ) -> None:
        answer = group.ask(f"/ask {ASKED}", member)
        closed = group.press("Quelle im Wortlaut", answer, other)
        shown = closed.get("text", "") + group.now(answer)["text"]
        for quote in knowledge.facts()["metropolis.founded"].quotes:
            assert quote.text in shown
        assert len(group.answers()) == 1

    def test_long_source_is_shown_once_below_the_answer(self, group: Group, member: int) -> None:
        answer = group.ask("/ask Wer vertritt die deutschen Kommunen bei UCLG?", member)
        group.press("Quelle im Wortlaut", answer, member)
        longer = group.now(answer)
        assert longer["text"].startswith(answer["text"].strip())
        assert "blockquote" in [entity["type"] for entity in longer["entities"]]
        assert group.labels(answer) == ["Kontakt", "In English", "Im Privatchat öffnen"]

    def test_question_back_is_answered_in_place(self, group: Group, member: int, other: int) -> None:
        asked_back = group.ask(f"/ask {FOLLOW_UP}", member)
        group.press(group.labels(asked_back)[0], asked_back, other)
        assert "Im Privatchat öffnen" in group.labels(asked_back)
        assert len(group.answers()) == 1

    @pytest.mark.parametrize("data", ["v1:m:de", "v1:f:y:founded:de", "v1:s:zzzzzz:de", "anything", "v1:t:uclg:1:de"])
    def test_button_that_groups_do_not_have(self, group: Group, member: int, data: str) -> None:
        answer = group.ask(f"/ask {ASKED}", member)
        query = group.fake.press(data, answer, member, stale=True)
        [call] = group.fake.wait_for(lambda c: c.parameters.get("callback_query_id") == query)
        assert "nicht mehr aktuell" in call.parameters["text"]
        assert group.answers() == [answer]


class TestLanguage:
    @pytest.mark.parametrize(
        ("code", "expected"), [("de", HOW_TO_ASK), ("fr", "Please add your question"), (None, HOW_TO_ASK)]
    )
    def test_person_without_a_choice_of_the_group(
        self, group: Group, member: int, code: str | None, expected: str
    ) -> None:
        assert expected in group.ask(BOT_NAME, member, language_code=code)["text"]

    def test_question_decides(self, group: Group, member: int) -> None:
        assert FOUNDED_EN in group.ask("/ask In which year did Metropolis come into being?", member)["text"]


class TestLimits:
    def test_group_gets_fifteen_answers_a_minute_and_one_notice(self, group: Group) -> None:
        people = [next(MEMBERS) for _ in range(3)]
        for number in range(45):
            group.say(f"/ask {ASKED}", people[number % 3])
        said = [message["text"] for message in group.settled(people[0])]
        assert [text.startswith(FOUNDED) for text in said] == [True] * 15 + [False]
        assert "zu viele Fragen" in said[-1]

    def test_other_talk_does_not_count(self, group: Group, member: int) -> None:
        for _ in range(30):
            group.say(ASKED, member)
        assert FOUNDED in group.ask(f"/ask {ASKED}", member)["text"]

    def test_pressed_buttons_count_and_are_closed(self, group: Group, member: int) -> None:
        answer = group.ask(f"/ask {ASKED}", member)
        closed = [group.press("Kontakt", answer, next(MEMBERS)).get("text", "") for _ in range(16)]
        assert ["zu viele Fragen" in text for text in closed] == [False] * 14 + [True] * 2

    def test_person_gets_twenty_answers_a_minute_in_private(self, group: Group, member: int, other: int) -> None:
        seen = len(group.fake.calls)
        for _ in range(30):
            group.fake.say(ASKED, user_id=member)
        group.fake.say("/about", user_id=member)
        group.fake.wait_for(lambda call: "Auskunftsprogramm" in str(call.parameters.get("text")), after=seen)
        texts = [message["text"] for message in group.fake.messages(member) if message["from"]["is_bot"]]
        assert [text.startswith(FOUNDED) for text in texts] == [True] * 20 + [False] * 2
        assert "zu viele Fragen" in texts[20]
        assert FOUNDED in group.fake.ask(ASKED, user_id=other)["text"]

    def test_answers_that_telegram_lets_wait_do_not_pile_up(self, group: Group, member: int) -> None:
        group.fake.fail_next("sendMessage", retry_after=1)
        for _ in range(60):
            group.say(f"/ask {ASKED}", member)
        assert len(group.settled(member)) == 16


class TestFailures:
    def test_refused_answer_is_apologised_for(self, group: Group, member: int) -> None:
        group.fake.fail_next("sendMessage", 400, description="Bad Request: something new")
        said = group.say(f"/ask {ASKED}", member)
        group.fake.wait_for(lambda call: "Fehler" in str(call.parameters.get("text")) and group.is_here(call))
        [apology] = group.answers()
        assert apology["reply_to_message"]["message_id"] == said["message_id"]
