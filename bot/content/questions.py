"""Test questions: what people ask, and what must come of it."""

from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field, model_validator

from bot.content.fields import FILLED, Model, Names, Text
from bot.content.model import Language
from bot.content.shape import shaped
from bot.content.yaml_file import read_yaml
from bot.errors import InputError

QUESTION_FOLDER = "tests/questions"
"""Where the test questions lie beside the content."""

Expectation = Literal["answered", "unknown", "out_of_scope", "smalltalk", "clarify"]


class Question(Model):
    """The messages of one conversation, oldest first, and what the reply to the last one must be."""

    ask: Annotated[tuple[Text, ...], Field(min_length=1)]
    language: Language
    expect: Expectation
    facts: Names = ()
    tags: Names = ()
    place: Annotated[str, FILLED] = ""

    @model_validator(mode="after")
    def _has_facts_if_answered(self) -> "Question":
        if bool(self.facts) != (self.expect == "answered"):
            raise ValueError("a question that is answered lists its facts, and no other does")
        return self


def load_questions(path: Path) -> list[Question]:
    """The questions of a YAML file with their file:line.

    Raises InputError when there are none, ContentError with every problem when some are malformed.
    """
    file = read_yaml(path, path.name)
    questions = shaped(file, list[Question])
    if not questions:
        raise InputError(f"{path} holds no question.")
    places = (file.where((index,)).rpartition(":")[0] for index in range(len(questions)))
    return [question.model_copy(update={"place": place}) for question, place in zip(questions, places, strict=True)]
