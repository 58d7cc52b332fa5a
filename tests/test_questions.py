"""The bot on questions nobody used to write its examples; every file of tests/questions/ counts."""

from pathlib import Path

import pytest

from bot.assistant import Assistant
from bot.dialogue.conversation import Conversation
from bot.evaluation import evaluate

QUESTIONS = sorted((Path(__file__).parent / "questions").glob("*.yaml"))

LEAST_RIGHT = 0.9
"""These questions are harder than average: whatever resembled an example was taken out."""
LEAST_RIGHT_FOREIGN = 0.8
"""Of other languages only the sentence encoder understands anything."""
MOST_FALSE = 0.05


def test_there_are_question_files() -> None:
    assert QUESTIONS


@pytest.mark.parametrize("file", QUESTIONS, ids=lambda file: file.stem)
def test_unseen_questions(file: Path, assistant: Assistant) -> None:
    evaluation = evaluate(assistant, [file])

    least = LEAST_RIGHT_FOREIGN if file.stem == "partner_languages" else LEAST_RIGHT
    assert evaluation.right_share >= least, "\n".join(evaluation.failures())
    assert evaluation.false_share <= MOST_FALSE, "\n".join(evaluation.failures())


def test_every_suggested_question_is_understood_when_typed(assistant: Assistant) -> None:
    knowledge = assistant.knowledge
    pairs = [(topic, fact) for topic, entry in knowledge.topics.items() for fact in entry.facts.values()]
    missed = [
        (question, fact.id)
        for topic, fact in pairs
        for question in knowledge.suggested_questions(fact.answers[0], topic)
        if fact.id not in answered_by(assistant, question)
    ]

    assert pairs
    assert not missed


def answered_by(assistant: Assistant, question: str) -> set[str]:
    reply = assistant.answer(question, Conversation()).reply
    return {stated for fact in reply.facts for stated in (fact.id, *fact.includes)}
