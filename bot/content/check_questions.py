"""Checks of the test questions that lie beside the content."""

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from bot.content.hints import did_you_mean
from bot.content.parts import TOPIC_FOLDER, Parts, Place
from bot.content.questions import QUESTION_FOLDER, Question
from bot.content.shape import shaped
from bot.content.yaml_file import YamlFile, read_yaml
from bot.errors import ContentError, Problem


def check_questions(folder: Path, parts: Parts) -> list[Problem]:
    """Faults in the test questions, and facts that none of them asks for; nothing where no test question lies."""
    read: list[tuple[YamlFile, list[Question]]] = []
    problems: list[Problem] = []
    for path in sorted((folder / QUESTION_FOLDER).rglob("[!.]*.yaml")):
        try:
            file = read_yaml(path, path.relative_to(folder).as_posix())
            read.append((file, shaped(file, list[Question])))
        except ContentError as error:
            problems.extend(error.problems)
    known = _facts(parts)
    for file, questions in read:
        problems.extend(_check_facts(parts, Place(file), questions, known))
    return problems if problems or not read else list(_unasked(read, known))


def _facts(parts: Parts) -> Mapping[str, Place]:
    return {
        fact.id: place / "facts" / key for place, _, topic in parts.topic_places() for key, fact in topic.facts.items()
    }


def _check_facts(parts: Parts, file: Place, questions: list[Question], known: Iterable[str]) -> Iterator[Problem]:
    if parts.broken_ids(TOPIC_FOLDER):
        return
    for number, question in enumerate(questions):
        for index, fact in enumerate(question.facts):
            if fact not in known:
                what = f"there is no fact “{fact}”."
                yield (file / number / "facts" / index).problem(what, did_you_mean(fact, known))


def _unasked(read: list[tuple[YamlFile, list[Question]]], known: Mapping[str, Place]) -> Iterator[Problem]:
    asked = {fact for _, questions in read for question in questions for fact in question.facts}
    for fact, place in known.items():
        if fact not in asked:
            what = f"no test question asks for the fact “{fact}”."
            yield place.key_warning(what, f"Add one to a file in {QUESTION_FOLDER}/, in other words than the examples.")
