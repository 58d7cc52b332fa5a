"""Registers a document and drafts a fact for each of its sentences, for a person to finish."""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from bot.content.check_unfinished import UNFINISHED
from bot.content.hints import did_you_mean
from bot.content.loader import read_parts
from bot.content.model import LANGUAGES, Entity, Language, Topic
from bot.content.parts import DOCUMENTS, TOPIC_FOLDER, Parts
from bot.content.yaml_file import YamlFile
from bot.errors import InputError
from bot.keeping.details import Detail, details, known_names
from bot.keeping.editing import in_quotes, read_raw, with_block, write_whole
from bot.keeping.sentences import Sentence, statements

ID_WORDS = 3
"""Words of a sentence that become the id of its fact."""
_ORIGIN: Mapping[Language, str] = {
    "de": f"{UNFINISHED}: woher der Text stammt und von wann er ist",
    "en": f"{UNFINISHED}: where the text comes from and of what date it is",
}
_SAME: Mapping[Language, str] = {
    "de": f"{UNFINISHED}: dasselbe auf Deutsch",
    "en": f"{UNFINISHED}: the same in English",
}
_NAMES = f"{UNFINISHED}: the names that people use for it"
_COMMON: Mapping[Language, frozenset[str]] = {
    "de": frozenset(("der", "die", "das", "und", "ist", "für", "mit", "von", "den", "wir", "bei", "ein", "eine", "zu")),
    "en": frozenset(("the", "and", "is", "for", "with", "of", "you", "we", "at", "a", "an", "to", "are", "from")),
}
_SPELT = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})


@dataclass(frozen=True, slots=True)
class Draft:
    """What drafting has written."""

    document: str
    topic_file: str
    facts: int
    names: tuple[str, ...]
    """Names found that no topic, person, place or organisation of the content has."""


def add_document(content: Path, text: str, title: str, language: Language | None, topic: str | None) -> Draft:
    """Write text, registration and drafts; raises InputError where it is known already or the topic is not."""
    parts = read_parts(content)
    name = slug(title, "-")
    _refuse_known(parts, name, topic)
    spoken = language or language_of(text)
    found = statements(text)
    facts = list(_facts(found, name, spoken, parts, topic))
    target, topic_text = _topic_text(content, parts, name, title, topic, facts)
    registered = _registered(content, parts.files[DOCUMENTS], name, title, spoken)
    write_whole(content / TOPIC_FOLDER / "documents" / f"{name}.txt", text)
    write_whole(content / target, topic_text)
    write_whole(content / DOCUMENTS, registered)
    return Draft(name, target, len(facts), _strange_names(found, parts))


def slug(text: str, between: str) -> str:
    """A text as an id: small letters and digits, umlauts as two letters."""
    spelt = unicodedata.normalize("NFKD", text.lower().translate(_SPELT)).encode("ascii", "ignore").decode()
    return between.join(re.findall(r"[a-z0-9]+", spelt)) or "document"


def language_of(text: str, otherwise: Language = "de") -> Language:
    """German or English, by which of their commonest words the text has more of."""
    words = re.findall(r"\w+", text.lower())
    german, english = (sum(word in _COMMON[language] for word in words) for language in LANGUAGES)
    if german == english:
        return otherwise
    return "de" if german > english else "en"


def _refuse_known(parts: Parts, name: str, topic: str | None) -> None:
    if parts.documents is None:
        raise InputError(f"{DOCUMENTS} cannot be read. Mend it first: python -m bot check shows where.")
    if name in parts.documents:
        take = f"python -m bot documents accept {name} FILE"
        raise InputError(f"There is a document “{name}” already. A new version of it is taken with: {take}")
    if topic is not None and topic not in parts.topics:
        raise InputError(f"There is no topic “{topic}”. {did_you_mean(topic, parts.topics)}")
    if topic is None and (TOPIC_FOLDER, name) in parts.homes:
        raise InputError(f"There is a topic “{name}” already. To draft into it, add: --topic {name}")


def _topic_text(
    content: Path, parts: Parts, name: str, title: str, topic: str | None, facts: Sequence[str]
) -> tuple[str, str]:
    """The topic's file and its text: a new one, or one that is there with the drafts at its end."""
    if topic is None:
        return f"{TOPIC_FOLDER}/{name}.yaml", "\n".join([*_head(name, title), *facts])
    home = parts.homes[TOPIC_FOLDER, topic]
    _refuse_brackets(parts.files[home], "facts")
    return home, with_block(read_raw(content / home), parts.files[home], "facts", "\n" + "\n".join(facts))


