"""What is said in each picture."""

from dataclasses import dataclass

from bot.content.model import Language
from tests.telegram.fake_api import FakeTelegram
from tests.telegram.fake_rules import Json


@dataclass(frozen=True)
class Press:
    """A person presses the button below the last message whose label begins so."""

    label: str


@dataclass(frozen=True)
class Scene:
    """A short talk in a private chat: what the person writes or presses, in turn."""

    name: str
    language: Language
    turns: tuple[str | Press, ...]


SCENES = (
    Scene("answer-de", "de", ("Seit wann ist Berlin bei Metropolis dabei?",)),
    Scene("answer-en", "en", ("Who is speaking for German municipalities in UCLG?",)),
    Scene("gap-de", "de", ("Seit wann ist Hamburg Mitglied bei Metropolis?",)),
    Scene("clarify-en", "en", ("Can you give me the web address?",)),
    Scene("topics-de", "de", ("/networks", Press("UN Global"))),
)


def play(scene: Scene, fake: FakeTelegram, person: int) -> list[Json]:
    """The messages of the chat once the bot has answered the last turn."""
    for turn in scene.turns:
        seen = len(fake.calls)
        if isinstance(turn, Press):
            fake.press(_data(turn, fake.messages(person)[-1]), fake.messages(person)[-1], person)
            fake.wait_for("answerCallbackQuery", after=seen)
        else:
            fake.ask(turn, user_id=person, language_code=scene.language)
    return fake.messages(person)


def _data(press: Press, message: Json) -> str:
    buttons = [button for row in message["reply_markup"]["inline_keyboard"] for button in row]
    return next(str(button["callback_data"]) for button in buttons if button["text"].startswith(press.label))
