"""Many chats at the same time, but the updates of one chat one after the other."""

import asyncio
from weakref import WeakValueDictionary

from telegram import Update


class InTurn:
    """Keeps follow-up questions behind the question they follow."""

    def __init__(self) -> None:
        self._turns: WeakValueDictionary[int, asyncio.Lock] = WeakValueDictionary()

    def turn(self, update: Update) -> asyncio.Lock:
        """What to hold while an update is in work; it is given in the order in which it was asked for."""
        origin = update.effective_chat or update.effective_user
        # What comes from nowhere, such as a poll's new count, waits for nothing.
        return self._turns.setdefault(origin.id, asyncio.Lock()) if origin else asyncio.Lock()
