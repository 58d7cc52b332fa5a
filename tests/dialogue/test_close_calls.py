"""Questions that differ in one word from others, and what that word decides."""

import pytest

from bot.assistant import Assistant
from bot.dialogue.conversation import Conversation
from bot.dialogue.reply import Reply


def last_reply(assistant: Assistant, *messages: str) -> Reply:
    conversation = Conversation()
    for message in messages:
        turn = assistant.answer(message, conversation)
        conversation = turn.conversation
    return turn.reply


@pytest.mark.parametrize(
    ("messages", "facts"),
    [
        (["Wer war im Mai 2018 Präsident von Metropolis?"], ["metropolis.mueller_interim_president"]),
        (["Wer war im Herbst 2018 Präsident von Metropolis?"], ["metropolis.mueller_president"]),
        (["Welche Netzwerke kennst du außer Metropolis?"], ["networks.list"]),
        (["Which networks do you know besides UCLG?"], ["networks.list"]),
        (["Wann endete Müllers Präsidentschaft?"], ["metropolis.mueller_president"]),
        (["Was ist Metropolis?", "Nein, ich meine UCLG"], ["uclg.what"]),
        (["Seit wann ist Berlin Mitglied?", "sorry, I meant when it was founded"], ["metropolis.founded"]),
        (["Who was Jürgen Roters?"], ["uclg.roters_since", "uclg.executive_committee", "uclg.successor"]),
        (["I write from Leeds: our club in Leeds needs the phone number"], ["town_twinning.phone"]),
        (["Wir haben die Adresse schon. Welche Website hat UCLG?"], ["uclg.website"]),
    ],
)
def test_answered(assistant: Assistant, messages: list[str], facts: list[str]) -> None:
    reply = last_reply(assistant, *messages)
    assert (reply.status, [fact.id for fact in reply.facts]) == ("answered", facts)


@pytest.mark.parametrize(
    "messages",
    [
        ["Bis wann bleibt Berlin Kopräsident?"],
        ["When does Berlin's co-presidency run out?"],
        ["Seit wann ist Berlin Kopräsident?", "Und wie lange noch?"],
        ["Welche Stadt teilt sich mit Berlin die Kopräsidentschaft, wer ist es außer Berlin?"],
        ["Who presided Metropolis after Müller?"],
        ["Who was president of Metropolis in January 2021?"],
        ["Seit wann ist Berlin Mitglied bei Metropolis?", "Und wie ist es bei UCLG?"],
        ["Wir haben die Adresse schon. Wer bezahlt das Projekt?"],
    ],
)
def test_not_answered(assistant: Assistant, messages: list[str]) -> None:
    assert last_reply(assistant, *messages).status == "unknown"


def test_all_networks_at_once(assistant: Assistant) -> None:
    reply = last_reply(assistant, "Bitte die Websites von allen drei Netzwerken")
    assert {fact.id for fact in reply.facts} == {"metropolis.website", "uclg.website", "global_compact.website"}


def test_month_reads_the_same_in_both_languages(assistant: Assistant) -> None:
    asked = ("Wer war im Januar 2021 Präsident von Metropolis?", "Who was president of Metropolis in January 2021?")
    for text in asked:
        assert "01/2021" in last_reply(assistant, text).sentences[0]
