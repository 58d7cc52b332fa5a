"""Warnings about texts that are hard to read."""

from collections.abc import Iterator

from bot.content.model import LANGUAGES, Language
from bot.content.parts import PHRASES, Parts, Place
from bot.content.readability import HARDEST_LIX, LEAST_WORDS, LONGEST_SENTENCE, lix, sentences, word_count
from bot.errors import Problem


def check_reading(parts: Parts) -> Iterator[Problem]:
    """Every text that the bot says, in each language."""
    for place, language, text in _texts(parts):
        yield from _check_sentences(place, text)
        yield from _check_index(place, language, text)


def _texts(parts: Parts) -> Iterator[tuple[Place, Language, str]]:
    for language in LANGUAGES:
        for place, _, topic in parts.topic_places():
            for key, fact in topic.facts.items():
                yield place / "facts" / key / language, language, fact.in_language(language)
        for name, phrase in (parts.phrases or {}).items():
            yield parts.place(PHRASES) / name / language, language, phrase.in_language(language)
        for place, intent in parts.intent_places():
            if intent.reply:
                yield place / "reply" / language, language, intent.reply.in_language(language)


def _check_sentences(place: Place, text: str) -> Iterator[Problem]:
    for sentence in sentences(text):
        if (count := word_count(sentence)) > LONGEST_SENTENCE:
            opening = " ".join(sentence.split()[:4])
            what = f"the sentence “{opening} …” has {count} words, more than {LONGEST_SENTENCE}."
            yield place.warning(what, "Make two sentences of it.")


def _check_index(place: Place, language: Language, text: str) -> Iterator[Problem]:
    value, highest = round(lix(text)), HARDEST_LIX[language]
    if word_count(text) >= LEAST_WORDS and value > highest:
        what = f"the text is very hard to read (LIX {value}, more than {highest})."
        yield place.warning(what, "Shorter sentences and shorter words help.")
