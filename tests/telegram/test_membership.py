"""Joining and leaving, the language of a group and who may choose it, and groups that become supergroups."""

import pytest

from tests.telegram.conftest import Person
from tests.telegram.fake_rules import Json
from tests.telegram.group import ANONYMOUS_ADMINISTRATOR, BOT_NAME, CHANNEL_SENDER, GROUPS, Group, membership

UCLG, FOLLOW_UP, UCLG_WEBSITE = "Was ist UCLG?", "Und die Website?", "www.uclg.org"
GERMAN, ENGLISH = "Guten Tag! Ich beantworte", "Hello! I answer"
GERMAN_HELP, ENGLISH_HELP = "In dieser Gruppe", "In this group"
ONLY_ADMINISTRATORS = "nur Administratoren"


@pytest.fixture
def small_group(group: Group) -> Group:
    """A group that is no supergroup yet."""
    return Group(group.fake, next(GROUPS), "group")


class TestJoining:
    @pytest.mark.parametrize(
        ("code", "before", "after", "greeting"),
        [
            ("de", "left", "member", GERMAN),
            ("de-AT", "left", "administrator", GERMAN),
            ("en", "kicked", "member", ENGLISH),
            ("fr", "left", "member", ENGLISH),
            (None, "left", "member", GERMAN),
        ],
    )
    def test_one_introduction_in_the_language_of_the_inviter(
        self, group: Group, member: int, code: str | None, before: str, after: str, greeting: str
    ) -> None:
        group.change(before, after, group.fake.user(member, code))
        [introduction] = group.settled(member)
        assert introduction["text"].startswith(greeting)
        assert BOT_NAME in introduction["text"]

    @pytest.mark.parametrize(
        ("before", "after", "details"),
        [
            ("member", "administrator", {}),
            ("administrator", "member", {}),
            ("member", "restricted", {"is_member": True}),
            ("restricted", "member", {"is_member": True}),
            ("left", "restricted", {"is_member": True, "can_send_messages": False}),
            ("left", "kicked", {}),
            ("member", "left", {}),
        ],
    )
    def test_no_introduction(self, group: Group, member: int, before: str, after: str, details: Json) -> None:
        group.change(before, after, group.fake.user(member), **details)
        assert group.settled(member) == []

    def test_channels_get_no_introduction(self, group: Group, member: int) -> None:
        number = next(GROUPS)
        channel = group.fake.chat(number, "channel")
        user = group.fake.user(member)
        group.fake.inject({"my_chat_member": membership(group.fake, channel.about, "left", "administrator", user)})
        group.settled(member)
        assert group.fake.messages(number) == []

    def test_coming_and_going_does_not_flood(self, group: Group, member: int) -> None:
        for _ in range(20):
            group.change("left", "member", group.fake.user(member))
            group.change("member", "left", group.fake.user(member))
        assert len(group.settled(member)) == 15


class TestLeaving:
    def test_everything_of_the_group_is_forgotten(self, group: Group, member: int) -> None:
        group.fake.set_status(group.number, member, "administrator")
        group.press("English", group.ask("/language", member), member)
        group.ask(f"/ask {UCLG}", member)
        group.change("member", "kicked", group.fake.user(member))
        group.change("left", "member", group.fake.user(member))
        assert group.settled(member)[-1]["text"].startswith(GERMAN)
        assert UCLG_WEBSITE not in group.ask(f"/ask {FOLLOW_UP}", member)["text"]
        assert GERMAN_HELP in group.ask("/help", member)["text"]

    def test_a_person_who_blocks_the_bot_is_forgotten(self, person: Person) -> None:
        person.ask(UCLG)
        fake = person.fake
        change = membership(fake, fake.chat(person.number).about, "member", "kicked", fake.user(person.number))
        fake.inject({"my_chat_member": change})
        assert UCLG_WEBSITE not in person.ask(FOLLOW_UP)["text"]