def _head(name: str, title: str) -> Iterator[str]:
    yield f"# Drafted from the document “{name}”: finish each {UNFINISHED}, or delete the whole fact."
    yield "# python -m bot check shows what is left."
    yield f"topic: {in_quotes(name)}"
    yield f"name: {{de: {in_quotes(f'{UNFINISHED}: {title}')}, en: {in_quotes(f'{UNFINISHED}: {title}')}}}"
    yield f"aliases: [{in_quotes(_NAMES)}]"
    yield "\nfacts:"


def _facts(
    found: Sequence[Sentence], document: str, language: Language, parts: Parts, topic: str | None
) -> Iterator[str]:
    taken = set(parts.topics[topic].facts) if topic else set()
    for one in found:
        key = _free_id(slug(" ".join(_telling_words(one.text)), "_"), taken)
        taken.add(key)
        yield "\n".join(_fact(key, one, document, language_of(one.text, language), parts.entities or {}))


def _fact(
    key: str, sentence: Sentence, document: str, language: Language, entities: Mapping[str, Entity]
) -> Iterator[str]:
    yield f"  {key}:"
    found = details(sentence.text)
    if found:
        yield f"    # found: {'; '.join(f'{detail.kind} {_one_line(detail.text)}' for detail in found)}"
    yield f"    answers: [{in_quotes(UNFINISHED)}]"
    if about := _listed((entity.kind, entity.id) for entity in known_names(sentence.text, entities)):
        yield f"    about: {about}"
    if states := _states(found):
        yield f"    states: {states}"
    for spoken in LANGUAGES:
        text = f"{UNFINISHED}: {_one_line(sentence.text)}" if spoken == language else _SAME[spoken]
        yield f"    {spoken}: {in_quotes(text)}"
    yield f"    quotes:\n      - document: {in_quotes(document)}\n        text: {in_quotes(sentence.text)}\n"


def _states(found: Sequence[Detail]) -> str:
    """The years and numbers that a question may assume, or that the sentence tells a time of another kind."""
    figures = _listed((one.kind, one.text) for one in found if one.kind in ("year", "number") and one.text.isdigit())
    tells_when = any(one.kind in ("time", "date") for one in found) and "year" not in figures
    if not tells_when:
        return figures
    return f"{{time: yes, {figures[1:]}" if figures else "{time: yes}"


def _listed(pairs: Iterable[tuple[str, str]]) -> str:
    """Values by their kind, as YAML in one line; nothing where there are none."""
    lists: dict[str, list[str]] = {}
    for kind, value in pairs:
        lists.setdefault(kind, []).append(in_quotes(value))
    entries = ", ".join(f"{kind}: [{', '.join(values)}]" for kind, values in lists.items())
    return f"{{{entries}}}" if entries else ""


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _telling_words(text: str) -> list[str]:
    words = re.findall(r"[^\W_]+", text)
    return [word for word in words if len(word) > 3][:ID_WORDS] or words[:ID_WORDS]


def _free_id(key: str, taken: set[str]) -> str:
    number, free = 1, key
    while free in taken:
        number += 1
        free = f"{key}_{number}"
    return free


def _registered(content: Path, file: YamlFile, name: str, title: str, language: Language) -> str:
    raw = read_raw(content / DOCUMENTS)
    _refuse_brackets(file, "documents")
    lines = [
        f"  {name}:",
        f"    file: {in_quotes(f'documents/{name}.txt')}",
        f"    title: {in_quotes(title)}",
        f"    language: {in_quotes(language)}",
        "    origin:",
        *(f"      {spoken}: {in_quotes(_ORIGIN[spoken])}" for spoken in LANGUAGES),
    ]
    return with_block(raw, file, "documents", "\n".join(lines) + "\n")


def _refuse_brackets(file: YamlFile, key: str) -> None:
    """New entries are written two spaces in; a list in brackets, or indented otherwise, is for a person to change."""
    entries = [mark for path, mark in file.key_marks.items() if len(path) == 2 and path[0] == key]
    if not entries or any(column != 3 for _, column in entries):
        raise InputError(
            f"{file.where((key,))}: write each entry below “{key}” on its own line, two spaces in. Then try again."
        )


def _strange_names(found: Sequence[Sentence], parts: Parts) -> tuple[str, ...]:
    named_things: list[Topic | Entity] = [*parts.topics.values(), *(parts.entities or {}).values()]
    known = " ".join(
        name.casefold() for named in named_things for name in (named.name.de, named.name.en, *named.aliases)
    )
    names = (detail.text for one in found for detail in details(one.text) if detail.kind == "name")
    return tuple(dict.fromkeys(_one_line(name) for name in names if name.casefold() not in known))
