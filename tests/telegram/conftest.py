"""A running bot for a whole module, and a new person for every test."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count
from typing import Any

import pytest

from bot.content.loader import load_knowledge
from bot.content.model import Knowledge
from tests.telegram.bot_process import PROJECT, BotProcess
from tests.telegram.crowd import FIRST_NUMBERS
from tests.telegram.fake_api import Call, FakeTelegram
from tests.telegram.fake_group_rules import UPGRADED
from tests.telegram.fake_rules import Json
from tests.telegram.group import GROUPS, MEMBERS, Group

_NUMBERS = count(20_001)


@dataclass(frozen=True)
class Person:
    """A user of the bot in a private chat."""

    fake: FakeTelegram
    number: int
    language_code: str | None = "de"

    def ask(self, text: str) -> Json:
        """Write a message and return the bot's reply."""
        return self.fake.ask(text, user_id=self.number, language_code=self.language_code)

    def press(self, data: str, message: Json, *, stale: bool = False) -> tuple[Json, list[Json]]:
        """Press a button and return how the bot closed the query, and the messages it sent."""
        before = self.messages()
        seen = len(self.fake.calls)
        query = self.fake.press(data, message, self.number, stale=stale)
        [call] = self.fake.wait_for(lambda c: c.parameters.get("callback_query_id") == query, after=seen)
        return call.parameters, self.messages()[len(before) :]

    def messages(self) -> list[Json]:
        """The chat as it shows now."""
        return self.fake.messages(self.number)

    def now(self, message: Json) -> Json:
        """A message as the chat shows it now."""
        return next(shown for shown in self.messages() if shown["message_id"] == message["message_id"])

    def inject(self, content: Json, kind: str = "message") -> None:
        """Send the bot a message of another kind than text."""
        message = self.fake.chat(self.number).add({"from": self.fake.user(self.number, self.language_code), **content})
        self.fake.inject({kind: message})

    def next_reply(self, after: int) -> Json:
        """The first message to this person after so many calls."""
        [call] = self.fake.wait_for(self.is_sent, after=after)
        assert call.error is None, call.error
        return next(message for message in reversed(self.messages()) if message["from"]["is_bot"])

    def is_sent(self, call: Call) -> bool:
        """Whether a call sends this person a message."""
        # The parameters of a call that an ordered fault met are still as they came: text.
        return call.method == "sendMessage" and str(call.parameters.get("chat_id")) == str(self.number)


@pytest.fixture(scope="module")
def knowledge() -> Knowledge:
    """The content as it is."""
    return load_knowledge(PROJECT)


@pytest.fixture(scope="module")
def fake() -> Iterator[FakeTelegram]:
    """A Bot API server on loopback."""
    with FakeTelegram() as server:
        yield server


@pytest.fixture(scope="module")
def bot(fake: FakeTelegram, tmp_path_factory: pytest.TempPathFactory) -> Iterator[BotProcess]:
    """The bot at work, as talkative as it can be."""
    with BotProcess.on(fake, tmp_path_factory.mktemp("bot"), BOT_LOG_LEVEL="DEBUG") as process:
        process.wait_for(fake)
        yield process


@pytest.fixture
def person(fake: FakeTelegram, bot: BotProcess) -> Iterator[Person]:
    """Somebody the bot has never met; fails if Telegram refused, unasked, what the bot sent meanwhile."""
    assert bot.output() is not None
    seen = len(fake.calls)
    yield Person(fake, next(_NUMBERS))
    errors = [call.error or "" for call in fake.calls[seen:] if call.method != "getUpdates"]
    assert [error for error in errors if error and not error.startswith("ordered fault")] == []


@pytest.fixture
def stranger(person: Person) -> Person:
    """Somebody else."""
    return Person(person.fake, next(_NUMBERS))


@pytest.fixture
def newcomers() -> range:
    """People of this test's own, more than any needs."""
    first = next(FIRST_NUMBERS)
    return range(first, first + 1000)


@pytest.fixture
def group(fake: FakeTelegram, bot: BotProcess) -> Iterator[Group]:
    """A group that the bot has never met; fails if Telegram refused, unasked, what the bot sent meanwhile."""
    assert bot.output() is not None
    seen = len(fake.calls)
    yield Group(fake, next(GROUPS))
    errors = [call.error or "" for call in fake.calls[seen:] if call.method != "getUpdates"]
    assert [error for error in errors if error and not error.startswith(("ordered fault", UPGRADED))] == []


@pytest.fixture
def member() -> int:
    """Somebody the bot has never met."""
    return next(MEMBERS)


@pytest.fixture
def other() -> int:
    """Somebody else."""
    return next(MEMBERS)


def buttons(message: Json) -> list[dict[str, Any]]:
    """The buttons of a message from top to bottom."""
    return [button for row in message.get("reply_markup", {}).get("inline_keyboard", []) for button in row]