class TestLanguage:
    @pytest.mark.parametrize("rank", ["creator", "administrator"])
    def test_administrators_choose_for_everybody(self, group: Group, member: int, other: int, rank: str) -> None:
        group.fake.set_status(group.number, member, rank)
        offer = group.ask("/language", member)
        group.press("English", offer, member)
        assert "I will answer in English" in group.now(offer)["text"]
        assert group.buttons(offer) == []
        assert ENGLISH_HELP in group.ask("/help", other)["text"]
        assert "Ich beantworte" in group.fake.ask("/start", user_id=other)["text"]

    @pytest.mark.parametrize("rank", ["member", "left", "restricted"])
    def test_others_may_not(self, group: Group, member: int, rank: str) -> None:
        group.say("Guten Morgen", member)
        group.fake.set_status(group.number, member, rank)
        reply = group.ask("/language", member)
        assert ONLY_ADMINISTRATORS in reply["text"]
        assert group.buttons(reply) == []

    def test_others_may_not_press_either(self, group: Group, member: int, other: int) -> None:
        group.fake.set_status(group.number, member, "administrator")
        offer = group.ask("/language", member)
        group.say("Guten Morgen", other)
        closed = group.press("English", offer, other)
        assert closed["show_alert"]
        assert ONLY_ADMINISTRATORS in closed["text"]
        assert GERMAN_HELP in group.ask("/help", other)["text"]

    def test_anonymous_administrator(self, group: Group, member: int) -> None:
        group.put("/language", ANONYMOUS_ADMINISTRATOR, sender_chat=group.chat().about)
        [offer] = group.settled(member)
        assert group.labels(offer) == ["Deutsch", "English"]

    def test_channel_is_no_administrator(self, group: Group, member: int) -> None:
        group.put("/language", CHANNEL_SENDER, sender_chat={"id": -10080, "type": "channel", "title": "News"})
        [reply] = group.settled(member)
        assert ONLY_ADMINISTRATORS in reply["text"]

    def test_telegram_that_does_not_say_who_is_administrator(self, group: Group, member: int) -> None:
        group.fake.set_status(group.number, member, "administrator")
        group.fake.fail_next("getChatMember", 400, description="Bad Request: member list is inaccessible")
        assert ONLY_ADMINISTRATORS in group.ask("/language", member)["text"]


class TestMigration:
    def choose_english(self, group: Group, member: int) -> None:
        group.fake.set_status(group.number, member, "administrator")
        group.press("English", group.ask("/language", member), member)

    def test_supergroup_keeps_the_language(self, small_group: Group, member: int, other: int) -> None:
        self.choose_english(small_group, member)
        new = small_group.migrate()
        assert ENGLISH_HELP in new.ask("/help", other)["text"]

    def test_either_message_alone_is_enough(self, small_group: Group, member: int, other: int) -> None:
        self.choose_english(small_group, member)
        new = small_group.migrate(silently=True)
        new.serve({"migrate_from_chat_id": small_group.number}, member)
        assert ENGLISH_HELP in new.ask("/help", other)["text"]

    def test_no_second_introduction(self, small_group: Group, member: int) -> None:
        new = small_group.migrate()
        small_group.settled(member)
        new.change("left", "member", new.fake.user(member))
        assert new.settled(member) == []

    def test_answer_follows_a_group_that_moved_meanwhile(self, small_group: Group, member: int, other: int) -> None:
        self.choose_english(small_group, member)
        new = small_group.migrate(silently=True)
        seen = len(new.fake.calls)
        small_group.say(f"/ask {UCLG}", member)
        new.fake.wait_for(lambda call: call.method == "sendMessage" and new.is_here(call), after=seen)
        assert "UCLG" in new.answers()[0]["text"]
        assert ENGLISH_HELP in new.ask("/help", other)["text"]
        small_group.announce(new)
        assert ENGLISH_HELP in new.ask("/help", other)["text"]
