"""Content broken in one place each, and the very words that tell its author where and how to mend it."""

from pathlib import Path

import pytest

from bot.content.fields import Model, Names, Text
from bot.content.loader import load_knowledge
from bot.content.shape import shaped
from bot.content.text_file import MAX_BYTES
from bot.content.yaml_file import read_yaml
from bot.errors import ContentError, Problem
from tests.content.conftest import Change, Problems


class Case(Model):
    """What is replaced in which file of the tiny content, and all that is said of it.

    `shape` marks a fault that an editor shows as well, since the schema refuses it.
    """

    case: Text
    shape: bool = False
    file: Text
    old: Text
    new: str
    says: Names


CASES = shaped(read_yaml(Path(__file__).with_name("broken.yaml"), "broken.yaml"), list[Case])


def test_table_is_not_empty() -> None:
    assert len(CASES) >= 80


def test_tiny_content_is_in_order(problems: Problems) -> None:
    assert problems() == []


@pytest.mark.parametrize("case", CASES, ids=[case.case for case in CASES])
def test_broken_content(case: Case, change: Change, problems: Problems) -> None:
    change(case.file, case.old, case.new)
    assert problems() == list(case.says)


IE = "\N{CYRILLIC SMALL LETTER IE}"
OMICRON = "\N{GREEK SMALL LETTER OMICRON}"
LIKE_IE = f"holds “{IE}” (U+0435, cyrillic small letter ie), which only looks like a Latin letter."
LIKE_OMICRON = f"holds “{OMICRON}” (U+03BF, greek small letter omicron), which only looks like a Latin letter."


@pytest.mark.parametrize(
    ("file", "old", "new", "said"),
    [
        ("knowledge/league.yaml", '"Hafen"', f'"Haf{IE}n"', f"4:12: “Haf{IE}n” {LIKE_IE} Type it anew: “Hafen”."),
        ("intents/gaps/fee.yaml", '"league"', f'"l{IE}ague"', f"3:8: “l{IE}ague” {LIKE_IE} Type it anew: “league”."),
        ("knowledge/documents.yaml", "title:", f"titl{IE}:", f"4:5: “titl{IE}” {LIKE_IE} Type it anew: “title”."),
        (
            "knowledge/contacts.yaml",
            '"office@',
            f'"{OMICRON}ffice@',
            f"6:12: “{OMICRON}ffice” {LIKE_OMICRON} Type it anew: “office”.",
        ),
    ],
    ids=["a name", "an id that is referred to", "a key", "an address"],
)
def test_look_alike_letters(file: str, old: str, new: str, said: str, change: Change, problems: Problems) -> None:
    change(file, old, new)
    assert problems() == [f"{file}:{said}"]


LEAGUE = "knowledge/league.yaml"
FEE = "intents/gaps/fee.yaml"
HARBOUR = "knowledge/documents/harbour.txt"

NO_UTF_8 = "this is not UTF-8 text. Save the file with the encoding UTF-8."
NO_FACTS = b'topic: "league"\nname: {de: "A", en: "B"}\nfacts: {}'
NO_ID = "the file name must be an id (letters a to z, digits, _ and -) and end in .yaml. Rename the file."
TOO_LARGE = "the file is larger than 1 MB. Split it, or take out what does not belong here."
NO_TEXT = "stands here. Delete it, and save the file as plain text."


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        (FEE, b"", f"{FEE}:1:1: the file is empty. Fill it or delete it."),
        (FEE, b"# kind: gap\n", f"{FEE}:1:1: the file is empty. Fill it or delete it."),
        (FEE, b"---\n", f"{FEE}:1:1: the file is empty. Fill it or delete it."),
        (FEE, b"- gap\n", f"{FEE}:1:1: “the file”: a mapping (key: value) belongs here, not a list."),
        (FEE, b"gap", f"{FEE}:1:1: “the file”: a mapping (key: value) belongs here, not text."),
        (FEE, b"\x89PNG\r\n", f"{FEE}:1:1: {NO_UTF_8}"),
        (FEE, "kind: gap\nabout: Gebühr".encode("latin-1"), f"{FEE}:2:11: {NO_UTF_8}"),
        (FEE, "kind: gap".encode("utf-16"), f"{FEE}:1:1: {NO_UTF_8}"),
        (FEE, b"kind: gap\r\n\x00", f"{FEE}:2:1: an invisible character (U+0000) {NO_TEXT}"),
        (FEE, b"[" * 100_000, f"{FEE}:1:14: this is nested more than 12 levels deep. Close the brackets before it."),
        (FEE, b"a:\n" * MAX_BYTES, f"{FEE}:1:1: {TOO_LARGE}"),
        (LEAGUE, NO_FACTS, f"{LEAGUE}:3:8: “facts”: at least one entry is needed."),
        (HARBOUR, b"", "knowledge/documents.yaml:3:11: the document documents/harbour.txt is empty. Fill it."),
        (HARBOUR, b"Harbour\n\xff", f"{HARBOUR}:2:1: {NO_UTF_8}"),
        (HARBOUR, b"Harbour\x00", f"{HARBOUR}:1:8: an invisible character (U+0000) {NO_TEXT}"),
        ("intents/Fees.yaml", b"", f"intents/Fees.yaml:1:1: {NO_ID}"),
        ("intents/fees.yml", b"", f"intents/fees.yml:1:1: {NO_ID}"),
        ("intents/zoo/fee.yaml", b"", f"intents/zoo/fee.yaml:1:1: {FEE} has the same name. Rename one of them."),
        (
            "knowledge/new/league.yaml",
            b"",
            f"knowledge/new/league.yaml:1:1: {LEAGUE} has the same name. Rename one of them.",
        ),
    ],
)
def test_broken_file(name: str, content: bytes, said: str, folder: Path, problems: Problems) -> None:
    (folder / name).parent.mkdir(exist_ok=True)
    (folder / name).write_bytes(content)
    assert problems() == [said]


