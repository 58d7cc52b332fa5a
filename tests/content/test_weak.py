"""Content that works and could be better: what its author is warned of, and which test questions are refused."""

from pathlib import Path

import pytest

from bot.content.loader import load_knowledge, review_content
from bot.content.readability import lix, sentences, word_count
from bot.content.shape import shaped
from bot.content.yaml_file import read_yaml
from tests.content.conftest import Change
from tests.content.test_broken import Case

CASES = shaped(read_yaml(Path(__file__).with_name("weak.yaml"), "weak.yaml"), list[Case])
QUESTIONS = "tests/questions/some.yaml"
ASKED = '- {ask: ["Since when?"], language: en, expect: answered, facts: [league.founded, league.website]}\n'


def said(folder: Path) -> list[str]:
    """Every error and warning of a folder, as a person reads it."""
    return [f"{problem.severity} {problem}" for problem in review_content(folder).problems]


def test_table_is_not_empty() -> None:
    assert CASES


def test_tiny_content_has_no_weakness(folder: Path) -> None:
    assert said(folder) == []


@pytest.mark.parametrize("case", CASES, ids=[case.case for case in CASES])
def test_weak_content(case: Case, change: Change, folder: Path) -> None:
    change(case.file, case.old, case.new)
    assert said(folder) == [f"warning {line}" for line in case.says]
    assert load_knowledge(folder)


@pytest.mark.parametrize(
    ("questions", "expected"),
    [
        (ASKED, []),
        (
            ASKED.replace(", league.website", ""),
            [
                "warning knowledge/league.yaml:17:3: no test question asks for the fact “league.website”. "
                "Add one to a file in tests/questions/, in other words than the examples."
            ],
        ),
        (
            ASKED.replace("league.website", "league.web"),
            [f"error {QUESTIONS}:1:82: there is no fact “league.web”. Did you mean “league.website”?"],
        ),
        (
            ASKED.replace("answered", "unknown"),
            [
                f"error {QUESTIONS}:1:3: “this entry”: a question that is answered lists its facts, and no other does.",
            ],
        ),
        (
            ASKED.replace("expect", "expects"),
            [
                f"error {QUESTIONS}:1:3: “expect” is missing. Add expect: … here.",
                f"error {QUESTIONS}:1:40: “expects” is not a key that belongs here. Did you mean “expect”?",
            ],
        ),
        ("- [\n", [f"error {QUESTIONS}:2:1: a value or the closing bracket is missing before this. Add it."]),
    ],
    ids=["all asked", "one not asked", "misspelt fact", "facts where none is due", "misspelt key", "no YAML"],
)
def test_test_questions(questions: str, expected: list[str], change: Change, folder: Path) -> None:
    (folder / "tests/questions").mkdir(parents=True)
    change(QUESTIONS, "", questions)
    assert said(folder) == expected


def test_errors_do_not_hide_warnings(change: Change, folder: Path) -> None:
    change("knowledge/contacts.yaml", 'phone: "0231 838"', "phone: 0231")
    change("intents/gaps/fee.yaml", "kind: gap", "kind: gab")
    assert [problem.severity for problem in review_content(folder).problems] == ["error", "warning"]
    assert review_content(folder).knowledge is None


def test_no_content_at_all(tmp_path: Path) -> None:
    assert [problem.where for problem in review_content(tmp_path).problems] == ["intents/", "knowledge/"]


@pytest.mark.parametrize(
    ("text", "count", "words", "index"),
    [
        ("", 0, 0, 0),
        ("Das ist ein kurzer Satz.", 1, 5, 5),
        ("Kurz. Auch dieser Satz: er ist kurz.", 3, 7, 7 / 3),
        ("Dr. Schröter kam, z. B. nach Jena.", 1, 7, 7 + 100 / 7),
        ("In 2013, “Berlin” joined. It left.", 2, 6, 3),
        ("See https://www.harbour.example/long.html now.", 1, 3, 3),
        ("Gründung 1985", 1, 2, 52),
    ],
)
def test_readability(text: str, count: int, words: int, index: float) -> None:
    assert (len(sentences(text)), word_count(text)) == (count, words)
    assert lix(text) == pytest.approx(index)
