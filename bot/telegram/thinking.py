"""Where questions are understood: short ones in the event loop itself, long ones and crowds beside it."""

import asyncio
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass

from bot.assistant import Assistant
from bot.content.model import Language
from bot.dialogue.conversation import Conversation
from bot.dialogue.dialogue import Turn
from bot.understanding.interpretation import Interpretation

QUICK_LETTERS = 120
"""A question of so many letters is understood in a few milliseconds, and a thread would only fight with the event loop
for Python's lock. Longer ones would hold up the event loop noticeably."""
MOST_LETTERS = 2000
"""Letters of questions that are understood together, so that nobody waits long for the others."""


@dataclass(eq=False, slots=True)
class _Asked:
    """A question that waits to be understood."""

    assistant: Assistant
    text: str
    before: Conversation
    understood: asyncio.Future[Interpretation]


class Thinking:
    """Understands questions in the order in which they came; understanding need not be safe for threads.

    Those that wait at the same moment are understood together, where that costs less. Between them the event loop
    turns, so that many at once hold up nothing else.
    """

    def __init__(self) -> None:
        self._waiting: deque[_Asked] = deque()
        self._at_work: asyncio.Task[None] | None = None

    async def answer(self, assistant: Assistant, text: str, before: Conversation, preferred: Language) -> Turn:
        """The reply to a text in a conversation, and what it leaves."""
        return assistant.reply(await self._ask(assistant, text, before).understood, before, preferred)

    async def answer_soon(self, assistant: Assistant, text: str, preferred: Language, seconds: float) -> Turn | None:
        """The reply to a text that stands alone; None if its turn does not come within some seconds."""
        asked = self._ask(assistant, text, Conversation())
        await asyncio.wait([asked.understood], timeout=seconds)
        if asked in self._waiting:
            self._waiting.remove(asked)
            return None
        return assistant.reply(await asked.understood, asked.before, preferred)

    def _ask(self, assistant: Assistant, text: str, before: Conversation) -> _Asked:
        asked = _Asked(assistant, text, before, asyncio.get_running_loop().create_future())
        self._waiting.append(asked)
        if self._at_work is None or self._at_work.done():
            self._at_work = asyncio.create_task(self._work())
        return asked

    async def _work(self) -> None:
        while self._waiting:
            if together := self._next():
                await self._settle(together)

    def _next(self) -> list[_Asked]:
        """The first that waits, and those behind it that are best understood with it; nobody waits for the others."""
        together: list[_Asked] = []
        while self._waiting and _goes_with(self._waiting[0], together):
            asked = self._waiting.popleft()
            together += [] if asked.understood.done() else [asked]
        return together

    async def _settle(self, together: Sequence[_Asked]) -> None:
        try:
            found = await _understand(together)
        except Exception as error:
            await self._settle_alone(together, error)
            return
        for asked, interpretation in zip(together, found, strict=True):
            if not asked.understood.done():
                asked.understood.set_result(interpretation)
                # Its answer is written in the next turn of the event loop; those of all at once would hold it up.
                await asyncio.sleep(0)

    async def _settle_alone(self, together: Sequence[_Asked], error: Exception) -> None:
        """What fails on one question must not take the others along."""
        if len(together) > 1:
            for asked in together:
                await self._settle([asked])
        elif not together[0].understood.done():
            together[0].understood.set_exception(error)


def _goes_with(asked: _Asked, together: Sequence[_Asked]) -> bool:
    if not together:
        return True
    fits = sum(len(one.text) for one in together) + len(asked.text) <= MOST_LETTERS
    return fits and asked.assistant is together[0].assistant and len(together) < asked.assistant.at_once


async def _understand(together: Sequence[_Asked]) -> Sequence[Interpretation]:
    assistant, asked = together[0].assistant, [(one.text, one.before) for one in together]
    if len(together) == 1 and len(together[0].text) <= QUICK_LETTERS:
        return assistant.understand(asked)
    return await asyncio.to_thread(assistant.understand, asked)
