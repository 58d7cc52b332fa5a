"""Lets the last call of an update's handling travel in the HTTP answer to Telegram's delivery: one journey less."""

import asyncio
import json
from collections.abc import Awaitable, Callable
from contextvars import ContextVar
from typing import Any

from telegram.error import TelegramError
from telegram.request import RequestData

DEFERRABLE = frozenset({"sendMessage", "answerInlineQuery", "answerCallbackQuery"})
"""Methods whose outcome hardly any handler needs. Edits are not among them: a refused edit is followed by a message."""
QUICK_SECONDS = 5.0
"""After this long Telegram may no longer be listening to the answer of its delivery."""
RESULT_NEEDED = "result needed"
"""What a handler gives as `rate_limit_args` of a call if it needs the number of the message that was sent."""
Send = Callable[[], Awaitable[Any]]


class HttpReply:
    """Holds back one call at a time; the message that it sends has the number 0 until then, and for ever."""

    def __init__(self) -> None:
        self.body: dict[str, Any] | None = None
        """The call to put into the answer: the method and its parameters."""
        self.failure: TelegramError | None = None
        """Why a call that was held back did not get through after all."""
        self._send: Send | None = None
        self._begun = asyncio.get_running_loop().time()

    async def defer(self, compose: Send, send: Send) -> Any:
        """Hold a call back; one held back before is sent first, so that calls keep their order."""
        await self.flush()
        token = _COMPOSING.set(self)
        try:
            self._send = send
            return await compose()
        finally:
            _COMPOSING.reset(token)

    async def flush(self) -> None:
        """Send what is held back the usual way."""
        send, self._send, self.body = self._send, None, None
        if send is None:
            return
        try:
            await send()
        except TelegramError as error:
            self.failure = error

    async def settle(self) -> None:
        """Decide at the end of the handling whether the answer can still carry the call."""
        if asyncio.get_running_loop().time() - self._begun > QUICK_SECONDS:
            await self.flush()

    def compose(self, method: str, data: RequestData | None) -> bytes:
        """Take a call for the body and return an answer such as Telegram gives."""
        parameters = dict(data.parameters) if data else {}
        self.body = {"method": method, **parameters}
        result = _unnumbered(parameters["chat_id"]) if method == "sendMessage" else True
        return json.dumps({"ok": True, "result": result}).encode()


_COMPOSING: ContextVar[HttpReply | None] = ContextVar("composing", default=None)


def composed(method: str, data: RequestData | None) -> bytes | None:
    """The answer to a call that is being held back; None if calls go the usual way."""
    reply = _COMPOSING.get()
    return reply.compose(method, data) if reply else None


def _unnumbered(chat: Any) -> dict[str, Any]:
    return {"message_id": 0, "date": 0, "chat": {"id": chat, "type": "private" if chat > 0 else "supergroup"}}
