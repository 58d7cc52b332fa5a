"""The connection to Telegram: its time limits, and one log line whenever it breaks or comes back."""

import json
import logging
import os
import ssl
from collections.abc import Callable, Collection
from functools import cache
from http import HTTPStatus
from typing import Any
from urllib.request import getproxies

import aiohttp
import certifi
from telegram.error import InvalidToken, NetworkError, TelegramError, TimedOut
from telegram.request import BaseRequest, RequestData

from bot.telegram.http_reply import composed

ANSWER_SECONDS = 10.0
"""How long Telegram may take for a request, beyond the time that it waits for updates."""
UPLOAD_SECONDS = 20.0
"""How long sending a file may take in addition."""
CONNECT_SECONDS = 5.0
"""How long a connection may take to open."""
CONNECTIONS = 100
"""Requests at the same time; further ones wait for a free connection."""
KEPT_OPEN_SECONDS = 15.0
"""An idle connection is closed after this; servers close theirs later, so that hardly a request meets a closed one."""
REFUSED = (HTTPStatus.UNAUTHORIZED, HTTPStatus.NOT_FOUND)
"""What Telegram answers to a token that it does not know: 404 where it does not even look like one."""
_TROUBLES: dict[int, str] = {
    HTTPStatus.CONFLICT: "Another process is answering with the same token; only one may run. Stop the other one.",
    HTTPStatus.TOO_MANY_REQUESTS: "Telegram asks to send less; waiting.",
}
_REPEATABLE = ("get", "set", "delete", "edit", "answer", "sendChatAction")
"""Methods that may reach Telegram twice without anybody seeing anything twice, by the beginning of their names."""
_NEVER_SENT = (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError)
_BROKEN_OFF = (aiohttp.ServerDisconnectedError, aiohttp.ClientOSError)
_JSON = {"Content-Type": "application/json"}
_LOG = logging.getLogger(__name__)


class Wire(BaseRequest):
    """Requests to Telegram, with one line when trouble begins and one when it ends, however often it is retried."""

    def __init__(
        self,
        when_refused: Callable[[], None] = lambda: None,
        when_answered: Callable[[], None] = lambda: None,
        refused: Collection[int] = (HTTPStatus.UNAUTHORIZED,),
    ) -> None:
        self._when_refused, self._when_answered, self._refused = when_refused, when_answered, refused
        self._session: aiohttp.ClientSession | None = None
        self._trouble = ""

    @property
    def read_timeout(self) -> float:
        """Seconds that an answer may take."""
        return ANSWER_SECONDS

    async def initialize(self) -> None:
        """Open the pool of connections; it needs the running event loop."""
        if self._session is None:
            connector = aiohttp.TCPConnector(
                limit=CONNECTIONS, keepalive_timeout=KEPT_OPEN_SECONDS, ssl=_trusted_certificates()
            )
            self._session = aiohttp.ClientSession(
                connector=connector,
                cookie_jar=aiohttp.DummyCookieJar(),
                headers={"User-Agent": self.USER_AGENT},
                # Looking for a proxy takes a thread for each request: only where the environment names one.
                trust_env=bool(getproxies()),
            )

    async def shutdown(self) -> None:
        """Close all connections."""
        if self._session is not None:
            session, self._session = self._session, None
            await session.close()

    async def do_request(
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        read_timeout: Any = None,
        *_: Any,
        **__: Any,
    ) -> tuple[int, bytes]:
        """One request; what goes wrong is noted and passed on as NetworkError, without the address and its token."""
        if answer := composed(url.rpartition("/")[2], request_data):
            return HTTPStatus.OK, answer
        patience = _seconds(read_timeout) + (UPLOAD_SECONDS if request_data and request_data.contains_files else 0.0)
        try:
            status, body = await self._send(url, method, request_data, patience)
        except TimeoutError as error:
            failure: NetworkError = TimedOut(f"Timed out ({type(error).__name__})")
        except (aiohttp.ClientError, OSError) as error:
            failure = NetworkError(type(error).__name__)
        else:
            self._note_status(status)
            return status, body
        self._note(f"Telegram cannot be reached ({failure.message}); trying again.")
        # Raised out here, the error drags along no other whose words hold the address.
        raise failure

    async def _send(self, url: str, method: str, data: RequestData | None, seconds: float) -> tuple[int, bytes]:
        try:
            return await self._send_once(url, method, data, seconds)
        except _NEVER_SENT:
            raise
        except _BROKEN_OFF:
            # Mostly a connection that the server closed while it was idle: a fresh one will do.
            if not url.rpartition("/")[2].startswith(_REPEATABLE):
                raise
        return await self._send_once(url, method, data, seconds)

    async def _send_once(self, url: str, method: str, data: RequestData | None, seconds: float) -> tuple[int, bytes]:
        if self._session is None:
            raise RuntimeError("The connection to Telegram has not been opened.")
        limits = aiohttp.ClientTimeout(total=CONNECT_SECONDS + seconds, sock_connect=CONNECT_SECONDS, sock_read=seconds)
        # A redirection would carry the token elsewhere.
        async with self._session.request(
            method, url, timeout=limits, allow_redirects=False, **_content(data)
        ) as response:
            return response.status, await response.read()

    @staticmethod
    def parse_json_payload(payload: bytes) -> dict[str, Any]:
        """Telegram's answer; raises NetworkError for anything else, which the library itself would write to the log."""
        try:
            answer = json.loads(payload)
        except ValueError:
            answer = None
        if not isinstance(answer, dict) or not {"result", "error_code"} & answer.keys():
            raise NetworkError("Telegram's answer is not whole")
        return answer

    def _note_status(self, status: int) -> None:
        if status == HTTPStatus.OK:
            self._when_answered()
        if status in self._refused:
            self._when_refused()
        server_fails = f"Telegram has a fault of its own ({status}); trying again." if status >= 500 else ""
        self._note(_TROUBLES.get(status, server_fails))

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


def _seconds(read_timeout: Any) -> float:
    """The library gives a number, nothing, or its own sign for nothing."""
    return float(read_timeout) if isinstance(read_timeout, int | float) else ANSWER_SECONDS


def _content(data: RequestData | None) -> dict[str, Any]:
    """The parameters as JSON, which costs a fifth of a form, or with files as a form; made anew for each attempt."""
    if data is None:
        return {}
    if not data.contains_files:
        return {"data": data.json_payload, "headers": _JSON}
    form = aiohttp.FormData(data.json_parameters)
    for name, (filename, content, kind) in data.multipart_data.items():
        form.add_field(name, content, filename=filename, content_type=kind)
    return {"data": form}


@cache
def _trusted_certificates() -> ssl.SSLContext:
    """Those of certifi, as the library's own client trusts them, unless the environment names others.

    Read once for all connections: they take time and memory.
    """
    named = os.environ.get("SSL_CERT_FILE") or os.environ.get("SSL_CERT_DIR")
    return ssl.create_default_context(cafile=None if named else certifi.where())
