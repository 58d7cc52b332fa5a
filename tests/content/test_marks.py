"""Facts a person has to look at, and drafts a person has to finish."""

from pathlib import Path

import pytest

from bot.content.loader import load_knowledge
from tests.content.conftest import Change, Problems

LEAGUE = "knowledge/league.yaml"
HARBOUR = "knowledge/documents/harbour.txt"
MARK = '    look: "It changed."\n'


@pytest.fixture
def mark(change: Change) -> None:
    change(LEAGUE, '    answers: ["founded"]\n', f'{MARK}    answers: ["founded"]\n')


@pytest.mark.usefixtures("mark")
def test_a_mark_alone_is_a_warning(folder: Path) -> None:
    knowledge = load_knowledge(folder)
    assert "league.founded" in knowledge.facts()
    assert knowledge.withheld == {}
    assert knowledge.marked == (
        f"{LEAGUE}:8:11: somebody should look at the fact “league.founded”: It changed. "
        "Where its texts are still right, delete the line “look”.",
    )


@pytest.mark.usefixtures("mark")
def test_a_marked_fact_without_its_quote_is_withheld(folder: Path, change: Change) -> None:
    change(HARBOUR, "was founded in 1985", "was founded in 1986")
    knowledge = load_knowledge(folder)
    assert list(knowledge.facts()) == ["league.website"]
    assert list(knowledge.withheld) == ["league.founded"]
    assert knowledge.marked == (
        f"{LEAGUE}:8:11: the fact “league.founded” is withheld until somebody has looked at it: It changed. "
        "Correct its texts and its quotes, then delete the line “look”.",
    )


def test_without_a_mark_a_missing_quote_is_a_problem(change: Change, problems: Problems) -> None:
    change(HARBOUR, "was founded in 1985", "was founded in 1986")
    assert problems() == [
        f"{LEAGUE}:16:15: these words do not stand in the document “harbour”. "
        "The document says “The Harbour League was founded in 1986.”: “1986.”, not “1985.”."
    ]


def test_a_withheld_website_is_none(folder: Path, change: Change) -> None:
    change(LEAGUE, '    answers: ["website"]\n', f'{MARK}    answers: ["website"]\n')
    change(HARBOUR, "https://www.harbour.example/", "our website")
    knowledge = load_knowledge(folder)
    assert knowledge.website_of("league") is None
    assert list(knowledge.withheld) == ["league.website"]


@pytest.mark.parametrize(
    ("file", "old", "new", "said"),
    [
        (
            LEAGUE,
            'answers: ["founded"]',
            'answers: ["TODO"]',
            [
                "intents/facts/founded.yaml:1:7: no fact answers this intent. "
                "Add “founded” to a fact's answers, or make it a gap.",
                f"{LEAGUE}:8:15: this place is not finished. "
                "Name the kinds of questions (files in intents/facts/) that this fact answers, or delete the fact.",
            ],
        ),
        (
            LEAGUE,
            '"Der Hafenbund wurde 1985 gegründet."',
            '"TODO: auf Deutsch"',
            [
                f"{LEAGUE}:12:9: this place is not finished (auf Deutsch). "
                "Write the text and delete the word TODO, or delete the whole fact.",
            ],
        ),
        (
            "knowledge/documents.yaml",
            '"Erdacht."',
            '"TODO"',
            ["knowledge/documents.yaml:6:18: this place is not finished. Write the text and delete the word TODO."],
        ),
    ],
)
def test_unfinished_places(file: str, old: str, new: str, said: list[str], change: Change, problems: Problems) -> None:
    change(file, old, new)
    assert problems() == said
