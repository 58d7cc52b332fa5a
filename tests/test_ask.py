"""`python -m bot ask`: the contract for people, for JSON and for JSON Lines."""

import json
from collections.abc import Sequence

import pytest

from bot.ask import answer_batch, converse
from bot.assistant import Assistant
from bot.errors import InputError
from tests.conftest import RunBot

FOUNDED = "Wann wurde Metropolis gegründet?"
MEMBER = "Since when has Berlin been a member of Metropolis?"
EMAIL = "becker@auslandsgesellschaft.de"
KEYS = {
    "status": str,
    "language": str,
    "text": str,
    "facts": list,
    "intents": list,
    "confidence": float,
    "sources": list,
    "contact": dict,
    "suggestions": list,
}
"""What a reply consists of, in order, besides its id."""


def test_a_person_reads_answer_source_and_contact(run_bot: RunBot) -> None:
    done = run_bot("ask", FOUNDED)
    assert done.returncode == 0
    answer, source = done.stdout.split("\n\n")
    assert "1985" in answer
    assert "Quelle" in source
    assert EMAIL in source


def test_json_is_one_object_with_the_promised_keys(run_bot: RunBot) -> None:
    done = run_bot("ask", "--json", MEMBER)
    assert done.returncode == 0
    reply = json.loads(done.stdout)
    assert {name: type(value) for name, value in reply.items()} == KEYS
    assert (reply["status"], reply["language"]) == ("answered", "en")
    assert reply["facts"] == ["metropolis.berlin_member_since"]
    assert reply["contact"]["email"] == EMAIL
    assert 0 < reply["confidence"] <= 1
    assert all(source.keys() == {"document", "quote"} and "1991" in source["quote"] for source in reply["sources"])


@pytest.mark.parametrize(("options", "stream"), [([], "stdout"), (["--json"], "stderr")])
def test_explain_shows_how_a_question_was_understood(run_bot: RunBot, options: list[str], stream: str) -> None:
    done = run_bot("ask", "--explain", *options, FOUNDED)
    assert done.returncode == 0
    explained = getattr(done, stream)
    for part in ("language: de", "topic metropolis: “Metropolis”", "unexplained words: none", "nearest example"):
        assert part in explained
    if options:
        assert json.loads(done.stdout)["status"] == "answered"


def test_batch_answers_in_order_and_skips_empty_lines(run_bot: RunBot) -> None:
    lines = [
        {"id": "b", "turns": [FOUNDED], "surface": "private"},
        {"id": "a", "turns": [MEMBER]},
        {"turns": ["Seit wann ist Berlin Mitglied bei Metropolis?", "Danke!"], "surface": "group"},
    ]
    text = "\n\n".join(json.dumps(line, ensure_ascii=False) for line in lines)
    done = run_bot("ask", "--batch", "-", text=text)
    assert done.returncode == 0
    replies = [json.loads(line) for line in done.stdout.splitlines()]
    assert [(reply["id"], reply["status"], reply["language"]) for reply in replies] == [
        ("b", "answered", "de"),
        ("a", "answered", "en"),
        ("5", "smalltalk", "de"),
    ]
    assert all(reply.keys() == {"id", *KEYS} for reply in replies)


@pytest.mark.parametrize(
    ("arguments", "text", "message"),
    [
        ([], "", 'Give a question, or --batch with a file: python -m bot ask "Was ist UCLG?"'),
        ([""], "", 'Give a question, or --batch with a file: python -m bot ask "Was ist UCLG?"'),
        ([FOUNDED, "--batch", "-"], "", 'Give a question, or --batch with a file: python -m bot ask "Was ist UCLG?"'),
        (["--batch", "no-such-file"], "", "no-such-file cannot be read: No such file or directory."),
        (["--batch", "-"], "nonsense", "Line 1 is not JSON: Expecting value: line 1 column 1 (char 0)."),
    ],
)
def test_mistake_ends_with_one_clear_message(
    run_bot: RunBot, assistant: Assistant, arguments: list[str], text: str, message: str
) -> None:
    assert assistant, "trained before, so that no log line stands beside the message"
    done = run_bot("ask", *arguments, text=text)
    assert (done.returncode, done.stdout, done.stderr) == (1, "", f"{message}\n")


def test_replies_before_a_malformed_line_are_kept(run_bot: RunBot) -> None:
    done = run_bot("ask", "--batch", "-", text=json.dumps({"id": "q1", "turns": [FOUNDED]}) + "\n{}\n")
    assert done.returncode == 1
    assert [json.loads(line)["id"] for line in done.stdout.splitlines()] == ["q1"]
    assert 'Line 2 needs "turns"' in done.stderr


NEEDS_TURNS = 'Line 1 needs "turns": a list of at least one message, such as ["Was ist UCLG?"].'


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("{", "Line 1 is not JSON: Expecting property name enclosed in double quotes: line 1 column 2 (char 1)."),
        ("{}", NEEDS_TURNS),
        ("[]", NEEDS_TURNS),
        ("null", NEEDS_TURNS),
        ('"Was ist UCLG?"', NEEDS_TURNS),
        ('{"id": "q1", "turns": []}', NEEDS_TURNS),
        ('{"id": "q1", "turns": "Was ist UCLG?"}', NEEDS_TURNS),
        ('{"id": "q1", "turns": ["Was ist UCLG?", 7]}', NEEDS_TURNS),
    ],
)
def test_malformed_line_is_named(assistant: Assistant, line: str, message: str) -> None:
    with pytest.raises(InputError) as caught:
        list(answer_batch([line], assistant, "de"))
    assert str(caught.value) == message


@pytest.mark.parametrize(
    ("turns", "facts"),
    [
        ([FOUNDED], ["metropolis.founded"]),
        (["Was ist Metropolis?", "Wann wurde es gegründet?"], ["metropolis.founded"]),
        ([MEMBER, "Thank you!"], []),
    ],
)
def test_reply_is_the_one_to_the_last_turn(assistant: Assistant, turns: Sequence[str], facts: list[str]) -> None:
    assert [fact.id for fact in converse(assistant, turns, "de").facts] == facts
