"""What is said in each picture."""

from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass

from bot.content.model import Language
from tests.pictures.page import alert, chat_page, note, own, received, results
from tests.telegram.fake_api import FakeTelegram
from tests.telegram.fake_inline import Typist
from tests.telegram.fake_rules import Json
from tests.telegram.group import BOT_NAME, GROUPS, MEMBERS, Group

_BOT: Mapping[Language, str] = {"de": "Bot", "en": "bot"}
SHOWN_RESULTS = 4
"""So many results fit between chat and keyboard; further ones come by scrolling."""


@dataclass(frozen=True)
class Stage:
    """The Telegram on which scenes are played, and the bot's name there in the language of the scene."""

    fake: FakeTelegram
    bot_name: str


@dataclass(frozen=True)
class Scene(ABC):
    """One picture: who says and presses what, on which surface."""

    name: str
    language: Language

    @abstractmethod
    def page(self, stage: Stage) -> str:
        """What a person sees once the bot has answered, as HTML; a person of its own, who has asked nothing before."""


@dataclass(frozen=True)
class Press:
    """A person presses the button below the last message whose label begins so."""

    label: str


@dataclass(frozen=True)
class PrivateScene(Scene):
    """A short talk in a private chat: what the person writes or presses, in turn."""

    turns: tuple[str | Press, ...]

    def page(self, stage: Stage) -> str:
        """The chat after the last turn."""
        person = next(MEMBERS)
        for turn in self.turns:
            self._take(turn, stage.fake, person)
        messages = (received(each) if each["from"]["is_bot"] else own(each) for each in stage.fake.messages(person))
        return chat_page(messages, stage.bot_name, _BOT[self.language], self.language)

    def _take(self, turn: str | Press, fake: FakeTelegram, person: int) -> None:
        seen = len(fake.calls)
        if isinstance(turn, Press):
            last = fake.messages(person)[-1]
            fake.press(_data(turn, last), last, person)
            fake.wait_for("answerCallbackQuery", after=seen)
        else:
            fake.ask(turn, user_id=person, language_code=self.language)


@dataclass(frozen=True)
class GroupScene(Scene):
    """Somebody asks in a group, and the person who looks at it presses a button that opens a window."""

    question: str
    label: str
    pressed: str

    def page(self, stage: Stage) -> str:
        """The group as the one who pressed the button sees it."""
        group = Group(stage.fake, next(GROUPS))
        answer = group.ask(f"{BOT_NAME} {self.question}", next(MEMBERS), language_code=self.language)
        window = group.press(self.label, answer, next(MEMBERS))
        asked, *_ = stage.fake.messages(group.number)
        parts = (
            received(asked, asked["from"]["first_name"]),
            received(group.now(answer), stage.bot_name),
            note(self.pressed),
            alert(window["text"]),
        )
        return chat_page(parts, group.chat().about["title"], "group", self.language)


@dataclass(frozen=True)
class InlineScene(Scene):
    """Somebody is asked by a guest, and types the bot's name and a few letters in the chat with this guest."""

    guest: str
    heard: str
    letters: str

    def page(self, stage: Stage) -> str:
        """The chat with the guest before a result is picked."""
        found = Typist(stage.fake, next(MEMBERS), self.language).settled(self.letters)["results"]
        parts = (received({"text": self.heard}), results(found[:SHOWN_RESULTS], f"{BOT_NAME} {self.letters}"))
        return chat_page(parts, self.guest, "online", self.language)


SCENES: tuple[Scene, ...] = (
    PrivateScene("answer-de", "de", ("Seit wann ist Berlin bei Metropolis dabei?",)),
    PrivateScene("answer-en", "en", ("Who is speaking for German municipalities in UCLG?",)),
    PrivateScene("gap-de", "de", ("Seit wann ist Hamburg Mitglied bei Metropolis?",)),
    PrivateScene("clarify-en", "en", ("Can you give me the web address?",)),
    PrivateScene("topics-de", "de", ("/networks", Press("UN Global"))),
    GroupScene(
        "group-en",
        "en",
        "How many cities have signed up to Metropolis?",
        "Source, verbatim",
        "You press “Source, verbatim”. Only you see:",
    ),
    InlineScene(
        "inline-de", "de", "Frau Yılmaz", "Wie lange ist Berlin eigentlich schon bei Metropolis?", "mitgl metr"
    ),
)


def _data(press: Press, message: Json) -> str:
    buttons = [button for row in message["reply_markup"]["inline_keyboard"] for button in row]
    return next(str(button["callback_data"]) for button in buttons if button["text"].startswith(press.label))
