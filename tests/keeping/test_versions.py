"""Documents that change: what becomes of the facts, and what is written."""

import shutil
from pathlib import Path

import pytest

from bot.content.loader import load_knowledge
from bot.content.model import Quote
from bot.dialogue.dialogue import Dialogue
from bot.errors import ContentError, InputError
from bot.keeping.accepting import Accepted, accept, new_version
from bot.keeping.comparing import Change, compare
from bot.keeping.difference import difference_lines, word_difference
from tests.conftest import PROJECT

OLD = "Über uns\n\nDer Bund wurde 1985 gegründet. Er hat 144 Städte.\n\nDer Sitz ist in Köln.\nBeitritt ist frei.\n"

Swap = tuple[str, str]


@pytest.mark.parametrize(
    ("new", "quote", "change"),
    [
        (OLD, "Er hat 144 Städte.", "unchanged"),
        (OLD.replace("\n", "\n "), "Er hat 144 Städte.", "unchanged"),
        (OLD.replace("144", "150"), "Er hat 144 Städte.", "changed"),
        (OLD.replace("144 Städte", "144 Städte und Kreise"), "Er hat 144 Städte", "around"),
        (OLD.replace(" gegründet", " nicht gegründet"), "Der Bund wurde 1985", "around"),
        (OLD.replace(" Er hat 144 Städte.", ""), "Er hat 144 Städte.", "gone"),
        (OLD.replace(" Er hat 144 Städte.", "") + "\nEr hat 144 Städte.\n", "Er hat 144 Städte.", "moved"),
        (OLD + "\nAm Ende steht Neues.\n", "Er hat 144 Städte.", "unchanged"),
        ("Neues\n\n" + OLD, "Der Bund wurde 1985 gegründet.", "unchanged"),
        (OLD.replace("144", "1.144"), "144 Städte.", "changed"),
        (OLD.replace("Köln.\n", "Köln. Neu.\n"), "Der Sitz ist in Köln. Beitritt ist frei.", "changed"),
    ],
)
def test_change_of_a_quote(new: str, quote: str, change: Change) -> None:
    others = [
        ("a.founded", "Der Bund wurde 1985 gegründet."),
        ("a.seat", "Der Sitz ist in Köln."),
        ("a.free", "Beitritt"),
    ]
    quotes = [(owner, Quote(document="d", text=text)) for owner, text in [*others, ("a.fact", quote)]]
    found = {one.owner: one.change for one in compare(OLD, new, quotes).quotes}
    assert found["a.fact"] == change


def test_new_sentences_that_nobody_covers() -> None:
    new = OLD.replace("144", "150") + "\nNeuer Titel\n\nEin neuer Satz steht hier. Noch einer mit Zitat.\n"
    quotes = [("a.members", Quote(document="d", text="Er hat 144 Städte.")), ("a.x", Quote(document="d", text="Zitat"))]
    assert compare(OLD, new, quotes).new == ("Ein neuer Satz steht hier.",)


@pytest.mark.parametrize(
    ("before", "now", "expected"),
    [
        ("Er hat 144 Städte.", "Er hat 150 Städte.", "Er hat [-144-] [+150+] Städte."),
        ("a b", "a c b", "a [+c+] b"),
        ("a c b", "a b", "a [-c-] b"),
        ("a", "a", "a"),
    ],
)
def test_word_difference(before: str, now: str, expected: str) -> None:
    assert word_difference(before, now) == expected


def test_report_names_what_needs_a_person_first() -> None:
    quotes = [
        ("a.members", Quote(document="d", text="Er hat 144 Städte.")),
        ("a.seat", Quote(document="d", text="Der Sitz ist in Köln.")),
        ("a.founded", Quote(document="d", text="1985 gegründet.")),
    ]
    new = OLD.replace("144", "150").replace("Der Sitz ist in Köln.\n", "") + "Ganz neu ist dies.\n"
    assert list(difference_lines(compare(OLD, new, quotes))) == [
        "Words are marked like this: [-taken out-] [+put in+]",
        "Gone: the new version does not say it any more: 1",
        "  a.seat",
        "    [-Der Sitz ist in Köln.-]",
        "Changed: the new version says it in other words: 1",
        "  a.members",
        "    Er hat [-144-] [+150+] Städte.",
        "Unchanged quotes: 1, of 1 facts and contacts",
        "New sentences that no fact covers: 1",
        "  + Ganz neu ist dies.",
    ]


@pytest.fixture
def real(tmp_path: Path) -> Path:
    for name in ("knowledge", "intents"):
        shutil.copytree(PROJECT / name, tmp_path / name)
    return tmp_path


def changed(folder: Path, document: str, *swaps: Swap) -> Accepted:
    """Accept a version of a document in which words are exchanged."""
    text = load_knowledge(folder).documents[document].text
    for old, new in swaps:
        assert text.count(old) == 1, f"“{old}” stands {text.count(old)} times"
        text = text.replace(old, new)
    return accept(folder, new_version(folder, document, text))


