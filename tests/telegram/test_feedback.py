"""Opinions are counted by kind of question and verdict, and by nothing else."""

import asyncio

from bot.telegram.feedback import FeedbackCounter, Opinion


def test_counts() -> None:
    counter = FeedbackCounter()
    opinions: list[tuple[str, Opinion]] = [("founded", "helpful"), ("founded", "helpful"), ("founded", "not_helpful")]

    async def scenario() -> None:
        for intent, opinion in opinions:
            await counter.count(intent, opinion)

    asyncio.run(scenario())
    assert counter.counts == {("founded", "helpful"): 2, ("founded", "not_helpful"): 1}
