"""The connection to Telegram: its time limits, and one log line whenever it breaks or comes back."""

import logging
from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from telegram.error import InvalidToken, NetworkError, TelegramError
from telegram.request import HTTPXRequest

ANSWER_SECONDS = 10.0
"""How long Telegram may take for a request, beyond the time that it waits for updates."""
CONNECT_SECONDS = 5.0
"""How long a connection may take to open."""
CONNECTIONS = 64
"""Requests at the same time."""
_REFUSED = (HTTPStatus.UNAUTHORIZED, HTTPStatus.NOT_FOUND)
_TROUBLES: dict[int, str] = {
    HTTPStatus.CONFLICT: "Another process is answering with the same token; only one may run. Stop the other one.",
    HTTPStatus.TOO_MANY_REQUESTS: "Telegram asks to send less; waiting.",
}
_LOG = logging.getLogger(__name__)


class Wire(HTTPXRequest):
    """Requests to Telegram, with one line when trouble begins and one when it ends, however often it is retried."""

    def __init__(self, when_refused: Callable[[], None] | None = None) -> None:
        super().__init__(
            connection_pool_size=CONNECTIONS,
            read_timeout=ANSWER_SECONDS,
            write_timeout=ANSWER_SECONDS,
            connect_timeout=CONNECT_SECONDS,
            pool_timeout=ANSWER_SECONDS,
        )
        self._when_refused = when_refused
        self._trouble = ""

    async def do_request(self, *args: Any, **options: Any) -> tuple[int, bytes]:
        """One request; what goes wrong is noted and passed on."""
        try:
            status, body = await super().do_request(*args, **options)
        except NetworkError as error:
            self._note(f"Telegram cannot be reached ({type(error.__cause__ or error).__name__}); trying again.")
            raise
        if self._when_refused and status in _REFUSED:
            self._when_refused()
        server_fails = f"Telegram has a fault of its own ({status}); trying again." if status >= 500 else ""
        self._note(_TROUBLES.get(status, server_fails))
        return status, body

    def _note(self, trouble: str) -> None:
        if trouble and trouble != self._trouble:
            _LOG.warning(trouble)
        elif self._trouble and not trouble:
            _LOG.warning("The connection to Telegram works again.")
        self._trouble = trouble


class KnownTrouble(logging.Filter):
    """Keeps the library from logging a traceback for trouble that the wire has named in a line."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Drop a refused token, which ends the process with a sentence; shorten the rest."""
        error = record.exc_info[1] if record.exc_info else None
        if isinstance(error, TelegramError):
            record.exc_info = None
        return not isinstance(error, InvalidToken)
