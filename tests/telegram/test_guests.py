"""Guest mode: one answer for each call, nothing else, and nothing kept."""

from collections.abc import Iterator

import pytest

from tests.telegram.bot_process import BotProcess
from tests.telegram.fake_api import Call, FakeTelegram
from tests.telegram.group import BOT_NAME, MEMBERS

ASKED, FOUNDED = "In welchem Jahr entstand Metropolis?", "Metropolis wurde 1985 gegründet."
UCLG, FOLLOW_UP, UCLG_WEBSITE = "Was ist UCLG?", "Und die Website?", "www.uclg.org"


@pytest.fixture
def telegram(fake: FakeTelegram, bot: BotProcess) -> Iterator[FakeTelegram]:
    """Fails if the bot did anything but answer calls, or did it more than once for one."""
    seen = len(fake.calls)
    yield fake
    calls = [call for call in fake.calls[seen:] if call.method != "getUpdates"]
    assert {call.method for call in calls} <= {"answerGuestQuery"}
    taken = [call.parameters["guest_query_id"] for call in calls if not call.error]
    assert len(taken) == len(set(taken))
    assert "could not be handled" not in bot.output()


def answers_to(fake: FakeTelegram, query: str) -> list[Call]:
    """The answers that a call got."""
    return fake.wait_for(lambda call: str(call.parameters.get("guest_query_id")) == query)


def call_bot(fake: FakeTelegram, text: str, user: int, language_code: str | None = "de") -> str:
    """Call the bot and return what it said."""
    query = fake.guest(text, user_id=user, language_code=language_code)
    answers_to(fake, query)
    return str(fake.guest_messages[f"guest{query}"]["text"])


@pytest.mark.parametrize("text", [f"{BOT_NAME} {ASKED}", f"{ASKED} {BOT_NAME}", f"Sag, {BOT_NAME}: {ASKED}"])
def test_question(telegram: FakeTelegram, member: int, text: str) -> None:
    assert call_bot(telegram, text, member).startswith(FOUNDED)


def test_answer_leads_into_the_private_chat_only(telegram: FakeTelegram, member: int) -> None:
    query = telegram.guest(f"{BOT_NAME} {ASKED}", user_id=member)
    answers_to(telegram, query)
    [[button]] = telegram.guest_messages[f"guest{query}"]["reply_markup"]["inline_keyboard"]
    assert button["url"] == "https://t.me/city_networks_bot?start=f_metropolis-founded_de"


@pytest.mark.parametrize(("code", "expected"), [("de", "Bitte schreiben Sie"), ("en", "Please add your question")])
@pytest.mark.parametrize("text", [BOT_NAME, f"{BOT_NAME} 👍", f"/ask{BOT_NAME}"])
def test_empty_question(telegram: FakeTelegram, member: int, text: str, code: str, expected: str) -> None:
    assert expected in call_bot(telegram, text, member, code)


def test_nothing_is_kept_or_known(telegram: FakeTelegram, member: int) -> None:
    call_bot(telegram, f"{BOT_NAME} {UCLG}", member)
    assert UCLG_WEBSITE not in call_bot(telegram, f"{BOT_NAME} {FOLLOW_UP}", member)


def test_call_in_a_private_chat_of_others(telegram: FakeTelegram, member: int) -> None:
    user = telegram.user(member)
    query = telegram._ask_bot(
        "guest_message",
        {"message_id": 1, "date": 1, "chat": {"id": 5, "type": "private", "first_name": "Eva"}, "from": user}
        | telegram._user_content(f"{BOT_NAME} {ASKED}", None),
    )
    assert len(answers_to(telegram, query)) == 1


def test_call_that_is_too_old(telegram: FakeTelegram, member: int, bot: BotProcess) -> None:
    telegram.fail_next(
        "answerGuestQuery", 400, description="Bad Request: query is too old and response timeout expired"
    )
    seen = bot.output().count("Traceback")
    query = telegram.guest(f"{BOT_NAME} {ASKED}", user_id=member)
    assert len(answers_to(telegram, query)) == 1
    call_bot(telegram, f"{BOT_NAME} {ASKED}", member)
    assert bot.output().count("A handler failed") == seen


def test_refused_answer_becomes_an_apology(telegram: FakeTelegram, member: int) -> None:
    telegram.fail_next("answerGuestQuery", 400, description="Bad Request: something new")
    query = telegram.guest(f"{BOT_NAME} {ASKED}", user_id=member)
    telegram.wait_for(lambda call: str(call.parameters.get("guest_query_id")) == query, count=2)
    assert "Fehler" in telegram.guest_messages[f"guest{query}"]["text"]


def test_broken_connection_gives_one_answer(telegram: FakeTelegram, member: int) -> None:
    telegram.drop_next("answerGuestQuery")
    query = telegram.guest(f"{BOT_NAME} {ASKED}", user_id=member)
    telegram.wait_for(lambda call: str(call.parameters.get("guest_query_id")) == query and not call.error)
    assert telegram.guest_messages[f"guest{query}"]["text"].startswith(FOUNDED)


def test_twenty_answers_a_minute_then_a_notice_then_silence(telegram: FakeTelegram, member: int) -> None:
    said = [call_bot(telegram, f"{BOT_NAME} {ASKED}", member) for _ in range(21)]
    assert [text.startswith(FOUNDED) for text in said] == [True] * 20 + [False]
    assert "zu viele Fragen" in said[-1]
    silent = telegram.guest(f"{BOT_NAME} {ASKED}", user_id=member)
    call_bot(telegram, f"{BOT_NAME} {ASKED}", next(MEMBERS))
    assert f"guest{silent}" not in telegram.guest_messages
