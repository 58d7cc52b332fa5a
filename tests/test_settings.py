"""Settings: what an environment means, what each mistake is told, and that no secret shows itself."""

from pathlib import Path
from typing import Any

import pytest

from bot.errors import SettingsError
from bot.settings import DEFAULT_API, Address, Secret, Settings

TOKEN = "123456:a-token-nobody-may-see"
BAD_STORE = "BOT_STORE_URL must look like valkey://127.0.0.1:6379/0 (valkey, valkeys, redis, rediss, unix)."
BAD_STORES = ("127.0.0.1:6379", "http://127.0.0.1", "valkey://", "valkey://:geheim@", "redis://host:port", "redis://[")
WEBHOOK = "https://bot.example/hook"
NO_WEBHOOK = "BOT_WEBHOOK_URL must look like https://bot.example.org/telegram, without a query."
PROJECT = Path(__file__).resolve().parent.parent


@pytest.mark.parametrize(
    ("environment", "name", "value"),
    [
        ({}, "token", None),
        ({"TELEGRAM_BOT_TOKEN": ""}, "token", None),
        ({"TELEGRAM_BOT_TOKEN": " \n"}, "token", None),
        ({}, "api_base_url", DEFAULT_API),
        ({"TELEGRAM_API_BASE_URL": ""}, "api_base_url", DEFAULT_API),
        ({"TELEGRAM_API_BASE_URL": "http://127.0.0.1:8081/bot"}, "api_base_url", "http://127.0.0.1:8081/bot"),
        ({"TELEGRAM_API_BASE_URL": "https://bots.example/bot/"}, "api_base_url", "https://bots.example/bot"),
        ({}, "content", PROJECT),
        ({"BOT_CONTENT": "elsewhere"}, "content", Path("elsewhere")),
        ({}, "cache", PROJECT / ".cache"),
        ({"BOT_CACHE": "/var/cache/bot"}, "cache", Path("/var/cache/bot")),
        ({}, "language", "de"),
        ({"BOT_LANGUAGE": ""}, "language", "de"),
        ({"BOT_LANGUAGE": "en"}, "language", "en"),
        ({}, "encoder", True),
        ({"BOT_ENCODER": "off"}, "encoder", False),
        ({"BOT_ENCODER": "ON"}, "encoder", True),
        ({}, "data", PROJECT / "data"),
        ({"BOT_DATA": "/var/lib/bot"}, "data", Path("/var/lib/bot")),
        ({}, "store_url", None),
        ({"BOT_STORE_URL": ""}, "store_url", None),
        ({}, "secret", None),
        ({"BOT_SECRET": " "}, "secret", None),
        ({}, "log_level", "INFO"),
        ({"BOT_LOG_LEVEL": "debug"}, "log_level", "DEBUG"),
        ({}, "listen", None),
        ({"BOT_LISTEN": "0.0.0.0:80"}, "listen", Address("0.0.0.0", 80)),
        ({"BOT_LISTEN": "[::]:8080"}, "listen", Address("::", 8080)),
        ({"BOT_WEBHOOK_URL": WEBHOOK}, "listen", Address("127.0.0.1", 8080)),
        ({}, "webhook", None),
    ],
)
def test_environment_is_read(environment: dict[str, str], name: str, value: Any) -> None:
    assert getattr(Settings.read(environment), name) == value


@pytest.mark.parametrize(
    ("environment", "message"),
    [
        ({"BOT_LANGUAGE": "fr"}, "BOT_LANGUAGE is “fr”; it can be de or en."),
        ({"BOT_ENCODER": "maybe"}, "BOT_ENCODER is “maybe”; it can be on, off."),
        ({"BOT_LOG_LEVEL": "LOUD"}, "BOT_LOG_LEVEL is “LOUD”; it can be DEBUG, INFO, WARNING, ERROR."),
        (
            {"TELEGRAM_API_BASE_URL": "https://api.telegram.org"},
            "TELEGRAM_API_BASE_URL must start with http:// or https:// and end in /bot.",
        ),
        (
            {"TELEGRAM_API_BASE_URL": "127.0.0.1:8081/bot"},
            "TELEGRAM_API_BASE_URL must start with http:// or https:// and end in /bot.",
        ),
        ({"BOT_LISTEN": "8080"}, "BOT_LISTEN is “8080”; it must look like 127.0.0.1:8080 or [::]:8080."),
        ({"BOT_LISTEN": "here:port"}, "BOT_LISTEN is “here:port”; it must look like 127.0.0.1:8080 or [::]:8080."),
        ({"BOT_LISTEN": "here:65536"}, "BOT_LISTEN is “here:65536”; it must look like 127.0.0.1:8080 or [::]:8080."),
        ({"BOT_WEBHOOK_URL": "http://bot.example/x"}, NO_WEBHOOK),
        ({"BOT_WEBHOOK_URL": "bot.example"}, NO_WEBHOOK),
        ({"BOT_WEBHOOK_URL": "https://bot.example/x?y"}, NO_WEBHOOK),
        (
            {"BOT_WEBHOOK_URL": "https://bot.example/readyz"},
            "BOT_WEBHOOK_URL must not end in /readyz: that address tells about the bot's health.",
        ),
        (
            {"BOT_WEBHOOK_URL": WEBHOOK, "BOT_WEBHOOK_SECRET": "with space"},
            "BOT_WEBHOOK_SECRET can hold 1 to 256 of the letters A-Z, a-z, 0-9, _ and -.",
        ),
        (
            {"BOT_WEBHOOK_URL": WEBHOOK, "BOT_WEBHOOK_SECRET_FILE": "/no/such/file"},
            "BOT_WEBHOOK_SECRET_FILE: the file cannot be read (FileNotFoundError).",
        ),
        (
            {"TELEGRAM_BOT_TOKEN_FILE": "/no/such/file"},
            "TELEGRAM_BOT_TOKEN_FILE: the file cannot be read (FileNotFoundError).",
        ),
        ({"BOT_SECRET_FILE": "/no/such/file"}, "BOT_SECRET_FILE: the file cannot be read (FileNotFoundError)."),
        ({"BOT_SECRET_FILE": "/dev/null"}, "BOT_SECRET_FILE: the file holds no secret."),
        *(({"BOT_STORE_URL": url}, BAD_STORE) for url in BAD_STORES),
    ],
)
def test_mistake_is_named_with_its_remedy(environment: dict[str, str], message: str) -> None:
    with pytest.raises(SettingsError) as caught:
        Settings.read({"TELEGRAM_BOT_TOKEN": "", **environment})
    assert str(caught.value) == message


