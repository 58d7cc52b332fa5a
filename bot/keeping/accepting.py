"""Takes a new version of a document into the content, and marks the facts that a person has to look at."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from bot.content.hints import did_you_mean
from bot.content.loader import load_knowledge, read_parts
from bot.content.model import Document, Quote
from bot.content.parts import TOPIC_FOLDER, Parts
from bot.content.yaml_file import Key, YamlFile
from bot.errors import InputError
from bot.keeping.comparing import Comparison, QuoteChange, compare
from bot.keeping.coverage import CONTACT_PREFIX
from bot.keeping.editing import in_quotes, read_raw, with_entries, write_whole


@dataclass(frozen=True, slots=True)
class NewVersion:
    """A registered document beside the text that shall replace it."""

    name: str
    document: Document
    text: str
    comparison: Comparison
    parts: Parts

    @property
    def is_new(self) -> bool:
        return self.text.strip() != self.document.text.strip()


@dataclass(frozen=True, slots=True)
class Accepted:
    """What accepting has done."""

    kept_as: str
    """The file that holds the old version."""
    withheld: tuple[str, ...]
    """Facts the bot does not answer with until somebody has looked."""
    marked: tuple[str, ...]
    """Facts it still answers with, but somebody should look."""
    contacts: tuple[str, ...]
    """Contacts whose details the new version no longer holds; the check fails until they are mended."""


def new_version(content: Path, name: str, text: str) -> NewVersion:
    """Compare a document with a new text; raises ContentError for broken content, InputError for an unknown name."""
    load_knowledge(content)
    parts = read_parts(content)
    documents = parts.documents or {}
    if name not in documents:
        known = f"Known documents: {', '.join(documents)}."
        raise InputError(f"There is no document “{name}”. {did_you_mean(name, documents, known)}")
    comparison = compare(documents[name].text, text, _quotes(parts, name))
    return NewVersion(name, documents[name], text, comparison, parts)


def accept(content: Path, version: NewVersion) -> Accepted:
    """Write the new version, keep the old one beside it, mark facts; raises InputError where nothing can be written."""
    path = content / TOPIC_FOLDER / version.document.file
    kept = _free_name(path)
    looks = {owner: _look(version, changes) for owner, changes in _by_owner(version.comparison)}
    edits = {file.name: _marked(content, file, entries) for file, entries in _entries(version.parts, looks)}
    write_whole(kept, read_raw(path))
    for name, text in edits.items():
        write_whole(content / name, text)
    write_whole(path, version.text)
    return _accepted(version.comparison, kept.relative_to(content).as_posix())


def _quotes(parts: Parts, document: str) -> Iterator[tuple[str, Quote]]:
    for topic in parts.topics.values():
        for fact in topic.facts.values():
            yield from ((fact.id, quote) for quote in fact.quotes if quote.document == document)
    for key, contact in (parts.contacts or {}).items():
        yield from ((f"{CONTACT_PREFIX}{key}", quote) for quote in contact.quotes if quote.document == document)


def _by_owner(comparison: Comparison) -> Iterator[tuple[str, list[QuoteChange]]]:
    """The changes that need a person, by fact or contact."""
    owners: dict[str, list[QuoteChange]] = {}
    for one in comparison.of("gone", "changed", "around"):
        owners.setdefault(one.owner, []).append(one)
    yield from owners.items()


def _look(version: NewVersion, changes: Sequence[QuoteChange]) -> str:
    """Why a person has to look, in one sentence for each change."""
    title = version.document.title
    said: list[str] = []
    for one in changes:
        now = " ".join(rewording.now for rewording in one.rewordings if rewording.now)
        if now:
            said.append(f"The document “{title}” has changed and now says: “{now}”")
        else:
            said.append(f"The document “{title}” does not say any more: “{one.quote.text}”")
    return " ".join(dict.fromkeys(said))


def _entries(parts: Parts, looks: Mapping[str, str]) -> Iterator[tuple[YamlFile, Mapping[Key, str]]]:
    """For each topic file the marks that go into it; a fact that has one keeps it."""
    for place, name, topic in parts.topic_places():
        facts = ((key, f"{name}.{key}") for key, fact in topic.facts.items() if fact.look is None)
        entries: dict[Key, str] = {
            ("facts", key): f"look: {in_quotes(looks[owner])}" for key, owner in facts if owner in looks
        }
        if entries:
            yield place.file, entries


def _marked(content: Path, file: YamlFile, entries: Mapping[Key, str]) -> str:
    return with_entries(read_raw(content / file.name), file, entries)


def _free_name(path: Path) -> Path:
    """The file's own name with the first number that is free: harbour.1.txt, harbour.2.txt."""
    number = 1
    while (free := path.with_name(f"{path.stem}.{number}{path.suffix}")).exists():
        number += 1
    return free


def _accepted(comparison: Comparison, kept_as: str) -> Accepted:
    lost = list(dict.fromkeys(one.owner for one in comparison.of("gone", "changed")))
    around = dict.fromkeys(one.owner for one in comparison.of("around"))
    return Accepted(
        kept_as=kept_as,
        withheld=_facts(lost),
        marked=_facts(owner for owner in around if owner not in lost),
        contacts=tuple(owner for owner in lost if owner.startswith(CONTACT_PREFIX)),
    )


def _facts(owners: Iterable[str]) -> tuple[str, ...]:
    return tuple(owner for owner in owners if not owner.startswith(CONTACT_PREFIX))
