"""Whatever breaks on the way to Telegram, polled or delivered: each question is answered, and others do not wait."""

from collections import Counter
from collections.abc import Callable, Iterator

import pytest

from tests.telegram.bot_process import BotProcess
from tests.telegram.crowd import TEST_SECONDS, answers, ask_all, wait_for_answers
from tests.telegram.fake_api import FakeTelegram

_Break = Callable[[FakeTelegram, str], None]
FAULTS: dict[str, _Break] = {
    "502 with a page": lambda fake, method: fake.fail_next(method, 502, "<html>502 Bad Gateway</html>", times=2),
    "503 with JSON": lambda fake, method: fake.fail_next(method, 503, times=2),
    "200 with a page": lambda fake, method: fake.fail_next(method, 200, "<html>Log in to the Wi-Fi</html>", times=2),
    "connection dropped": lambda fake, method: fake.drop_next(method, times=2),
    "no JSON": lambda fake, method: fake.fail_next(method, 200, b"\xff\xfe", times=2),
    "JSON cut short": lambda fake, method: fake.fail_next(method, 200, '{"ok":true,"result":[{"upd', times=2),
    "flood wait": lambda fake, method: fake.fail_next(method, retry_after=1),
}


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FakeTelegram]:
    """The server of a bot at work, which writes no traceback whatever happens."""
    with FakeTelegram() as fake, BotProcess.small(fake, tmp_path_factory.mktemp("faults")) as bot:
        bot.wait_for(fake)
        yield fake
        assert bot.stop() == 0
        assert "Traceback" not in bot.output()
        assert fake.token.partition(":")[2] not in bot.output()


@pytest.mark.parametrize("method", ["sendMessage", "getUpdates"])
@pytest.mark.parametrize("fault", FAULTS)
def test_nobody_is_left_without_an_answer(running: FakeTelegram, newcomers: range, method: str, fault: str) -> None:
    FAULTS[fault](running, method)
    people = ask_all(running, newcomers[:10])
    assert wait_for_answers(running, people) == Counter(people)


def test_another_process_that_polls_is_outlasted(running: FakeTelegram, newcomers: range) -> None:
    running.fail_next("getUpdates", 409, description="Conflict: terminated by other getUpdates request", times=2)
    people = ask_all(running, newcomers[:3])
    assert wait_for_answers(running, people) == Counter(people)


def test_a_hanging_connection_holds_up_nobody_else(running: FakeTelegram, newcomers: range) -> None:
    seen = len(running.calls)
    running.hang_next("sendMessage")
    hanging = ask_all(running, newcomers[:1])
    running.wait_for("sendMessage", timeout=TEST_SECONDS, after=seen)
    others = ask_all(running, newcomers[1:20])
    assert wait_for_answers(running, others) == Counter(others)
    assert answers(running, hanging)[newcomers[0]] == 0
    running.release()
    assert wait_for_answers(running, hanging) == Counter(hanging)


def test_who_blocked_the_bot_is_not_written_to_again(running: FakeTelegram, newcomers: range) -> None:
    seen = len(running.calls)
    running.fail_next("sendMessage", 403, description="Forbidden: bot was blocked by the user")
    ask_all(running, newcomers[:1])
    running.wait_for("sendMessage", timeout=TEST_SECONDS, after=seen)
    others = ask_all(running, newcomers[1:2])
    wait_for_answers(running, others)
    tried = [call for call in running.calls[seen:] if str(call.parameters.get("chat_id")) == str(newcomers[0])]
    assert len(tried) == 1