@pytest.mark.parametrize("name", ["entities", "contacts", "documents"])
def test_missing_file(name: str, folder: Path, problems: Problems) -> None:
    (folder / f"knowledge/{name}.yaml").unlink()
    assert problems() == [f"knowledge/{name}.yaml:1:1: the file is missing. Create it."]


def test_folder_in_place_of_a_file(folder: Path, problems: Problems) -> None:
    (folder / "intents/jobs.yaml").mkdir()
    said = "intents/jobs.yaml:1:1: this is not a file. Rename it, or put a file in its place."
    assert problems() == [said]


def test_link_that_leads_outside(folder: Path, problems: Problems) -> None:
    (folder / HARBOUR).rename(folder.parent / "harbour.txt")
    (folder / HARBOUR).symlink_to(folder.parent / "harbour.txt")
    said = "the document documents/harbour.txt lies outside knowledge/. Copy it to knowledge/documents/."
    assert problems() == [f"knowledge/documents.yaml:3:11: {said}"]


def test_link_in_a_circle(folder: Path, problems: Problems) -> None:
    (folder / HARBOUR).unlink()
    (folder / HARBOUR).symlink_to(folder / HARBOUR)
    assert problems() == ["knowledge/documents.yaml:3:11: this cannot be the name of a file. Mend it."]


def test_file_without_permission(folder: Path, problems: Problems, monkeypatch: pytest.MonkeyPatch) -> None:
    read = Path.read_bytes

    def refuse(path: Path) -> bytes:
        if path == folder / FEE:
            raise PermissionError(13, "Permission denied")
        return read(path)

    monkeypatch.setattr(Path, "read_bytes", refuse)
    assert problems() == [f"{FEE}:1:1: the file cannot be read: Permission denied. Check its permissions."]


def test_missing_folders(tmp_path: Path) -> None:
    with pytest.raises(ContentError) as caught:
        load_knowledge(tmp_path)
    said = f"there is no such folder in {tmp_path}. Name the folder that holds the content."
    assert [str(problem) for problem in caught.value.problems] == [f"intents/: {said}", f"knowledge/: {said}"]


def test_empty_folders(folder: Path, problems: Problems) -> None:
    for path in [folder / LEAGUE, folder / FEE, *folder.glob("intents/facts/*.yaml")]:
        path.unlink()
    assert problems() == [
        "intents/: no intent stands here. Write a file for each kind of question.",
        "knowledge/: no topic stands here. Write a file for each topic, with its facts.",
        "knowledge/documents.yaml:2:3: no fact quotes the document “harbour”. Quote it, or take it out.",
    ]


def test_all_problems_at_once(change: Change, problems: Problems) -> None:
    """A broken file hides neither the problems of others nor lets them seem worse than they are."""
    change("intents/facts/website.yaml", "kind: fact", "kind: fax")
    change("knowledge/documents.yaml", "title:", "titel:")
    change("knowledge/league.yaml", '    de: "Der Hafenbund wurde 1985', '    de: "Der Hafenbund wurde 1986')
    change("knowledge/entities.yaml", "smith:", "league:")
    assert problems() == [
        "intents/facts/website.yaml:1:7: “fax” is none of fact, gap, smalltalk, out_of_scope. Did you mean “fact”?",
        "knowledge/documents.yaml:2:3: “title” is missing. Add title: … here.",
        "knowledge/documents.yaml:4:5: “titel” is not a key that belongs here. Did you mean “title”?",
        "knowledge/entities.yaml:2:3: “league” is also the id of a topic. Give one of them another id.",
        "knowledge/league.yaml:12:9: the number 1986 stands in the German text, but not in the English one. "
        "Make both texts say the same.",
        "knowledge/league.yaml:12:9: “1986” stands in none of the fact's quotes. Quote the passage that says it.",
        "knowledge/league.yaml:13:9: the number 1985 stands in the English text, but not in the German one. "
        "Make both texts say the same.",
    ]


def test_broken_topic_hides_no_other_problem(change: Change, problems: Problems) -> None:
    change(LEAGUE, '    answers: ["founded"]\n', "")
    change(FEE, 'nearby: ["website"]', 'nearby: ["websit"]')
    assert problems() == [
        "intents/gaps/fee.yaml:5:10: there is no intent of kind fact “websit”. Did you mean “website”?",
        "knowledge/league.yaml:7:3: “answers” is missing. Add answers: … here.",
    ]


def test_problems_come_in_the_order_of_the_file() -> None:
    error = ContentError([Problem("b.yaml:10:1", "c."), Problem("b.yaml:9:20", "b."), Problem("b.yaml:9:3", "a.")])
    assert str(error) == "The content has 3 problems:\n  b.yaml:9:3: a.\n  b.yaml:9:20: b.\n  b.yaml:10:1: c."


@pytest.mark.parametrize("name", ["knowledge/league.yaml", "knowledge/entities.yaml", "knowledge/documents.yaml", FEE])
def test_no_damage_makes_the_loader_crash(name: str, folder: Path, problems: Problems) -> None:
    """Whatever is cut off or torn out, the author gets problems with places, never a traceback."""
    text = (folder / name).read_text(encoding="utf-8")
    for cut in range(0, len(text), 7):
        for damaged in (text[:cut], text[cut:], text[:cut] + text[cut + 7 :]):
            (folder / name).write_text(damaged, encoding="utf-8")
            assert all(problem.startswith(("knowledge/", "intents/")) for problem in problems())