def test_members_president_and_a_removed_paragraph(real: Path) -> None:
    accepted = changed(
        real,
        "berlin-in-metropolis",
        ("Mit 144 Mitgliedsstädten", "Mit 150 Mitgliedsstädten"),
        ("war Michael Müller Präsident von Metropolis.", "war Michael Müller Präsident, danach Ana Kovač."),
        ("  • Plattform zum Austausch: zwischen lokalen politischen Entscheidungsträger*innen, Verwaltungen, "
         "Wissenschaftler*innen und Praktiker*innen aus aller Welt.\n", ""),
    )  # fmt: skip
    assert accepted.kept_as == "knowledge/documents/berlin-in-metropolis.1.txt"
    assert set(accepted.withheld) >= {"metropolis.members", "metropolis.exchange"}
    assert any("president" in name for name in accepted.withheld)
    assert set(accepted.marked) >= {"metropolis.founded"}
    assert accepted.contacts == ()
    knowledge = load_knowledge(real)
    assert set(knowledge.withheld) == set(accepted.withheld)
    assert len(knowledge.marked) == len(accepted.withheld) + len(accepted.marked)
    dialogue = Dialogue(knowledge)
    gap = dialogue.choose("member_count", "metropolis", "de").reply
    assert (gap.status, gap.sentences) == (
        "unknown",
        ("Das steht nicht in unseren Dokumenten: wie viele Mitglieder Metropolis hat.",),
    )
    assert dialogue.choose("founded", "metropolis", "en").reply.status == "answered"


def test_the_other_document_with_a_new_contact(real: Path) -> None:
    accepted = changed(
        real,
        "global-city-networks",
        ("Metropolis ist mit 141 Mitgliedstädten", "Metropolis ist mit 150 Mitgliedstädten"),
        ("hat Herr Oberbürgermeister", "hat Frau Oberbürgermeisterin"),
        ("becker@auslandsgesellschaft.de", "info@auslandsgesellschaft.de"),
    )
    assert "metropolis.members" in accepted.withheld
    assert "uclg.successor" in accepted.withheld
    assert "town_twinning.email" in accepted.withheld
    assert accepted.contacts == ("contact auslandsgesellschaft",)
    with pytest.raises(ContentError) as caught:
        load_knowledge(real)
    assert [problem.where.partition(":")[0] for problem in caught.value.problems] == ["knowledge/contacts.yaml"]


def test_marking_changes_nothing_else(real: Path) -> None:
    before = (PROJECT / "knowledge/metropolis.yaml").read_text(encoding="utf-8").splitlines()
    changed(real, "berlin-in-metropolis", ("Mit 144 Mitgliedsstädten", "Mit 150 Mitgliedsstädten"))
    after = (real / "knowledge/metropolis.yaml").read_text(encoding="utf-8").splitlines()
    added = [line for line in after if line.lstrip().startswith("look: ")]
    assert [line for line in after if line not in added] == before
    assert len(added) == 3
    assert all("Mit 150 Mitgliedsstädten" in line for line in added)


def test_library_in_block_and_in_brackets(library: Path) -> None:
    accepted = changed(library, "library", ("1974", "1973"), ("kostet 15 Euro", "kostet 18 Euro"))
    assert accepted.withheld == ("library.founded", "library.card")
    text = (library / "knowledge/library.yaml").read_text(encoding="utf-8")
    assert "  founded:  # found: year 1974\n    look: " in text
    assert '  card: {look: "The document “Stadtbücherei Lindenau” has changed' in text
    assert set(load_knowledge(library).withheld) == {"library.founded", "library.card"}


def test_old_versions_are_all_kept(library: Path) -> None:
    text = load_knowledge(library).documents["library"].text
    first = changed(library, "library", ("1974", "1973"))
    second = changed(library, "library", ("1973", "1972"))
    assert (first.kept_as, second.kept_as) == ("knowledge/documents/library.1.txt", "knowledge/documents/library.2.txt")
    assert (library / first.kept_as).read_text(encoding="utf-8") == text
    assert (library / second.kept_as).read_text(encoding="utf-8") == text.replace("1974", "1973")


def test_a_fact_that_somebody_mended_is_answered_again(library: Path) -> None:
    changed(library, "library", ("1974", "1973"))
    file = library / "knowledge/library.yaml"
    file.write_text(file.read_text(encoding="utf-8").replace("1974", "1973"), encoding="utf-8")
    knowledge = load_knowledge(library)
    assert knowledge.withheld == {}
    assert len(knowledge.marked) == 1
    assert Dialogue(knowledge).choose("founded", "library", "en").reply.sentences == (
        "The Lindenau town library was founded in 1973.",
    )


def test_the_way_back(library: Path) -> None:
    """The old version taken again brings the fact back; the mark stays until a person deletes it."""
    changed(library, "library", ("1974", "1973"))
    accepted = changed(library, "library", ("1973", "1974"))
    assert accepted.withheld == ()
    assert "library.founded" in load_knowledge(library).facts()


@pytest.mark.parametrize(
    ("name", "hint"), [("libary", r"Did you mean “library”\?"), ("xyz", r"Known documents: library\.")]
)
def test_unknown_document(name: str, hint: str, library: Path) -> None:
    with pytest.raises(InputError, match=rf"There is no document “{name}”\. {hint}"):
        new_version(library, name, "x")
