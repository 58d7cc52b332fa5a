"""Settings from the environment, checked once at the start."""

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from bot.content.languages import Language
from bot.data_folder import data_folder
from bot.errors import SettingsError

DEFAULT_API = "https://api.telegram.org/bot"
DEFAULT_LISTEN = "127.0.0.1:8080"
DEFAULT_WEBHOOK_PATH = "/telegram"
"""Where Telegram delivers if the webhook's address names only a server."""
RESERVED_PATHS = ("/healthz", "/readyz", "/metrics")
"""What the bot tells about itself over HTTP."""
LAST_PORT = 65_535
MOST_DAYS = 365
"""No personal trace is kept longer than a year, whatever is set."""
_PROJECT = Path(__file__).resolve().parent.parent


class Secret:
    """A value that shows itself only on request: never in a log line, a traceback or a repr."""

    def __init__(self, value: str) -> None:
        self._value = value

    def reveal(self) -> str:
        """The value itself, for the one place that needs it."""
        return self._value

    def __repr__(self) -> str:
        return "Secret('***')"

    __str__ = __repr__


@dataclass(frozen=True, slots=True)
class Address:
    """A host and a port to listen on."""

    host: str
    port: int


@dataclass(frozen=True, slots=True)
class Webhook:
    """How Telegram reaches the bot."""

    url: str
    """The public address to which Telegram delivers."""
    secret: Secret
    """What Telegram sends along to show that it is Telegram."""

    @property
    def path(self) -> str:
        """The address without the server."""
        return urlsplit(self.url).path


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything that can be set from outside."""

    token: Secret | None
    """The bot's token; without one there is only the terminal."""
    api_base_url: str
    """Where the Bot API is; a self-hosted server or a test server ends in /bot as well."""
    content: Path
    """The folder that holds knowledge/ and intents/."""
    cache: Path
    """Where the trained ranker is kept between starts."""
    language: Language
    """The language of replies where neither question nor person shows one."""
    encoder: bool
    """Whether the sentence encoder is used, if it is installed."""
    data: Path
    """The folder for what must outlive the process; nobody else may look into it."""
    store_url: Secret | None
    """A Valkey or Redis server to keep it on instead, shared by replicas; may hold a password."""
    secret: Secret | None
    """What keyed hashes are made with; replicas need the same, and without one the data folder holds a key."""
    log_level: str
    """DEBUG, INFO, WARNING or ERROR."""
    listen: Address | None
    """Where to answer HTTP requests about the bot's health, and Telegram's deliveries if there is a webhook."""
    webhook: Webhook | None
    """Where Telegram delivers updates; without it the bot asks for them."""
    log_format: str | None
    """json or text; None is text on a terminal, else json."""
    sentry_dsn: Secret | None
    """Where errors are reported, if anywhere."""
    reload: bool
    """Whether the content folder is watched and a change of it put in force."""
    operators: tuple[int, ...]
    """Telegram's numbers of the people who are told what is wrong with changed content."""
    report: bool
    """Whether unanswered questions are kept, scrubbed, for the report."""
    report_days: int
    """How long."""
    report_people: int
    """How many people must have asked alike before the report shows it."""

    @classmethod
    def read(cls, environment: Mapping[str, str]) -> "Settings":
        """Read and check; raises SettingsError naming the variable and what it wants, but no secret."""
        return cls(
            token=_token(environment),
            api_base_url=_api(environment.get("TELEGRAM_API_BASE_URL") or DEFAULT_API),
            content=Path(environment.get("BOT_CONTENT") or _PROJECT),
            cache=Path(environment.get("BOT_CACHE") or _PROJECT / ".cache"),
            language=_language(environment.get("BOT_LANGUAGE") or "de"),
            encoder=_switch("BOT_ENCODER", environment.get("BOT_ENCODER") or "on"),
            data=data_folder(environment),
            store_url=_store(environment.get("BOT_STORE_URL") or ""),
            secret=_secret(environment, "BOT_SECRET", "secret"),
            listen=_listen(environment),
            webhook=_webhook(environment),
            log_level=_one_of("BOT_LOG_LEVEL", (environment.get("BOT_LOG_LEVEL") or "INFO").upper(), _LEVELS),
            log_format=_log_format(environment.get("BOT_LOG_FORMAT", "").lower()),
            sentry_dsn=_secret(environment, "BOT_SENTRY_DSN", "address"),
            reload=_switch("BOT_RELOAD", (environment.get("BOT_RELOAD") or "on")),
            report=_switch("BOT_REPORT", (environment.get("BOT_REPORT") or "off")),
            report_days=_count("BOT_REPORT_DAYS", environment.get("BOT_REPORT_DAYS") or "30"),
            report_people=_count("BOT_REPORT_PEOPLE", environment.get("BOT_REPORT_PEOPLE") or "3"),
            operators=_numbers("BOT_OPERATORS", environment.get("BOT_OPERATORS") or ""),
        )


_LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR")
_STORES = ("valkey", "valkeys", "redis", "rediss", "unix")


def _token(environment: Mapping[str, str]) -> Secret | None:
    return _secret(environment, "TELEGRAM_BOT_TOKEN", "token")


def _secret(environment: Mapping[str, str], name: str, what: str) -> Secret | None:
    """The variable itself, or what stands in the file that NAME_FILE names."""
    file = environment.get(f"{name}_FILE")
    value = environment.get(name, "").strip()
    if file and not value:
        try:
            value = Path(file).read_text(encoding="utf-8").strip()
        except (OSError, UnicodeDecodeError) as error:
            raise SettingsError(f"{name}_FILE: the file cannot be read ({type(error).__name__}).") from None
        if not value:
            raise SettingsError(f"{name}_FILE: the file holds no {what}.")
    return Secret(value) if value else None


def _webhook(environment: Mapping[str, str]) -> Webhook | None:
    url = environment.get("BOT_WEBHOOK_URL", "").strip()
    if not url:
        return None
    parts = urlsplit(url)
    if parts.scheme != "https" or not parts.hostname or parts.query or parts.fragment:
        raise SettingsError("BOT_WEBHOOK_URL must look like https://bot.example.org/telegram, without a query.")
    if parts.path in RESERVED_PATHS:
        raise SettingsError(f"BOT_WEBHOOK_URL must not end in {parts.path}: that address tells about the bot's health.")
    whole = url if parts.path.strip("/") else url.rstrip("/") + DEFAULT_WEBHOOK_PATH
    return Webhook(whole, _webhook_secret(environment))


def _webhook_secret(environment: Mapping[str, str]) -> Secret:
    """The one given, else one made from the token, so that all processes of a bot agree on it."""
    given = _secret(environment, "BOT_WEBHOOK_SECRET", "secret")
    if given is None:
        token = _token(environment)
        key = token.reveal().encode() if token else b""
        return Secret(hashlib.blake2b(b"webhook secret", key=key[:64], digest_size=32).hexdigest())
    if not re.fullmatch(r"[A-Za-z0-9_-]{1,256}", given.reveal()):
        raise SettingsError("BOT_WEBHOOK_SECRET can hold 1 to 256 of the letters A-Z, a-z, 0-9, _ and -.")
    return given


def _listen(environment: Mapping[str, str]) -> Address | None:
    """With a webhook there must be something to listen on; a proxy in front of it speaks TLS with Telegram."""
    value = environment.get("BOT_LISTEN") or (DEFAULT_LISTEN if environment.get("BOT_WEBHOOK_URL", "").strip() else "")
    if not value:
        return None
    host, _, port = value.rpartition(":")
    if not host or not port.isdecimal() or int(port) > LAST_PORT:
        raise SettingsError(f"BOT_LISTEN is “{value}”; it must look like {DEFAULT_LISTEN} or [::]:8080.")
    return Address(host.strip("[]"), int(port))


def _store(url: str) -> Secret | None:
    """The address may hold a password, so no message repeats it."""
    if not url:
        return None
    try:
        parts = urlsplit(url)
        known = parts.scheme in _STORES and bool(parts.hostname or parts.scheme == "unix") and parts.port != 0
    except ValueError:
        known = False
    if not known:
        raise SettingsError(f"BOT_STORE_URL must look like valkey://127.0.0.1:6379/0 ({', '.join(_STORES)}).")
    return Secret(url)


def _api(url: str) -> str:
    if not url.startswith(("http://", "https://")) or not url.rstrip("/").endswith("/bot"):
        raise SettingsError("TELEGRAM_API_BASE_URL must start with http:// or https:// and end in /bot.")
    return url.rstrip("/")


def _language(value: str) -> Language:
    if value == "de":
        return "de"
    if value == "en":
        return "en"
    raise SettingsError(f"BOT_LANGUAGE is “{value}”; it can be de or en.")


def _log_format(value: str) -> str | None:
    return _one_of("BOT_LOG_FORMAT", value, ("json", "text")) if value else None


def _numbers(name: str, value: str) -> tuple[int, ...]:
    parts = value.replace(",", " ").split()
    if not all(part.isascii() and part.isdecimal() for part in parts):
        raise SettingsError(f"{name} must be Telegram's numbers of people, such as 1234567,2345678.")
    return tuple(dict.fromkeys(int(part) for part in parts))


def _count(name: str, value: str) -> int:
    if not (value.isascii() and value.isdecimal() and 0 < int(value) <= MOST_DAYS):
        raise SettingsError(f"{name} is “{value}”; it can be a number from 1 to {MOST_DAYS}.")
    return int(value)


def _switch(name: str, value: str) -> bool:
    return _one_of(name, value.lower(), ("on", "off")) == "on"


def _one_of(name: str, value: str, allowed: tuple[str, ...]) -> str:
    if value not in allowed:
        raise SettingsError(f"{name} is “{value}”; it can be {', '.join(allowed)}.")
    return value
