"""Makes a large content folder: the real content, and invented networks beside it, each with five facts."""

import itertools
import json
import shutil
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import yaml

from bot.content.model import Language
from tests.telegram.bot_process import PROJECT

FACTS_EACH = 5
NETWORKS_A_DOCUMENT = 100
"""A document may hold a million letters, and fifty thousand facts have more."""
_REGIONS = (
    "Alpine Baltic Adriatic Danubian Nordic Iberian Aegean Caspian Carpathian Balkan Andean Amazonian Saharan "
    "Pacific Arctic Atlantic Caribbean Levantine Himalayan Mekong Polynesian Siberian Anatolian Rhenish Bavarian "
    "Silesian Pannonian Ligurian Ionian Celtic"
)
_THEMES = (
    "Energy Harbour Water Forest Railway Cycling Museum Theatre Housing Climate Tourism Textile Mining Fishing "
    "Library Sports Market Bridge Garden Airport Health School Food Music Wine Salt Glass Steel Paper Island"
)
_FORMS = "League Circle Union Forum Compact Council Platform Assembly Chain Family Pact House"
_ASKED: Mapping[str, Mapping[Language, str]] = {
    "founded": {"de": "In welchem Jahr ging {} an den Start?", "en": "Which year did {} get going?"},
    "members": {"de": "Auf wie viele Mitglieder kommt {} inzwischen?", "en": "How big is {}, counted in members?"},
    "what": {"de": "Mit {} kann ich nichts anfangen, was verbirgt sich dahinter?", "en": "Never heard of {}, explain"},
    "aims": {"de": "Wozu gibt es {}, welche Ziele hat man da?", "en": "What is {} trying to achieve?"},
    "partners": {"de": "Mit wem arbeitet {} zusammen?", "en": "Who does {} work with?"},
}


@dataclass(frozen=True)
class Probe:
    """A question whose fact is known, and the name in it."""

    text: str
    language: Language
    fact: str
    name: str = ""


def misspelt(probe: Probe, number: int) -> Probe:
    """The question with a letter missing inside its name, each number another one."""
    inside = [place for place in range(1, len(probe.name) - 1) if probe.name[place].isalpha()]
    place = inside[number % len(inside)]
    written = probe.name[:place] + probe.name[place + 1 :]
    return replace(probe, text=probe.text.replace(probe.name, written), name=written)


def grow(folder: Path, facts: int) -> Sequence[Probe]:
    """Fill a folder with so many facts (or a few more) and return questions about the invented ones."""
    for name in ("knowledge", "intents"):
        shutil.copytree(PROJECT / name, folder / name)
    sentences: dict[str, list[str]] = {}
    probes: list[Probe] = []
    for number, name in zip(range(facts // FACTS_EACH), _names(), strict=False):
        topic = f"network_{number}"
        content = _topic(topic, name, number)
        sentences.setdefault(_document(number), []).extend(fact["en"] for fact in content["facts"].values())
        (folder / "knowledge" / f"{topic}.yaml").write_text(json.dumps(content, ensure_ascii=False), encoding="utf-8")
        probes += _probes(topic, name)
    _add_documents(folder / "knowledge", sentences)
    return probes


def _names() -> Iterator[str]:
    """Names of three words, neighbours in the list as different as can be."""
    combined = list(itertools.product(_FORMS.split(), _THEMES.split(), _REGIONS.split()))
    for place in range(len(combined)):
        form, theme, region = combined[place * 7919 % len(combined)]
        yield f"{region} {theme} {form}"


def _document(number: int) -> str:
    return f"invented-networks-{number // NETWORKS_A_DOCUMENT}"


def _topic(key: str, name: str, number: int) -> dict[str, Any]:
    year, members = str(1900 + number % 120), str(200 + number % 700)
    texts = {
        "founded": (["founded"], f"{name} wurde {year} gegründet.", f"{name} was founded in {year}."),
        "members": (["member_count"], f"{name} hat {members} Mitglieder.", f"{name} has {members} members."),
        "what": (["what_is"], f"{name} ist ein Netzwerk von Städten.", f"{name} is a network of cities."),
        "aims": (["aims"], f"{name} will Städte stärken.", f"{name} aims to strengthen cities."),
        "partners": (["partners"], f"{name} arbeitet mit Universitäten zusammen.", f"{name} works with universities."),
    }
    facts: dict[str, dict[str, Any]] = {
        fact: {"answers": intents, "de": de, "en": en, "quotes": [{"document": _document(number), "text": en}]}
        for fact, (intents, de, en) in texts.items()
    }
    facts["founded"]["states"], facts["members"]["states"] = {"year": [year]}, {"number": [members]}
    names = {"name": {"de": name, "en": name}, "aliases": [name]}
    return {"topic": key, "order": 10 + number, **names, "facts": facts}


def _probes(topic: str, name: str) -> Iterator[Probe]:
    for fact, asked in _ASKED.items():
        for language, text in asked.items():
            yield Probe(text.format(name), language, f"{topic}.{fact}", name)


def _add_documents(folder: Path, sentences: Mapping[str, Sequence[str]]) -> None:
    file = folder / "documents.yaml"
    documents = yaml.safe_load(file.read_text(encoding="utf-8"))
    about = {"de": "Für die Messung erfunden.", "en": "Invented for the measurement."}
    for name, found in sentences.items():
        (folder / "documents" / f"{name}.txt").write_text("\n".join(found) + "\n", encoding="utf-8")
        documents["documents"][name] = {
            "file": f"documents/{name}.txt", "title": "Invented networks", "language": "en", "origin": {**about},
        }  # fmt: skip
    file.write_text(yaml.safe_dump(documents, allow_unicode=True), encoding="utf-8")
