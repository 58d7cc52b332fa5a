"""Error reports: what leaves, and that nobody's words, no local value and no machine name is in it."""

import json
import logging
from collections.abc import Iterator
from typing import Any

import pytest
import sentry_sdk
from sentry_sdk.envelope import Envelope
from sentry_sdk.transport import Transport

from bot.errors import SettingsError
from bot.operations.error_reports import set_up_error_reports
from bot.settings import Secret

DSN = Secret("https://key@errors.example/7")
PERSONAL = "Wo wohnt Erika Mustermann?"
_LOG = logging.getLogger("bot.somewhere")


class Kept(Transport):
    """Keeps what would be sent."""

    def __init__(self, options: Any = None) -> None:
        super().__init__(options)
        self.sent: list[dict[str, Any]] = []

    def capture_envelope(self, envelope: Envelope) -> None:
        """Keep the events as they would travel."""
        lines = [json.loads(line) for line in envelope.serialize().splitlines()]
        self.sent += [line for line in lines if "event_id" in line and "level" in line]


@pytest.fixture
def reports() -> Iterator[Kept]:
    """What a bot with error reports sends."""
    kept = Kept()
    set_up_error_reports(DSN, transport=kept)
    yield kept
    sentry_sdk.get_global_scope().set_client(None)


def fail(words: str) -> None:
    secret_local = f"{words} {words}"
    raise ValueError(secret_local)


def log_failure() -> None:
    try:
        fail(PERSONAL)
    except ValueError as error:
        _LOG.error("A handler failed for %s.", PERSONAL, exc_info=error)


def test_failure_is_reported_by_place_and_class(reports: Kept) -> None:
    log_failure()
    [event] = reports.sent
    [error] = event["exception"]["values"]
    assert error["type"] == "ValueError"
    assert [frame["function"] for frame in error["stacktrace"]["frames"]] == ["log_failure", "fail"]
    assert event["logentry"] == {"message": "A handler failed for %s."}
    assert (event["level"], event["logger"]) == ("error", "bot.somewhere")


def test_nothing_else_leaves(reports: Kept) -> None:
    log_failure()
    logging.getLogger("library").error(f"{PERSONAL}")
    _LOG.warning(PERSONAL)
    first, second = reports.sent
    allowed = {
        "event_id",
        "timestamp",
        "level",
        "logger",
        "platform",
        "release",
        "environment",
        "exception",
        "logentry",
    }
    assert set(first) | set(second) <= allowed
    assert "logentry" not in second
    text = json.dumps(reports.sent)
    assert [word for word in ("Erika", "Mustermann", "vars", "secret_local =", "server_name") if word in text] == []


def test_without_an_address_nothing_is_reported() -> None:
    set_up_error_reports(None)
    assert not sentry_sdk.is_initialized()


def test_wrong_address_is_named_without_showing_it() -> None:
    with pytest.raises(SettingsError, match="BOT_SENTRY_DSN is not an address") as caught:
        set_up_error_reports(Secret("https://errors.example/secretpath"))
    assert "secretpath" not in str(caught.value)
