"""Where questions are understood: short ones in the event loop itself, long ones beside it."""

import asyncio
from collections.abc import Callable
from functools import partial

from bot.assistant import Assistant
from bot.content.model import Language
from bot.dialogue.conversation import Conversation
from bot.dialogue.dialogue import Turn

QUICK_LETTERS = 120
"""A question of so many letters is understood in a few milliseconds, and a thread would only fight with the event loop
for Python's lock. Longer ones would hold up the event loop noticeably."""


class Thinking:
    """Understands one question at a time, in the order in which they came; understanding need not be safe for threads.

    Between two questions the event loop turns, so that many at once hold up nothing else.
    """

    def __init__(self) -> None:
        self._turn = asyncio.Lock()

    async def answer(self, assistant: Assistant, text: str, before: Conversation, preferred: Language) -> Turn:
        """The reply to a text in a conversation, and what it leaves."""
        await self._turn.acquire()
        return await self._think(partial(assistant.answer, text, before, preferred), len(text))

    async def answer_soon(self, assistant: Assistant, text: str, preferred: Language, seconds: float) -> Turn | None:
        """The reply to a text that stands alone; None if its turn does not come within some seconds."""
        try:
            await asyncio.wait_for(self._turn.acquire(), seconds)
        except TimeoutError:
            return None
        return await self._think(partial(assistant.answer, text, Conversation(), preferred), len(text))

    async def _think(self, work: Callable[[], Turn], letters: int) -> Turn:
        """Work in the turn that was taken, and end it."""
        if letters <= QUICK_LETTERS:
            asyncio.get_running_loop().call_soon(self._turn.release)
            return work()
        thread = asyncio.ensure_future(asyncio.to_thread(work))
        # A thread cannot be stopped: the turn lasts until it ends, also where nobody waits for it any more.
        thread.add_done_callback(lambda _: self._turn.release())
        return await asyncio.shield(thread)
