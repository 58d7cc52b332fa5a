"""Many chats at the same time, but the messages of one chat one after the other."""

import asyncio
from collections.abc import Awaitable
from typing import Any
from weakref import WeakValueDictionary

from telegram import Update
from telegram.ext import BaseUpdateProcessor

MOST_AT_ONCE = 1024
"""Updates in work or waiting for their turn; so many that one chat with many messages does not hold up the others."""


class InTurn(BaseUpdateProcessor):
    """Keeps follow-up questions behind the question they follow."""

    def __init__(self) -> None:
        super().__init__(MOST_AT_ONCE)
        self._turns: WeakValueDictionary[int, asyncio.Lock] = WeakValueDictionary()

    async def do_process_update(self, update: object, coroutine: Awaitable[Any]) -> None:
        """Wait for the earlier updates of the same chat; one of no chat, such as an inline query, waits for none."""
        chat = update.effective_chat if isinstance(update, Update) else None
        turn = self._turns.setdefault(chat.id, asyncio.Lock()) if chat else asyncio.Lock()
        async with turn:
            await coroutine

    async def initialize(self) -> None:
        """Nothing to prepare."""

    async def shutdown(self) -> None:
        """Nothing to clear away."""
