"""Checks of intents: what they need, whom they refer to, whether a fact answers them, their examples."""

import re
from collections.abc import Collection, Iterator, Mapping

from bot.content.check_wording import check_text
from bot.content.hints import did_you_mean
from bot.content.model import LANGUAGES, Intent, Language
from bot.content.parts import INTENT_FOLDER, TOPIC_FOLDER, Parts, Place, check_ids
from bot.errors import Problem

MIN_EXAMPLES = 12
"""Example questions an intent needs per language; below that its ranking is luck."""

_NEEDED: Mapping[str, tuple[str, ...]] = {
    "fact": ("question", "wanted"),
    "gap": ("wanted",),
    "smalltalk": ("reply",),
    "out_of_scope": (),
}


def check_intents(parts: Parts) -> Iterator[Problem]:
    if not parts.intents and not parts.broken_ids(INTENT_FOLDER):
        yield Problem(f"{INTENT_FOLDER}/", "no intent stands here.", "Write a file for each kind of question.")
    answered = {name for topic in parts.topics.values() for fact in topic.facts.values() for name in fact.answers}
    for place, intent in parts.intent_places():
        yield from _check_wording(place, intent)
        yield from _check_references(parts, place, intent)
        yield from _check_reach(parts, answered, place, intent)
        yield from _check_count(place / "examples", intent)
    yield from _check_alone(parts)


def _check_alone(parts: Parts) -> Iterator[Problem]:
    """A name that stands alone means one intent; of a topic it is also what the bot offers, so it needs a question."""
    first: dict[str, str] = {}
    for place, intent in parts.intent_places():
        if intent.alone and first.setdefault(intent.alone, intent.id) != intent.id:
            what = f"“{first[intent.alone]}” is already what a lone {intent.alone} means."
            yield (place / "alone").problem(what, "Take it out of one of them.")
        if intent.alone == "topic" and intent.question is None:
            yield (place / "alone").problem("this intent has no “question” to offer.", "Add question: with de and en.")


def _check_wording(place: Place, intent: Intent) -> Iterator[Problem]:
    for key in _NEEDED[intent.kind]:
        if getattr(intent, key) is None:
            yield place.problem(f"an intent of kind {intent.kind} needs “{key}”.", f"Add {key}: with de and en.")
    for key in ("question", "wanted"):
        if text := getattr(intent, key):
            yield from check_text(place / key, text, ("topic",))
    if intent.reply:
        yield from check_text(place / "reply", intent.reply, ())


def _check_references(parts: Parts, place: Place, intent: Intent) -> Iterator[Problem]:
    topics = sorted({*parts.topics, *parts.broken_ids(TOPIC_FOLDER)}) if intent.topic else ()
    yield from check_ids(place / "topic", filter(None, [intent.topic]), topics, "topic")
    yield from _check_stand_ins(parts, place / "nearby", intent, intent.nearby)
    yield from _check_stand_ins(parts, place / "part_of", intent, tuple(filter(None, [intent.part_of])))


def _check_stand_ins(parts: Parts, place: Place, intent: Intent, ids: tuple[str, ...]) -> Iterator[Problem]:
    """Intents that stand in for another must have facts, and be another."""
    facts = [name for name, other in parts.intents.items() if other.kind == "fact"]
    for index, name in enumerate(ids):
        if name == intent.id:
            yield (place / index).problem("the intent names itself.", "Take it out.")
        elif name not in facts and name not in parts.broken_ids(INTENT_FOLDER):
            what = f"there is no intent of kind fact “{name}”."
            yield (place / index).problem(what, did_you_mean(name, facts))


def _check_reach(parts: Parts, answered: Collection[str], place: Place, intent: Intent) -> Iterator[Problem]:
    if intent.kind == "fact" and intent.id not in answered and not parts.broken_ids(TOPIC_FOLDER):
        mend = f"Add “{intent.id}” to a fact's answers, or make it a gap."
        yield (place / "kind").problem("no fact answers this intent.", mend)


def _check_count(place: Place, intent: Intent) -> Iterator[Problem]:
    for language in LANGUAGES:
        count = len(examples(intent, language))
        if count < MIN_EXAMPLES:
            what = f"{count} examples in “{language}”, at least {MIN_EXAMPLES} are needed."
            yield (place / language).key_problem(what, "Write more, each in other words.")


def check_examples(parts: Parts) -> Iterator[Problem]:
    """No example may stand twice, nor the same words in another order for two intents."""
    first: dict[str, Place] = {}
    owners: dict[str, tuple[str, Place]] = {}
    for here, intent, example in all_examples(parts):
        found = re.findall(r"\w+", example.casefold()) or [example]
        if first.setdefault(" ".join(found), here) != here:
            yield here.problem(f"the same example stands at {first[' '.join(found)]}.", "Keep one of the two.")
            continue
        owner, place = owners.setdefault(" ".join(sorted(found)), (intent, here))
        if owner != intent:
            yield here.problem(f"the same words stand for “{owner}” at {place}.", "Keep the one that is meant.")


def all_examples(parts: Parts) -> Iterator[tuple[Place, str, str]]:
    """Every example with its place and its intent."""
    for place, intent in parts.intent_places():
        for language in LANGUAGES:
            for index, example in enumerate(examples(intent, language)):
                yield place / "examples" / language / index, intent.id, example


def examples(intent: Intent, language: Language) -> tuple[str, ...]:
    return intent.examples.de if language == "de" else intent.examples.en
