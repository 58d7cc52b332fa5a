"""Warnings: what weakens the bot without making it wrong."""

from collections.abc import Callable, Iterator

from bot.content.check_intents import examples
from bot.content.check_looks import marked_facts
from bot.content.check_reading import check_reading
from bot.content.check_translation import check_same_names
from bot.content.model import LANGUAGES
from bot.content.parts import CONTACTS, Parts
from bot.errors import Problem

FEW_EXAMPLES = 20
"""Example questions per language below which an intent of kind fact is often missed."""


def _check_few_examples(parts: Parts) -> Iterator[Problem]:
    for place, intent in parts.intent_places():
        for language in LANGUAGES:
            count = len(examples(intent, language))
            if intent.kind == "fact" and count < FEW_EXAMPLES:
                what = f"only {count} examples in “{language}”; questions are often missed below {FEW_EXAMPLES}."
                yield (place / "examples" / language).key_warning(what, "Write more, each in other words.")


def _check_unused_contacts(parts: Parts) -> Iterator[Problem]:
    """Every reply ends with the default contact, so nobody is sent to another one."""
    for key in parts.contacts or {}:
        if key != parts.default_contact:
            place = parts.place(CONTACTS) / "contacts" / key
            yield place.key_warning(f"nobody is sent to the contact “{key}”.", "Make it the default, or take it out.")


def _check_values(parts: Parts) -> Iterator[Problem]:
    for file in parts.files.values():
        yield from file.warnings


_CHECKS: tuple[Callable[[Parts], Iterator[Problem]], ...] = (
    _check_values,
    _check_few_examples,
    _check_unused_contacts,
    check_same_names,
    check_reading,
    marked_facts,
)


def warnings(parts: Parts) -> list[Problem]:
    """Every weakness that the files show by themselves."""
    return [problem for check_part in _CHECKS for problem in check_part(parts)]
