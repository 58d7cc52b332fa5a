"""A group as its members use it, on the stand-in for Telegram."""

from dataclasses import dataclass
from itertools import count
from typing import Any

from tests.telegram.fake_api import ADMINISTRATOR_RIGHTS, Call, Chat, FakeTelegram
from tests.telegram.fake_group_rules import RESTRICTIONS
from tests.telegram.fake_rules import Json

BOT_NAME = "@city_networks_bot"
ANONYMOUS_ADMINISTRATOR = {"id": 1087968824, "is_bot": True, "first_name": "Group", "username": "GroupAnonymousBot"}
CHANNEL_SENDER = {"id": 136817688, "is_bot": True, "first_name": "Channel", "username": "Channel_Bot"}
GROUPS, MEMBERS = count(-1_000_300_001, -1), count(30_001)
_NO_BUTTON = "no button of the bot"


@dataclass(frozen=True)
class Group:
    """A group with the bot in it."""

    fake: FakeTelegram
    number: int
    kind: str = "supergroup"

    def say(self, text: str, user: int, **how: Any) -> Json:
        """Write a message as a member."""
        return self.fake.say(text, self.number, user, chat_type=self.kind, **how)

    def ask(self, text: str, user: int, **how: Any) -> Json:
        """Write a message as a member and return the bot's answer."""
        return self.fake.ask(text, self.number, user, chat_type=self.kind, **how)

    def put(self, text: str, sender: Json, **content: Any) -> Json:
        """Write a message of another kind, such as in the name of a chat, without waiting."""
        found = self.fake._user_content(text, None)
        message: Json = self.chat().add({"from": sender, **found, **content})
        self.fake.inject({"message": message})
        return message

    def serve(self, content: Json, user: int) -> None:
        """Let something happen that nobody wrote."""
        self.fake.inject({"message": self.chat().add({"from": self.fake.user(user), **content})})

    def press(self, label: str, message: Json, user: int) -> Json:
        """Press a button by its words and return how the bot closed the query."""
        data = next(button["callback_data"] for button in self.buttons(message) if button["text"] == label)
        seen = len(self.fake.calls)
        query = self.fake.press(data, self.now(message), user)
        [call] = self.fake.wait_for(lambda c: c.parameters.get("callback_query_id") == query, after=seen)
        return call.parameters

    def answers(self) -> list[Json]:
        """What the bot wrote here."""
        return [message for message in self.fake.messages(self.number) if message["from"] == self.fake.bot]

    def settled(self, user: int) -> list[Json]:
        """What the bot wrote here once all before is dealt with: a chat is answered in order, and no button unheard."""
        sign = self.chat().add({"from": self.fake.user(user), "text": "Hm."})
        query = self.fake.press(_NO_BUTTON, sign, user, stale=True)
        self.fake.wait_for(lambda call: call.parameters.get("callback_query_id") == query, timeout=60)
        return self.answers()

    def now(self, message: Json) -> Json:
        """A message as the group shows it now."""
        return next(m for m in self.fake.messages(self.number) if m["message_id"] == message["message_id"])

    def buttons(self, message: Json) -> list[Json]:
        """The buttons of a message as the group shows it now."""
        return [
            button for row in self.now(message).get("reply_markup", {}).get("inline_keyboard", []) for button in row
        ]

    def labels(self, message: Json) -> list[str]:
        """The words of these buttons."""
        return [button["text"] for button in self.buttons(message)]

    def change(self, before: str, after: str, inviter: Json, **details: Any) -> None:
        """Make the bot something else here: a member, an administrator, or nobody."""
        self.chat().members[self.fake.bot["id"]] = after
        self.fake.inject(
            {"my_chat_member": membership(self.fake, self.chat().about, before, after, inviter, **details)}
        )

    def migrate(self, *, silently: bool = False) -> "Group":
        """Make a supergroup of the group; Telegram tells both, which a test may leave out for now."""
        new = Group(self.fake, self.number * 10)
        self.chat().moved_to = new.number
        new.chat()
        if not silently:
            self.announce(new)
        return new

    def announce(self, new: "Group") -> None:
        """Say in both groups that one became the other."""
        for group, words in ((self, {"migrate_to_chat_id": new.number}), (new, {"migrate_from_chat_id": self.number})):
            self.fake.inject({"message": group.chat().add({"from": ANONYMOUS_ADMINISTRATOR, **words})})

    def chat(self) -> Chat:
        """The group behind this view."""
        return self.fake.chat(self.number, self.kind)

    def is_here(self, call: Call) -> bool:
        """Whether a call concerns this group."""
        return str(call.parameters.get("chat_id")) == str(self.number)


def membership(fake: FakeTelegram, chat: Json, before: str, after: str, by: Json, **details: Any) -> Json:
    """A change of what the bot is in a chat."""
    old, new = (_member(fake, status, details) for status in (before, after))
    return {"chat": chat, "from": by, "date": 1, "old_chat_member": old, "new_chat_member": new}


def _member(fake: FakeTelegram, status: str, details: Json) -> Json:
    rights = ADMINISTRATOR_RIGHTS if status == "administrator" else RESTRICTIONS if status == "restricted" else ""
    until = {"until_date": 0} if status in ("kicked", "restricted") else {}
    more = details if status == "restricted" else {}
    return {"user": fake.bot, "status": status, **dict.fromkeys(rights.split(), False), **until, **more}
