"""`ask --explain`: why the bot understood a question as it did."""

from collections.abc import Iterator

from bot.assistant import Assistant
from bot.dialogue import dialogue
from bot.dialogue.conversation import Conversation
from bot.understanding.interpretation import Reading

_NEAREST = 2
_THRESHOLDS = ("ANSWER_FROM", "ANSWER_NAMELESS_FROM", "FOREIGN_FROM", "DECLINE_BELOW", "VAGUE_BELOW")


def explain(assistant: Assistant, text: str) -> Iterator[str]:
    """Lines that show language, questions, names, unexplained words, best intents and the nearest examples."""
    interpretation = assistant.interpreter.interpret(text)
    yield f"language: {interpretation.language or 'not shown'}{' (foreign)' if interpretation.foreign else ''}"
    for number, reading in enumerate(interpretation.readings, 1):
        yield f"question {number}: {reading.text}"
        yield from (f"  {line}" for line in _reading(assistant, reading))
    reply = assistant.answer(text, Conversation()).reply
    yield f"decision: {reply.status}, {', '.join(fact.id for fact in reply.facts) or 'no fact'}"
    yield f"thresholds: {', '.join(f'{name} {getattr(dialogue, name)}' for name in _THRESHOLDS)}"


def _reading(assistant: Assistant, reading: Reading) -> Iterator[str]:
    for mention in reading.mentions:
        yield f"{mention.kind} {mention.id}: “{mention.text}” ({mention.start} to {mention.end})"
    yield f"unexplained words: {', '.join(reading.unexplained) or 'none'}"
    yield f"yes or no: {reading.wants_yes_or_no}, today: {reading.asks_for_today}, refers back: {reading.refers_back}"
    yield f"kind of value wanted: {reading.wants or 'any'}, confidence: {reading.confidence:.2f}"
    for candidate in reading.candidates[:5]:
        yield f"{candidate.score:5.2f} {candidate.intent}"
    for where, example, similarity in assistant.interpreter.nearest(reading, _NEAREST):
        yield f"nearest example ({similarity:.2f}): {example} [{where}]"
