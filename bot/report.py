"""`python -m bot report`: what people asked in vain, for whoever keeps the content."""

import json
from collections.abc import Iterator
from dataclasses import dataclass

from bot.content.model import LANGUAGES, Knowledge
from bot.errors import InputError
from bot.storage.unanswered import UnansweredFile
from bot.unanswered.entry import State
from bot.unanswered.groups import Group, grouped, texts_by_language


@dataclass(frozen=True)
class Report:
    """The groups that enough people stand behind."""

    file: UnansweredFile
    knowledge: Knowledge
    people: int
    """So many people must have asked; what fewer asked is shown to nobody."""

    def lines(self) -> Iterator[str]:
        """For a person at a terminal."""
        shown, hidden = self._groups()
        for group in shown:
            reasons = ", ".join(f"{reason} {count}" for reason, count in group.reasons.items())
            counted = f"{len(group.entries)} questions by {group.people} people ({reasons})"
            yield f"{group.id}  {counted}; nearest: {self._home(group)}"
            for language, texts in texts_by_language(group).items():
                yield from (f"          {language}  {text}" for text in texts)
        yield f"{len(shown)} new; {hidden} more by fewer than {self.people} people; {len(self.file.treated())} treated."

    def yaml(self) -> str:
        """Example questions to be read, mended and pasted into the file that each comment names."""
        return "\n".join(line for group in self._groups()[0] for line in self._examples(group)) + "\n"

    def treat(self, id_: str, state: State) -> None:
        """Take a group, and whatever will be like it, out of the report; raises InputError if it is not there."""
        group = next((group for group in self._groups()[0] if group.id == id_), None)
        if group is None:
            raise InputError(f"There is no group {id_}. See them with: python -m bot report")
        self.file.treat(group.first.text, state)

    def _groups(self) -> tuple[list[Group], int]:
        groups = grouped(self.file.entries(), self.file.treated())
        shown = [group for group in groups if group.people >= self.people]
        return shown, len(groups) - len(shown)

    def _home(self, group: Group) -> str:
        """The file of the nearest intent."""
        intent = self.knowledge.intents.get(group.intent)
        example = next(iter(intent.examples.all), None) if intent else None
        return self.knowledge.example_places[example].rpartition(":")[0] if example else "no known kind of question"

    def _examples(self, group: Group) -> Iterator[str]:
        yield f"# {group.id}: {len(group.entries)} questions by {group.people} people; nearest: {self._home(group)}"
        yield "examples:"
        for language in LANGUAGES:
            texts = texts_by_language(group).get(language, ())
            if texts:
                yield f"  {language}:"
                # A string of JSON is one of YAML as well.
                yield from (f"    - {json.dumps(text, ensure_ascii=False)}" for text in texts)
