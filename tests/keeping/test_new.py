"""A new base works at once, in both languages."""

import json
from pathlib import Path

import pytest

from bot.content.check_intents import examples
from bot.content.loader import load_knowledge
from bot.content.model import LANGUAGES
from bot.errors import InputError
from bot.keeping.founding import create_base
from tests.conftest import PROJECT, RunBot
from tests.keeping.renew_template import renewed

ENOUGH = 20
"""Examples per language that the template shows as good practice."""


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory, run_bot: RunBot) -> Path:
    folder = tmp_path_factory.mktemp("new") / "Stadt X"
    done = run_bot("new", str(folder), "--name", "Stadt X")
    assert (done.returncode, done.stderr) == (0, "")
    return folder


@pytest.fixture
def cache(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A cache of its own, so that the small base does not push the large one's ranker out."""
    return str(tmp_path_factory.getbasetemp() / "new-cache")


def test_new_names_three_next_steps(tmp_path: Path, run_bot: RunBot) -> None:
    folder = tmp_path / "base"
    lines = run_bot("new", str(folder)).stdout.splitlines()
    assert lines[0] == f"{folder} is ready: 15 files about “Musterstadt”, with one document and three facts."
    assert [line.split()[0] for line in lines[2:]] == ["1.", "2.", "3."]


def test_new_base_passes_the_check(base: Path, cache: str, run_bot: RunBot) -> None:
    done = run_bot("--content", str(base), "check", BOT_CACHE=cache)
    assert (done.returncode, done.stdout) == (0, "The content is in order: 3 facts, 8 intents.\n")


@pytest.mark.parametrize("encoder", ["on", "off"])
def test_new_base_answers_in_both_languages(encoder: str, base: Path, cache: str, run_bot: RunBot) -> None:
    asked = [
        ("Um wie viel Uhr macht das Bürgerbüro auf?", "answered", "de", ["office.opening_hours"]),
        ("What are your opening times, please?", "answered", "en", ["office.opening_hours"]),
        ("Wie kann man das Bürgerbüro anrufen?", "answered", "de", ["office.contact"]),
        ("What is the purpose of the citizens' office?", "answered", "en", ["office.what"]),
        ("Wann hat das Bürgerbüro in Hamburg geöffnet?", "unknown", "de", []),
        ("Which fees does the citizens' office charge?", "unknown", "en", []),
        ("Vielen Dank!", "smalltalk", "de", []),
        ("Wann ist Frau Schulze im Bürgerbüro?", "unknown", "de", []),
    ]
    text = "\n".join(json.dumps({"turns": [question]}) for question, *_ in asked)
    done = run_bot("ask", "--batch", "-", text=text, BOT_CONTENT=str(base), BOT_CACHE=cache, BOT_ENCODER=encoder)
    replies = [json.loads(line) for line in done.stdout.splitlines()]
    assert [(one["status"], one["language"], one["facts"]) for one in replies] == [tuple(rest) for _, *rest in asked]


def test_the_name_stands_everywhere(base: Path) -> None:
    texts = [path.read_text(encoding="utf-8") for path in base.rglob("*") if path.is_file()]
    assert not any("Musterstadt" in text for text in texts)
    assert sum("Stadt X" in text for text in texts) >= 5


def test_examples_enough(base: Path) -> None:
    intents = load_knowledge(base).intents.values()
    assert all(len(examples(intent, language)) >= ENOUGH for intent in intents for language in LANGUAGES)


def test_folder_that_is_not_empty(tmp_path: Path) -> None:
    (tmp_path / "kept.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(
        InputError, match=r"is not an empty folder\. Name one that does not exist yet; nothing was written\."
    ):
        create_base(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["kept.txt"]


def test_a_file_in_place_of_the_folder(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(InputError, match="is not an empty folder"):
        create_base(tmp_path / "file")


@pytest.mark.parametrize("name", ["", "  ", 'Stadt "X"', "Bezirk 3", "{topic}", "www.stadt.example", "a" * 61, "a\nb"])
def test_name_that_cannot_be(name: str, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="cannot be the name"):
        create_base(tmp_path / "base", name)
    assert not (tmp_path / "base").exists()


def test_template_is_in_step_with_the_project() -> None:
    stale = [path.name for path, text in renewed().items() if path.read_text(encoding="utf-8") != text]
    assert stale == [], "run: python -m tests.keeping.renew_template"


def test_template_says_nothing_of_the_projects_topics() -> None:
    template = PROJECT / "bot/keeping/template"
    texts = [path.read_text(encoding="utf-8") for path in template.rglob("*") if path.suffix in (".yaml", ".txt")]
    names = [alias for topic in load_knowledge(PROJECT).topics.values() for alias in topic.aliases]
    assert names
    assert [name for name in names if any(name in text for text in texts)] == []
