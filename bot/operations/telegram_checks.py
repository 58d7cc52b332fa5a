"""Asks Telegram about the bot: token, abilities, webhook, clock. Sends nothing to anybody."""

import json
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from http import HTTPStatus
from typing import Any
from urllib.error import HTTPError
from urllib.parse import urlsplit
from urllib.request import Request, urlopen

from bot.operations.finding import Finding, ok, problem, warning

PATIENCE_SECONDS = 10.0
"""How long Telegram may take for an answer."""
MOST_SKEW_SECONDS = 10.0
"""A clock further off than this misleads log readers and expiry times."""
MOST_WAITING = 100
"""More waiting updates than this mean that nobody takes them."""
RECENT_SECONDS = 3600
"""A delivery that failed longer ago is over."""
_REFUSED = (HTTPStatus.UNAUTHORIZED, HTTPStatus.NOT_FOUND)
_NEW_TOKEN = "Copy it again from @BotFather into TELEGRAM_BOT_TOKEN."
_NETWORK = "Check network, proxy (HTTPS_PROXY) and TELEGRAM_API_BASE_URL."


@dataclass(frozen=True, slots=True)
class Answer:
    """What Telegram said: the result (empty when refused), the HTTP status, and its time."""

    result: Mapping[str, Any]
    status: int
    date: datetime | None


def telegram_findings(api: str, token: str, webhook_url: str) -> Iterator[Finding]:
    """Everything that Telegram can tell; the webhook is the one the bot is set to use, empty when it polls."""
    try:
        me = _ask(api, token, "getMe")
        yield from _clock(me.date)
        if me.status != HTTPStatus.OK:
            yield _refusal(me.status)
            return
        yield ok(f"The token works: the bot is @{me.result.get('username', '?')}.")
        yield from _abilities(me.result)
        yield from _webhook(_ask(api, token, "getWebhookInfo").result, webhook_url)
    except (OSError, ValueError) as error:
        # The error's own words hold the address, and with it the token.
        yield problem(f"Telegram cannot be reached ({type(error).__name__}).", _NETWORK)


def _ask(api: str, token: str, method: str) -> Answer:
    """One call; raises OSError without an answer, ValueError for one that is not Telegram's."""
    try:
        with urlopen(Request(f"{api}{token}/{method}"), timeout=PATIENCE_SECONDS) as answer:
            status, headers, body = answer.status, answer.headers, answer.read()
    except HTTPError as refusal:
        with refusal:
            status, headers, body = refusal.code, refusal.headers, b"{}"
    result = json.loads(body).get("result", {})
    return Answer(result if isinstance(result, dict) else {}, status, _date(headers.get("Date")))


def _date(header: str | None) -> datetime | None:
    try:
        return parsedate_to_datetime(header) if header else None
    except ValueError:
        return None


def _refusal(status: int) -> Finding:
    if status in _REFUSED:
        return problem("Telegram refuses the token.", _NEW_TOKEN)
    return problem(f"Telegram answers with HTTP status {status}.", "Try again in a few minutes.")


def _clock(date: datetime | None) -> Iterator[Finding]:
    if date is None:
        return
    skew = datetime.now(UTC).timestamp() - date.astimezone(UTC).timestamp()
    if abs(skew) > MOST_SKEW_SECONDS:
        way = "ahead of" if skew > 0 else "behind"
        yield warning(f"The clock is {abs(skew):.0f} seconds {way} Telegram's.", "Turn on time synchronisation (NTP).")
    else:
        yield ok("The clock agrees with Telegram's.")


def _abilities(me: Mapping[str, Any]) -> Iterator[Finding]:
    if me.get("can_read_all_group_messages"):
        what = "Privacy mode is off: in groups the bot is sent every message."
        yield warning(what, "Turn it on at @BotFather (/setprivacy), unless that is meant.")
    else:
        yield ok("Privacy mode is on: in groups the bot is sent only what is meant for it.")
    for name, ability, command in (
        ("supports_inline_queries", "Inline mode", "/setinline"),
        ("supports_guest_queries", "Guest mode", "Bot Settings"),
        ("can_join_groups", "Joining groups", "/setjoingroups"),
    ):
        mend = f"Turn it on at @BotFather ({command}), if it is wanted."
        yield ok(f"{ability} is on.") if me.get(name) else warning(f"{ability} is off.", mend)


def _webhook(info: Mapping[str, Any], wanted: str) -> Iterator[Finding]:
    url, waiting = str(info.get("url", "")), int(info.get("pending_update_count", 0))
    # The path of a webhook may be secret; its host is not.
    if url == wanted:
        yield ok(
            f"Updates go to the webhook at {urlsplit(url).hostname}." if url else "No webhook is set; polling works."
        )
    elif url:
        yield warning(f"Another webhook is set, at {urlsplit(url).hostname}.", "The bot replaces it when it starts.")
    else:
        yield warning("The webhook in BOT_WEBHOOK_URL is not set yet.", "The bot sets it when it starts.")
    if time.time() - int(info.get("last_error_date", 0)) < RECENT_SECONDS:
        yield warning(
            "Telegram could not deliver to the webhook in the last hour.", "See the proxy's log and docs/deploy.md."
        )
    if waiting > MOST_WAITING:
        yield warning(f"{waiting} updates wait.", "See whether a bot is at work: python -m bot health")
