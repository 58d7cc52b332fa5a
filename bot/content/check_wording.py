"""Checks of the sentences the bot says on its own account."""

import re
from collections.abc import Collection, Iterator

from bot.content.evidence import cited
from bot.content.hints import did_you_mean
from bot.content.model import LANGUAGES, Localized
from bot.content.parts import PHRASES as PHRASES_FILE
from bot.content.parts import Parts, Place
from bot.content.phrases import PHRASES
from bot.errors import Problem

_BRACES = re.compile(r"\{[^{}]*\}?|\}")


def check_phrases(parts: Parts) -> Iterator[Problem]:
    if parts.phrases is None:
        return
    place = parts.place(PHRASES_FILE)
    unused = [name for name in parts.phrases if name not in PHRASES]
    missing = [name for name in PHRASES if name not in parts.phrases]
    for name in missing:
        yield place.problem(f"the phrase “{name}” is missing.", f"Add {name}: with de and en.")
    for name in unused:
        what = f"the bot has no use for a phrase “{name}”."
        yield (place / name).key_problem(what, did_you_mean(name, missing, "Take it out."))
    for name, phrase in parts.phrases.items():
        yield from check_text(place / name, phrase, PHRASES.get(name, ()))


def check_text(place: Place, text: Localized, allowed: Collection[str]) -> Iterator[Problem]:
    """The bot's own sentences hold no facts: no number, link or address, only placeholders, alike in both languages."""
    for language in LANGUAGES:
        sentence = text.in_language(language)
        for item in cited(sentence):
            yield (place / language).problem(f"“{item}” is a fact.", "Numbers and links belong into knowledge/.")
        for braces in dict.fromkeys(_BRACES.findall(sentence)):
            if braces[1:-1] not in allowed:
                yield (place / language).problem(f"“{braces}” is not filled in here.", _what_is(braces, allowed))
    yield from _check_same_placeholders(place, text, allowed)


def _check_same_placeholders(place: Place, text: Localized, allowed: Collection[str]) -> Iterator[Problem]:
    for braces in (f"{{{name}}}" for name in allowed):
        if (braces in text.de) != (braces in text.en):
            lacking, having = ("en", "German") if braces in text.de else ("de", "English")
            what = f"“{braces}” stands only in the {having} text."
            yield (place / lacking).problem(what, "Make both texts say the same.")


def _what_is(braces: str, allowed: Collection[str]) -> str:
    known = ", ".join(f"{{{name}}}" for name in allowed)
    return did_you_mean(braces, (f"{{{name}}}" for name in allowed), f"Filled in: {known or 'nothing'}.")
