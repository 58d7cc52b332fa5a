"""Content that is in order: every scalar stays text, and what the loader fills in."""

from pathlib import Path

import pytest

from bot.content.evidence import cited, numbers
from bot.content.loader import load_knowledge
from bot.content.yaml_file import YamlFile, read_yaml
from tests.content.conftest import Change

FEE = "intents/gaps/fee.yaml"


@pytest.fixture
def file(tmp_path: Path) -> YamlFile:
    path = tmp_path / "some.yaml"
    path.write_text("# A comment.\nphone: 0231\nlist:\n  - a\n  - {b: 1.10}\n", encoding="utf-8")
    return read_yaml(path, "some.yaml")


@pytest.mark.parametrize(
    "scalar",
    ["0231", "no", "yes", "12:30", "1.10", "1e3", "0x1F", "2026-01-31", "null", "~", "true", ".inf", "1_000"],
)
def test_scalars_stay_text(scalar: str, tmp_path: Path) -> None:
    path = tmp_path / "some.yaml"
    path.write_text(f"plain: {scalar}\nlist: [{scalar}]\n{scalar}: key\n", encoding="utf-8")
    assert read_yaml(path, "some.yaml").data == {"plain": scalar, "list": [scalar], scalar: "key"}


@pytest.mark.parametrize(
    ("key", "value_at", "key_at"),
    [
        ((), "2:1", "2:1"),
        (("phone",), "2:8", "2:1"),
        (("list",), "4:3", "3:1"),
        (("list", 0), "4:5", "4:5"),
        (("list", 1, "b"), "5:9", "5:6"),
        (("list", 1, "missing"), "5:5", "5:5"),
        (("missing", 3), "2:1", "2:1"),
    ],
)
def test_places(key: tuple[str | int, ...], value_at: str, key_at: str, file: YamlFile) -> None:
    assert (file.where(key), file.where_key(key)) == (f"some.yaml:{value_at}", f"some.yaml:{key_at}")


def test_tiny_content_loads(folder: Path) -> None:
    knowledge = load_knowledge(folder)
    assert list(knowledge.facts()) == ["league.founded", "league.website"]
    assert list(knowledge.intents) == ["founded", "website", "fee"]
    assert knowledge.intents["fee"].id == "fee"
    assert [(entity.id, entity.kind) for entity in knowledge.entities.values()] == [
        ("smith", "person"),
        ("hamburg", "place"),
    ]
    assert knowledge.documents["harbour"].text.startswith("The Harbour League was founded in 1985.")
    assert knowledge.contact.phone == "0231 838"
    assert knowledge.website_of("league") == knowledge.topics["league"].facts["website"]
    assert knowledge.example_places["fee twelve"] == f"{FEE}:32"


def test_what_windows_editors_write_loads(folder: Path) -> None:
    expected = load_knowledge(folder).intents
    for path in folder.rglob("*.yaml"):
        path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().replace(b"\n", b"\r\n"))
    assert load_knowledge(folder).intents == expected


def test_files_may_lie_in_folders(folder: Path) -> None:
    expected = load_knowledge(folder).topics
    (folder / "knowledge/topics").mkdir()
    (folder / "knowledge/league.yaml").rename(folder / "knowledge/topics/league.yaml")
    assert load_knowledge(folder).topics == expected


def test_hidden_and_other_files_are_left_alone(folder: Path) -> None:
    expected = load_knowledge(folder)
    for name in ("intents/.fee.yaml", "intents/gaps/README.md", "knowledge/league.yaml~"):
        (folder / name).write_bytes(b"\xff")
    assert load_knowledge(folder) == expected


def test_version_changes_with_the_content_alone(folder: Path, change: Change) -> None:
    version = load_knowledge(folder).version
    assert load_knowledge(folder).version == version
    change(FEE, "fee twelve", "fee thirteen")
    assert load_knowledge(folder).version != version


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("4.600 Städte", ["4600"]),
        ("4,600 cities", ["4600"]),
        ("1,5 oder 2.50", ["1.5", "2.50"]),
        ("am 31.12.1985.", ["31.12.1985"]),
        ("C40, 20th, 1990er", ["40", "20", "1990"]),
        ("+49 (0)231 838 00", ["49", "0", "231", "838", "00"]),
        ("keine", []),
    ],
)
def test_numbers(text: str, found: list[str]) -> None:
    assert numbers(text) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Siehe https://www.uclg.org/.", ["https://www.uclg.org/"]),
        ("Siehe (www.example.org/a-1), 7", ["www.example.org", "1", "7"]),
        ("Mail an info@example.org!", ["info@example.org"]),
    ],
)
def test_cited(text: str, found: list[str]) -> None:
    assert cited(text) == found
