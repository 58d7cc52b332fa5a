"""`python -m bot doctor`: each fault is named with what to do, and only problems end with 1."""

import socket
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from bot.doctor import data_folder_findings, storage_finding
from bot.operations.telegram_checks import telegram_findings
from bot.settings import Settings
from tests.conftest import RunBot
from tests.telegram.fake_api import TOKEN, FakeTelegram
from tests.telegram.small_content import small_content

Arrange = Callable[[FakeTelegram], object]


@pytest.fixture
def fake() -> Iterator[FakeTelegram]:
    """A Bot API server on loopback."""
    with FakeTelegram() as server:
        yield server


@pytest.fixture
def doctor(run_bot: RunBot, tmp_path: Path) -> Callable[..., subprocess.CompletedProcess[str]]:
    """Runs the command with a data folder of its own; never shows the token."""

    def run(fake: FakeTelegram | None = None, **environment: str) -> subprocess.CompletedProcess[str]:
        telegram = {"TELEGRAM_BOT_TOKEN": TOKEN, "TELEGRAM_API_BASE_URL": fake.base_url} if fake else {}
        done = run_bot("doctor", **{"BOT_DATA": str(tmp_path / "data"), **telegram, **environment})
        assert [part for part in (TOKEN, TOKEN.split(":")[1]) if part in done.stdout + done.stderr] == []
        return done

    return run


Doctor = Callable[..., subprocess.CompletedProcess[str]]


def levels(done: subprocess.CompletedProcess[str]) -> set[str]:
    """How grave the findings are."""
    return {line.split()[0] for line in done.stdout.splitlines()}


def test_all_is_well(doctor: Doctor, fake: FakeTelegram) -> None:
    done = doctor(fake)
    assert done.returncode == 0
    for words in (
        "The content is valid",
        "The examples are learnt",
        "can be written",
        "The storage works (file)",
        "@city_networks_bot",
        "The clock agrees",
        "Privacy mode is on",
        "Inline mode is on",
        "Guest mode is on",
        "polling works",
    ):
        assert words in done.stdout
    assert "problem" not in levels(done)
    assert {call.method for call in fake.calls} == {"getMe", "getWebhookInfo"}


def test_without_token_only_that_is_missing(doctor: Doctor) -> None:
    done = doctor()
    assert done.returncode == 0
    assert "warning  There is no token" in done.stdout
    assert "@BotFather" in done.stdout


@pytest.mark.parametrize(
    ("arrange", "line"),
    [
        (lambda fake: setattr(fake, "token", "1:revoked"), "problem  Telegram refuses the token."),
        (lambda fake: fake.fail_next("getMe", 502, "<html>"), "problem  Telegram answers with HTTP status 502."),
        (lambda fake: fake.drop_next("getMe"), "problem  Telegram cannot be reached"),
        (lambda fake: fake.fail_next("getMe", 200, "no JSON"), "problem  Telegram cannot be reached"),
        (lambda fake: fake.drop_next("getWebhookInfo"), "problem  Telegram cannot be reached"),
        (lambda fake: setattr(fake, "clock_ahead", 90.0), " seconds behind Telegram's."),
        (lambda fake: setattr(fake, "clock_ahead", -90.0), " seconds ahead of Telegram's."),
        (
            lambda fake: fake.abilities.update(can_read_all_group_messages=True),
            "warning  Privacy mode is off",
        ),
        (lambda fake: fake.abilities.update(supports_inline_queries=False), "warning  Inline mode is off."),
        (lambda fake: fake.abilities.update(supports_guest_queries=False), "warning  Guest mode is off."),
        (lambda fake: fake.abilities.update(can_join_groups=False), "warning  Joining groups is off."),
        (
            lambda fake: fake.webhook.update(url="https://old.example/secret-path"),
            "warning  Another webhook is set, at old.example.",
        ),
        (
            lambda fake: fake.webhook.update(last_error_date=int(time.time())),
            "warning  Telegram could not deliver to the webhook",
        ),
        (lambda fake: [fake.say("Hallo") for _ in range(101)], "warning  101 updates wait."),
    ],
)
def test_telegram_is_looked_at(fake: FakeTelegram, arrange: Arrange, line: str) -> None:
    arrange(fake)
    assert line in told(fake)
    assert "secret-path" not in told(fake)


@pytest.mark.parametrize(
    ("url", "line"),
    [
        ("https://bot.example/telegram", "ok       Updates go to the webhook at bot.example."),
        ("https://new.example/telegram", "warning  Another webhook is set, at bot.example."),
    ],
)
def test_webhook_is_compared_with_the_setting(fake: FakeTelegram, url: str, line: str) -> None:
    fake.webhook["url"] = "https://bot.example/telegram"
    assert line in told(fake, url)


def test_webhook_that_is_not_set_yet(fake: FakeTelegram) -> None:
    line = "warning  The webhook in BOT_WEBHOOK_URL is not set yet."
    assert line in told(fake, "https://bot.example/telegram")


def told(fake: FakeTelegram, webhook: str = "") -> str:
    """What the checks say of Telegram; never the token."""
    text = "\n".join(map(str, telegram_findings(fake.base_url, TOKEN, webhook)))
    assert TOKEN.split(":")[1] not in text
    return text


def test_refused_token_ends_with_1(doctor: Doctor, fake: FakeTelegram, tmp_path: Path) -> None:
    fake.token = "1:revoked"
    # Broken content is found fast.
    done = doctor(fake, BOT_CONTENT=str(tmp_path))
    assert done.returncode == 1
    assert "problem  Telegram refuses the token." in done.stdout


def test_encoder_turned_off_is_a_warning(doctor: Doctor) -> None:
    assert "warning  The sentence encoder is turned off" in doctor(**small_content()).stdout


def test_broken_content_is_a_problem(doctor: Doctor, tmp_path: Path) -> None:
    done = doctor(BOT_CONTENT=str(tmp_path))
    assert done.returncode == 1
    assert "problem  The content has " in done.stdout


def test_folder_that_cannot_be_written_is_a_problem(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    found = local(BOT_DATA=str(tmp_path / "file"))
    assert "cannot be written" in found
    assert found.count("problem  ") == 2
    assert "problem  The storage does not work" in found


def test_folder_open_to_others_is_a_warning(tmp_path: Path) -> None:
    tmp_path.chmod(0o755)
    assert "warning  Other users of this machine" in local(BOT_DATA=str(tmp_path))
    tmp_path.chmod(0o700)
    assert "warning" not in local(BOT_DATA=str(tmp_path))


def test_server_that_is_gone_is_a_problem_without_its_password(tmp_path: Path) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        url = f"valkey://:geheimwort@127.0.0.1:{free.getsockname()[1]}/0"
        found = local(BOT_DATA=str(tmp_path), BOT_STORE_URL=url)
    assert "problem  The storage does not work" in found
    assert "geheimwort" not in found


@pytest.mark.parametrize(
    ("seconds_ago", "line"),
    [(1, "ok       A bot is at work here."), (600, "warning  A bot with this data folder hangs.")],
)
def test_bot_at_work_is_noticed(tmp_path: Path, seconds_ago: int, line: str) -> None:
    (tmp_path / "heartbeat").write_text(f"{time.time() - seconds_ago:.0f}")
    assert line in local(BOT_DATA=str(tmp_path))


def local(**environment: str) -> str:
    """What the checks say of the data folder and the storage."""
    settings = Settings.read(environment)
    return "\n".join(map(str, [*data_folder_findings(settings), storage_finding(settings)]))
