"""Which kinds of YAML files there are, where they lie, and what stands in each."""

from pathlib import PurePosixPath
from typing import Annotated, Any

from pydantic import Field

from bot.content.fields import Id, Model, Text
from bot.content.model import Contact, Document, Entity, Intent, Localized, Topic, Words
from bot.content.parts import CONTACTS, DOCUMENTS, ENTITIES, INTENT_FOLDER, PHRASES, TOPIC_FOLDER, WORDS
from bot.content.phrases import PHRASES as PHRASE_NAMES
from bot.content.questions import QUESTION_FOLDER, Question


class Documents(Model):
    """The source texts that the knowledge rests on."""

    documents: dict[Id, Document]


class Contacts(Model):
    """Whom people can ask; every reply ends with the default contact."""

    default: Text
    contacts: dict[Id, Contact]


class Entities(Model):
    """Persons, places and organisations that questions name."""

    persons: dict[Id, Entity]
    places: dict[Id, Entity]
    organisations: dict[Id, Entity]


Phrases = Annotated[
    dict[str, Localized],
    Field(
        description="The bot's own sentences, by situation.",
        json_schema_extra={"propertyNames": {"enum": [*PHRASE_NAMES]}, "required": [*PHRASE_NAMES]},
    ),
]
Questions = Annotated[list[Question], Field(min_length=1, description="Test questions, and what must come of them.")]

SHAPES: dict[str, Any] = {
    "topic": Topic,
    "documents": Documents,
    "contacts": Contacts,
    "entities": Entities,
    "intent": Intent,
    "phrases": Phrases,
    "words": Words,
    "questions": Questions,
}
"""What stands in a file of each kind."""

OWN_FILES = {DOCUMENTS: "documents", CONTACTS: "contacts", ENTITIES: "entities", PHRASES: "phrases", WORDS: "words"}
"""Kinds of which there is one file only."""

FOLDERS = {TOPIC_FOLDER: "topic", INTENT_FOLDER: "intent", QUESTION_FOLDER: "questions"}
"""The kind of all other files in a folder."""


def kind_of(name: str) -> str:
    """The kind of a file, by its path below the content folder; KeyError for a file that lies elsewhere."""
    parents = (parent.as_posix() for parent in PurePosixPath(name).parents)
    return OWN_FILES.get(name) or next(FOLDERS[parent] for parent in parents if parent in FOLDERS)
