"""Numbers about the bot at work, in Prometheus' text format; no label names a person, and each has few values.

Names and units follow https://prometheus.io/docs/practices/naming/.
"""

import time
from typing import get_args

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, ProcessCollector, generate_latest

from bot.content.languages import LANGUAGES
from bot.dialogue.reply import Status

SURFACES = ("private", "group", "inline", "guest")
"""Where a question comes from."""
KINDS = (
    "message",
    "edited_message",
    "callback_query",
    "inline_query",
    "chosen_inline_result",
    "guest_message",
    "my_chat_member",
)
"""The kinds of updates that the bot knows."""
METHOD_GROUPS = ("send", "edit", "answer", "delete", "getUpdates", "get", "set")
"""How the names of Telegram's methods begin; the first that fits counts."""
RESULTS = ("ok", "refused", "forbidden", "flood", "failed", "unreachable")
"""How Telegram took a call: 2xx, 4xx, 403, 429, 5xx, no answer."""
OTHER = "other"
"""The label of whatever is none of these, so that nobody outside can make new labels."""
_BUCKETS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0)


class Metrics:
    """What is counted, in a registry of its own."""

    def __init__(self, content_version: str = "") -> None:
        """Begin to count; the version names the content that answers, if some does yet."""
        own = self._registry = CollectorRegistry()
        ProcessCollector(registry=own)
        labels = ("outcome", "language", "surface")
        self._replies = Counter("bot_replies", "Replies by outcome, language and surface.", labels, registry=own)
        self._seconds = Histogram(
            "bot_answer_seconds",
            "From the start of work on a question until its answer is sent, in seconds.",
            ("surface",),
            buckets=_BUCKETS,
            registry=own,
        )
        self._updates = Counter("bot_updates", "Updates from Telegram by kind.", ("kind",), registry=own)
        self._calls = Counter("bot_telegram_calls", "Calls of Telegram.", ("method", "result"), registry=own)
        self._content = Gauge("bot_content_info", "Which content answers; always 1.", ("version",), registry=own)
        if content_version:
            self.answers_from(content_version)
        started = Gauge("bot_start_time_seconds", "When the bot started, in seconds since 1970.", registry=own)
        started.set(time.time())

    def answers_from(self, content_version: str) -> None:
        """Note which content answers from now on, and no longer the one before."""
        self._content.clear()
        self._content.labels(content_version).set(1)

    def replied(self, outcome: str, language: str, surface: str) -> None:
        """Count a reply."""
        known = (_one_of(outcome, get_args(Status)), _one_of(language, LANGUAGES), _one_of(surface, SURFACES))
        self._replies.labels(*known).inc()

    def answered(self, surface: str, seconds: float) -> None:
        """Note how long an answer took."""
        self._seconds.labels(_one_of(surface, SURFACES)).observe(seconds)

    def received(self, kind: str) -> None:
        """Count an update."""
        self._updates.labels(_one_of(kind, KINDS)).inc()

    def called(self, method: str, status: int | None) -> None:
        """Count a call of Telegram by its HTTP status; None is a call without an answer."""
        group = next(filter(method.startswith, METHOD_GROUPS), OTHER)
        self._calls.labels(group, _result(status)).inc()

    def text(self) -> str:
        """Everything counted so far, as Prometheus reads it."""
        return generate_latest(self._registry).decode()


def _one_of(value: str, known: tuple[str, ...]) -> str:
    return value if value in known else OTHER


def _result(status: int | None) -> str:
    match status:
        case None:
            return "unreachable"
        case 403:
            return "forbidden"
        case 429:
            return "flood"
    if status < 400:
        return "ok"
    return "refused" if status < 500 else "failed"
