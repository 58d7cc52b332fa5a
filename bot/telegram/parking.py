"""Keeps updates whose answers have to wait, with one log line when the store fails and one when it recovers."""

import json
import logging

from bot.errors import StorageError
from bot.storage.parked import Parked
from bot.telegram.answering import Json

_LOG = logging.getLogger(__name__)


class Parking:
    """A store that may fail: what it does not keep, Telegram keeps."""

    def __init__(self, parked: Parked) -> None:
        self._parked = parked
        self._fails = False

    async def put(self, number: int, raw: Json) -> bool:
        """Whether an update is kept now, so that Telegram may forget it."""
        try:
            await self._parked.put(number, json.dumps(raw).encode())
        except StorageError as error:
            self._note(error)
            return False
        if self._fails:
            _LOG.warning("Updates whose answers have to wait can be kept on disk again.")
        self._fails = False
        return True

    async def remove(self, number: int) -> None:
        """Forget an update that was answered."""
        try:
            await self._parked.remove(number)
        except StorageError as error:
            self._note(error)

    async def all(self) -> list[tuple[int, Json]]:
        """What was kept when the bot was stopped; nothing if that cannot be found out."""
        try:
            return [(number, json.loads(update)) for number, update in await self._parked.all()]
        except StorageError as error:
            self._note(error)
            return []

    def _note(self, error: StorageError) -> None:
        if not self._fails:
            _LOG.error("%s Until then Telegram keeps updates whose answers have to wait.", error)
        self._fails = True
