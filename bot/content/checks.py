"""Every check that needs more than one value, or more than one file."""

from collections.abc import Callable, Iterator

from bot.content.check_facts import check_contacts, check_documents, check_topics
from bot.content.check_intents import check_examples, check_intents
from bot.content.check_names import check_entity_ids, check_names, check_not_names
from bot.content.check_unfinished import check_unfinished
from bot.content.check_wording import check_phrases
from bot.content.parts import Parts
from bot.errors import Problem

_CHECKS: tuple[Callable[[Parts], Iterator[Problem]], ...] = (
    check_topics,
    check_documents,
    check_contacts,
    check_intents,
    check_examples,
    check_phrases,
    check_names,
    check_not_names,
    check_entity_ids,
)


def check(parts: Parts) -> list[Problem]:
    """Every problem that shows only when the files are seen together; what is unfinished is called nothing else."""
    unfinished = list(check_unfinished(parts))
    places = {problem.where for problem in unfinished}
    found = (problem for check_part in _CHECKS for problem in check_part(parts))
    return [*unfinished, *(problem for problem in found if problem.where not in places)]
