"""Reports of faults to a Sentry server, if the operator names one: where and of which class, never anybody's words."""

import logging
from collections.abc import Mapping
from typing import Any

from bot.errors import SettingsError
from bot.settings import Secret

_NOT_INSTALLED = 'BOT_SENTRY_DSN is set, but its library is missing. Install it: pip install ".[sentry]"'
_NOT_A_DSN = "BOT_SENTRY_DSN is not an address from Sentry's project settings (https://key@host/number)."
_FROM_EVENT = ("event_id", "timestamp", "level", "logger", "platform", "release", "environment")
_FROM_FRAME = ("filename", "function", "module", "lineno", "in_app")

Event = dict[str, Any]


def set_up_error_reports(dsn: Secret | None, **options: Any) -> None:
    """Report every logged error from now on; raises SettingsError. Options go to the library."""
    if dsn is None:
        return
    try:
        import sentry_sdk  # an optional extra
        from sentry_sdk.integrations.logging import LoggingIntegration
    except ImportError:
        raise SettingsError(_NOT_INSTALLED) from None
    try:
        sentry_sdk.init(
            dsn.reveal(),
            # The library's own habit is to look into requests, arguments, local variables and machine names.
            default_integrations=False,
            integrations=[LoggingIntegration(level=None, event_level=logging.ERROR)],
            auto_enabling_integrations=False,
            include_local_variables=False,
            include_source_context=False,
            max_breadcrumbs=0,
            auto_session_tracking=False,
            server_name="",
            before_send=lambda event, _: scrubbed(event),
            **options,
        )
    except sentry_sdk.utils.BadDsn:
        raise SettingsError(_NOT_A_DSN) from None


def scrubbed(event: Mapping[str, Any]) -> Any:
    """What may leave: a list of what is allowed, so that nothing new slips through with another library version."""
    kept = _only(event, _FROM_EVENT)
    errors = event.get("exception", {}).get("values", ())
    if errors:
        kept["exception"] = {"values": [_error(error) for error in errors]}
    if event.get("logger", "").partition(".")[0] == "bot":
        # The constant part of our own line; what was filled in stays here.
        kept["logentry"] = _only(event.get("logentry", {}), ("message",))
    return kept


def _error(error: Mapping[str, Any]) -> Event:
    frames = (error.get("stacktrace") or {}).get("frames", ())
    return {
        **_only(error, ("type", "module")),
        "stacktrace": {"frames": [_only(frame, _FROM_FRAME) for frame in frames]},
    }


def _only(values: Mapping[str, Any], names: tuple[str, ...]) -> Event:
    return {name: values[name] for name in names if name in values}