@pytest.mark.parametrize("variable", ["BOT_LANGUAGE", "BOT_ENCODER", "BOT_LOG_LEVEL", "TELEGRAM_API_BASE_URL"])
def test_mistake_elsewhere_does_not_show_the_token(variable: str) -> None:
    with pytest.raises(SettingsError) as caught:
        Settings.read({"TELEGRAM_BOT_TOKEN": TOKEN, variable: "wrong"})
    assert TOKEN not in str(caught.value)


@pytest.mark.parametrize(
    ("content", "environment", "token"),
    [
        (f"{TOKEN}\n", {}, TOKEN),
        ("from the file", {"TELEGRAM_BOT_TOKEN": TOKEN}, TOKEN),
        (f"  {TOKEN}  ", {"TELEGRAM_BOT_TOKEN": " "}, TOKEN),
    ],
)
def test_token_file(tmp_path: Path, content: str, environment: dict[str, str], token: str) -> None:
    file = tmp_path / "token"
    file.write_text(content, encoding="utf-8")
    settings = Settings.read({**environment, "TELEGRAM_BOT_TOKEN_FILE": str(file)})
    assert settings.token
    assert settings.token.reveal() == token


def test_token_file_that_is_no_text_is_refused_without_showing_it(tmp_path: Path) -> None:
    file = tmp_path / "token"
    file.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(SettingsError) as caught:
        Settings.read({"TELEGRAM_BOT_TOKEN_FILE": str(file)})
    assert str(caught.value) == "TELEGRAM_BOT_TOKEN_FILE: the file cannot be read (UnicodeDecodeError)."
    assert caught.value.__suppress_context__


@pytest.mark.parametrize(
    "url",
    [
        "valkey://:geheim@127.0.0.1:6379/0",
        "redis://store",
        "valkeys://name:geheim@store.example:6380/1",
        "unix://:geheim@/run/valkey.sock",
    ],
)
def test_store_address_is_kept_and_masked(url: str) -> None:
    settings = Settings.read({"BOT_STORE_URL": url})
    assert settings.store_url
    assert settings.store_url.reveal() == url
    assert "geheim" not in repr(settings)


def test_secret_comes_from_the_variable_or_a_file(tmp_path: Path) -> None:
    file = tmp_path / "secret"
    file.write_text("aus der Datei\n", encoding="utf-8")
    for environment, expected in (({}, "aus der Datei"), ({"BOT_SECRET": "direkt"}, "direkt")):
        secret = Settings.read({**environment, "BOT_SECRET_FILE": str(file)}).secret
        assert secret
        assert secret.reveal() == expected


@pytest.mark.parametrize(
    ("url", "path"),
    [
        ("https://bot.example", "/telegram"),
        ("https://bot.example/", "/telegram"),
        ("https://bot.example:8443/a/b", "/a/b"),
    ],
)
def test_webhook_has_a_path(url: str, path: str) -> None:
    webhook = Settings.read({"TELEGRAM_BOT_TOKEN": TOKEN, "BOT_WEBHOOK_URL": url}).webhook
    assert webhook
    assert (webhook.path, webhook.url.startswith(url.rstrip("/"))) == (path, True)


def test_webhooks_secret_is_given_or_made_from_the_token() -> None:
    def secret(**environment: str) -> str:
        webhook = Settings.read({"BOT_WEBHOOK_URL": WEBHOOK, "TELEGRAM_BOT_TOKEN": TOKEN, **environment}).webhook
        assert webhook
        return webhook.secret.reveal()

    assert secret(BOT_WEBHOOK_SECRET="given") == "given"
    assert secret() == secret()
    assert secret() != secret(TELEGRAM_BOT_TOKEN="1:other")
    assert TOKEN not in secret()


@pytest.mark.parametrize("shown", [repr, str, "{}".format, "{!r}".format, "%s".__mod__])
def test_secret_is_masked(shown: Any) -> None:
    assert shown(Secret(TOKEN)) == "Secret('***')"


@pytest.mark.parametrize("shown", [repr, str])
def test_settings_mask_the_token(shown: Any) -> None:
    text = shown(Settings.read({"TELEGRAM_BOT_TOKEN": TOKEN}))
    assert TOKEN not in text
    assert "token=Secret('***')" in text
