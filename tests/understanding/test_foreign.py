"""Questions in other languages are noticed, and German and English ones never are."""

import pytest

from bot.assistant import Assistant
from bot.dialogue.conversation import Conversation

FOREIGN = [
    "Quand est-ce que Metropolis a été fondée ?",
    "¿Desde cuándo es miembro de Metropolis la ciudad de Berlín?",
    "С какого года Берлин состоит в Metropolis?",
    "柏林是什么时候加入Metropolis的？",
]
OWN = [
    "Wo is dat büro von de Auslandsgesellschaft",
    "Wie oid is na des Metropolis scho?",
    "Ick hör ständig Metropolis, wat is dit",
    "telefonnumer??",
    "uclg golas",
    "UCLG",
    "kontakt auslandsges",
    "Since when Berlin is member in Metropolis?",
]


@pytest.mark.parametrize("text", FOREIGN)
def test_another_language_is_noticed(assistant: Assistant, text: str) -> None:
    understood = assistant.interpreter.interpret(text)

    assert understood.foreign
    assert understood.language == "en"


@pytest.mark.parametrize("text", OWN)
def test_dialect_slips_and_keywords_are_not_foreign(assistant: Assistant, text: str) -> None:
    assert not assistant.interpreter.interpret(text).foreign


def test_the_reply_is_english_and_says_so(assistant: Assistant) -> None:
    reply = assistant.answer("Quand est-ce que Metropolis a été fondée ?", Conversation()).reply

    assert reply.language == "en"
    assert reply.sentences[-1] == assistant.knowledge.phrases["in_english"].en
