"""Opinions are counted by kind of question and verdict, and by nothing else."""

import asyncio

from bot.storage.memory_store import MemoryStore
from bot.storage.tally import Tally
from bot.telegram.feedback import Feedback, FeedbackCounter, Opinion, TalliedFeedback

OPINIONS: list[tuple[str, Opinion]] = [("founded", "helpful"), ("founded", "helpful"), ("founded", "not_helpful")]


async def give(feedback: Feedback) -> None:
    """Give each opinion once."""
    for intent, opinion in OPINIONS:
        await feedback.count(intent, opinion)


def test_counts() -> None:
    counter = FeedbackCounter()
    asyncio.run(give(counter))
    assert counter.counts == {("founded", "helpful"): 2, ("founded", "not_helpful"): 1}


def test_counts_in_the_storage() -> None:
    tally = Tally(MemoryStore())
    asyncio.run(give(TalliedFeedback(tally)))
    assert asyncio.run(tally.counts()) == {("helpful", "founded"): 2, ("not_helpful", "founded"): 1}
