"""Where questions are understood, and that many at once hold up nothing else."""

import asyncio
import threading
from collections.abc import Sequence
from itertools import pairwise
from typing import Any, cast

from bot.assistant import Assistant
from bot.dialogue.conversation import Conversation
from bot.telegram.thinking import QUICK_LETTERS, Thinking

BROKEN = "?!"


class Thread:
    """In the place of an assistant: answers with the thread that it is asked in."""

    def __init__(self, at_once: int = 1) -> None:
        self.at_once = at_once
        self.asked: list[str] = []
        self.together: list[int] = []
        self.goes_on = threading.Event()

    def understand(self, asked: Sequence[tuple[str, Conversation]]) -> list[threading.Thread]:
        texts = [text for text, _ in asked]
        self.asked += texts
        self.together.append(len(texts))
        if any(text == BROKEN for text in texts):
            raise ValueError(BROKEN)
        if any(len(text) > QUICK_LETTERS for text in texts):
            assert self.goes_on.wait(10)
        return [threading.current_thread()] * len(texts)

    def reply(self, thread: threading.Thread, _before: Conversation, _preferred: str) -> threading.Thread:
        return thread


async def think(thinking: Thinking, thread: Thread, text: str) -> Any:
    return await thinking.answer(cast(Assistant, thread), text, Conversation(), "de")


def test_short_in_the_event_loop_and_long_beside_it() -> None:
    async def run() -> None:
        thinking, thread = Thinking(), Thread()
        thread.goes_on.set()
        assert await think(thinking, thread, "x" * QUICK_LETTERS) is threading.current_thread()
        assert await think(thinking, thread, "x" * (QUICK_LETTERS + 1)) is not threading.current_thread()

    asyncio.run(run())


def test_the_event_loop_turns_between_questions_and_order_is_kept() -> None:
    async def run() -> None:
        thinking, thread, turns = Thinking(), Thread(), list[int]()

        async def turn() -> None:
            while True:
                turns.append(len(thread.asked))
                await asyncio.sleep(0)

        turning = asyncio.create_task(turn())
        await asyncio.gather(*(think(thinking, thread, f"{number}") for number in range(50)))
        turning.cancel()
        assert thread.asked == [f"{number}" for number in range(50)]
        assert max(after - before for before, after in pairwise(turns)) == 1

    asyncio.run(run())


def test_a_turn_lasts_until_its_thread_ends_also_where_nobody_waits_any_more() -> None:
    async def run() -> None:
        thinking, thread = Thinking(), Thread()
        given_up = asyncio.create_task(think(thinking, thread, "x" * (QUICK_LETTERS + 1)))
        await asyncio.sleep(0.01)
        given_up.cancel()
        others = [asyncio.create_task(think(thinking, thread, "next")) for _ in range(3)]
        soon = await thinking.answer_soon(cast(Assistant, thread), "soon", "de", 0.01)
        assert soon is None
        assert len(thread.asked) == 1
        thread.goes_on.set()
        await asyncio.gather(*others)
        assert len(thread.asked) == 4

    asyncio.run(run())


def test_questions_that_wait_at_the_same_moment_are_understood_together() -> None:
    async def run() -> None:
        thinking, thread = Thinking(), Thread(at_once=4)
        await asyncio.gather(*(think(thinking, thread, f"{number}") for number in range(9)))
        assert thread.together == [4, 4, 1]
        assert thread.asked == [f"{number}" for number in range(9)]

    asyncio.run(run())


def test_a_question_that_fails_takes_no_other_along() -> None:
    async def run() -> None:
        thinking, thread = Thinking(), Thread(at_once=4)
        texts = ["one", BROKEN, "two"]
        found = await asyncio.gather(*(think(thinking, thread, text) for text in texts), return_exceptions=True)
        assert [isinstance(one, ValueError) for one in found] == [False, True, False]

    asyncio.run(run())
