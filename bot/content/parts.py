"""What could be read of a content folder, broken or not, with the files it stands in."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass

from bot.content.folders import INTENT_FOLDER as INTENT_FOLDER
from bot.content.folders import TOPIC_FOLDER as TOPIC_FOLDER
from bot.content.hints import did_you_mean
from bot.content.model import Contact, Document, Entity, Intent, Localized, Topic, Words
from bot.content.yaml_file import Key, YamlFile
from bot.errors import Problem

DOCUMENTS = f"{TOPIC_FOLDER}/documents.yaml"
CONTACTS = f"{TOPIC_FOLDER}/contacts.yaml"
ENTITIES = f"{TOPIC_FOLDER}/entities.yaml"
PHRASES = f"{INTENT_FOLDER}/phrases.yaml"
WORDS = f"{INTENT_FOLDER}/words.yaml"


@dataclass(frozen=True, slots=True)
class Place:
    """A spot in the content to which a problem can be pinned."""

    file: YamlFile
    key: Key = ()

    def __truediv__(self, step: str | int) -> "Place":
        return Place(self.file, (*self.key, step))

    def __str__(self) -> str:
        return self.file.where(self.key)

    def problem(self, what: str, mend: str = "") -> Problem:
        return self.file.problem(self.key, what, mend)

    def key_problem(self, what: str, mend: str = "") -> Problem:
        """A problem of a whole entry, pinned to its key."""
        return Problem(self.file.where_key(self.key), what, mend)

    def warning(self, what: str, mend: str = "") -> Problem:
        return Problem(self.file.where(self.key), what, mend, "warning")

    def key_warning(self, what: str, mend: str = "") -> Problem:
        """A warning about a whole entry, pinned to its key."""
        return Problem(self.file.where_key(self.key), what, mend, "warning")


@dataclass(frozen=True, slots=True)
class Parts:
    """The content before it is checked; None for a file that could not be read.

    `homes` tells the file of every topic and intent, under `knowledge/` or `intents/` and its id;
    `broken` holds the homes of those that could not be read, so that no one is told that they do not exist.
    """

    files: Mapping[str, YamlFile]
    homes: Mapping[tuple[str, str], str]
    broken: frozenset[tuple[str, str]]
    topics: Mapping[str, Topic]
    intents: Mapping[str, Intent]
    documents: Mapping[str, Document] | None
    default_contact: str | None
    contacts: Mapping[str, Contact] | None
    entities: Mapping[str, Entity] | None
    phrases: Mapping[str, Localized] | None
    words: Words | None

    def place(self, name: str) -> Place:
        return Place(self.files[name])

    def topic_places(self) -> Iterator[tuple[Place, str, Topic]]:
        for name, topic in self.topics.items():
            yield self.place(self.homes[TOPIC_FOLDER, name]), name, topic

    def intent_places(self) -> Iterator[tuple[Place, Intent]]:
        for name, intent in self.intents.items():
            yield self.place(self.homes[INTENT_FOLDER, name]), intent

    def broken_ids(self, folder: str) -> set[str]:
        return {name for home, name in self.broken if home == folder}


def check_ids(place: Place, ids: Iterable[str], known: Collection[str], what: str) -> Iterator[Problem]:
    """A problem for every id that leads nowhere; the place is that of the list, or of the one id in it."""
    for index, name in enumerate(ids):
        if name not in known:
            yield (place / index).problem(f"there is no {what} “{name}”.", did_you_mean(name, known))
