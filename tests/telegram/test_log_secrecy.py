"""Nothing that anybody wrote, no person and no secret is in any output of a bot that meets every kind of fault."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.telegram.bot_process import BotProcess
from tests.telegram.fake_api import TOKEN, FakeTelegram

QUESTION = "Geheimfrage zu Metropolis von Erika?"
PERSON = 70_707_071
NAME = "Mustermann"


@pytest.fixture(scope="module")
def output(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """What a talkative bot wrote while Telegram and its own replies failed in turn, and at its end."""
    folder: Path = tmp_path_factory.mktemp("bot")
    environment = {"BOT_LOG_LEVEL": "DEBUG", "BOT_DATA": str(folder / "data"), "PYTHONASYNCIODEBUG": "1"}
    with FakeTelegram() as fake, BotProcess.small(fake, folder, **environment) as bot:
        bot.wait_for(fake)
        _meet_faults(fake)
        bot.stop()
        yield bot.output().replace(f"127.0.0.1:{fake.base_url.rpartition(':')[2]}", "")


def _meet_faults(fake: FakeTelegram) -> None:
    """Each reply fails in another way, and each way repeats what the person wrote."""
    fake.user(PERSON, "de")["last_name"] = NAME
    words = f"Bad Request: {QUESTION} {fake.token}"
    faults: list[dict[str, object]] = [
        {"status": 400, "description": words},
        {"status": 403, "description": f"Forbidden: {NAME} {PERSON}"},
        {"status": 502, "body": f"<html>{QUESTION}</html>"},
        {"status": 200, "body": f'{{"ok": true, "result": "{QUESTION}"}}'},
        {"status": 200, "body": f"{QUESTION} is no JSON"},
    ]
    for fault in faults:
        fake.fail_next("sendMessage", **fault)  # type: ignore[arg-type]
        _say(fake)
    fake.drop_next("sendMessage")
    _say(fake)
    fake.fail_next("getUpdates", 200, f'{{"ok": true, "result": [{{"update_id": 1, "message": "{QUESTION}"}}]}}')
    _say(fake)
    fake.wait_for(lambda call: call.method == "sendMessage" and call.error is not None, len(faults) + 1, timeout=30)
    fake.wait_for(lambda call: call.method == "getUpdates" and call.error is not None, timeout=30)


def _say(fake: FakeTelegram) -> None:
    seen = len(fake.calls)
    fake.say(QUESTION, user_id=PERSON)
    fake.wait_for("sendMessage", after=seen, timeout=30)


@pytest.mark.parametrize("personal", ["Geheimfrage", "Erika", NAME, str(PERSON), "Ada"])
def test_nothing_personal_is_written(output: str, personal: str) -> None:
    assert personal not in output


def test_no_token_is_written(output: str) -> None:
    assert [part for part in (TOKEN, TOKEN.replace(":", "%3A"), TOKEN.split(":")[1]) if part in output] == []


def test_faults_are_written(output: str) -> None:
    assert output.count("A handler failed.") > 0


def test_every_line_is_json(output: str) -> None:
    assert {type(json.loads(line)) for line in output.splitlines()} == {dict}
