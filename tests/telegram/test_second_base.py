"""The running bot on another base, after one of its documents has changed."""

from collections.abc import Iterator

import pytest

from bot.content.loader import load_knowledge
from bot.keeping.accepting import accept, new_version
from tests.keeping.library import make_library
from tests.telegram.bot_process import BotProcess
from tests.telegram.conftest import Person
from tests.telegram.fake_api import FakeTelegram


@pytest.fixture(scope="module")
def bot(fake: FakeTelegram, tmp_path_factory: pytest.TempPathFactory) -> Iterator[BotProcess]:
    """The bot of a town library whose web page gives another founding year than the facts do."""
    folder = make_library(tmp_path_factory.mktemp("base") / "library")
    text = load_knowledge(folder).documents["library"].text
    accept(folder, new_version(folder, "library", text.replace("1974", "1973")))
    environment = {"BOT_CONTENT": str(folder), "BOT_CACHE": str(folder / "cache"), "BOT_ENCODER": "off"}
    with BotProcess.on(fake, tmp_path_factory.mktemp("bot"), **environment) as process:
        process.wait_for(fake)
        yield process


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("Wer leitet die Stadtbücherei?", "Dr. Hanna Vogt leitet die Stadtbücherei seit 2019."),
        ("What does a library card cost?", "A library card costs 15 euros a year; it is free for children."),
        (
            "Wann wurde die Stadtbücherei gegründet?",
            "Das steht nicht in unseren Dokumenten: wann die Stadtbücherei gegründet wurde.",
        ),
    ],
)
def test_answers_of_the_second_base(person: Person, question: str, expected: str) -> None:
    assert person.ask(question)["text"].startswith(expected)


def test_a_withheld_fact_is_not_offered(person: Person) -> None:
    topics = person.ask("/networks")
    [topic] = [button for row in topics["reply_markup"]["inline_keyboard"] for button in row if button]
    person.press(topic["callback_data"], topics)
    [offer] = [message for message in person.messages() if message["message_id"] == topics["message_id"]]
    questions = [button["text"] for row in offer["reply_markup"]["inline_keyboard"] for button in row]
    assert "Wer leitet die Stadtbücherei?" in questions
    assert "Wann wurde die Stadtbücherei gegründet?" not in questions
