"""Answers updates, however they came: read, in turn, in bounded time, and without an error ever getting out."""

import logging
from typing import Any

from telegram import Update
from telegram.ext import Application

from bot.telegram.handling import HANDLING_SECONDS, Handling
from bot.telegram.ordering import InTurn

_LOG = logging.getLogger(__name__)
Json = dict[str, Any]


class Answering:
    """The way from an update as Telegram sent it to the end of its handling."""

    def __init__(self, application: Application[Any, Any, Any, Any, Any, Any]) -> None:
        self._application = application
        self._turns = InTurn()

    @property
    def ready(self) -> bool:
        """Whether there is something to answer from."""
        return True

    async def answer(self, raw: Json, handling: Handling) -> None:
        """Return once an update needs nothing more: answered, apologised for, or given up with a line in the log."""
        update = self._read(raw)
        if update is None:
            return
        async with self._turns.turn(update):
            try:
                await handling.run(self._handle(update, handling))
            except TimeoutError:
                _LOG.error("An update was given up after %.0f seconds.", HANDLING_SECONDS)
            except Exception as error:
                _LOG.error("An update could not be handled.", exc_info=error)

    async def _handle(self, update: Update, handling: Handling) -> None:
        await self._application.process_update(update)
        if reply := handling.reply:
            await reply.settle()
            if reply.failure:
                await self._application.process_error(update, reply.failure)

    def _read(self, raw: Json) -> Update | None:
        try:
            return Update.de_json(raw, self._application.bot)
        except Exception as error:
            # The library stumbles in its own ways over what it does not know; its words would show the message.
            _LOG.error("An update could not be read.", exc_info=error)
            return None
