"""`python -m bot check`: what it finds in all files together, how it says so, and how it ends."""

import json
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft7Validator

from bot.errors import Problem
from bot.keeping.check_report import FORMATS
from bot.keeping.judging import MOST_SHOWN, Verdict, judge
from tests.conftest import RunBot
from tests.content.conftest import Change
from tests.content.sarif import SARIF

WEBSITE = "intents/facts/website.yaml"
FEE = "intents/gaps/fee.yaml"
CONTACTS = "knowledge/contacts.yaml"
NO_QUOTES = "other programs read 0231 without quotes as the number 153. Put it in double quotes."
NO_KIND = "“gab” is none of fact, gap, smalltalk, out_of_scope. Did you mean “gap”?"
NO_TITLE = "“titel” is not a key that belongs here. Did you mean “title”?"
MISSING_TITLE = "“title” is missing. Add title: … here."
VERDICT = Verdict(
    errors=(Problem("a:b, c.yaml:3:7", "100 % wrong.", "Two\nlines."), Problem("intents/", "nothing is here.")),
    warnings=(Problem("d.yaml:1:2", "weak.", severity="warning"),),
    notes=("… and 4 more.",),
)


def weaken(change: Change) -> None:
    change(CONTACTS, 'phone: "0231 838"', "phone: 0231")


def break_two_files(change: Change) -> None:
    change(FEE, "kind: gap", "kind: gab")
    change("knowledge/documents.yaml", "title:", "titel:")


def found(folder: Path) -> list[str]:
    return [str(problem) for problem in judge(folder, None, with_encoder=False).problems]


def test_content_without_weakness(folder: Path) -> None:
    verdict = judge(folder, None, with_encoder=False)
    assert (verdict.problems, verdict.notes) == ((), ())


def test_an_example_that_another_intent_wins(change: Change, folder: Path) -> None:
    """All places look alike to the ranker, and the fee, which has fewer examples, weighs each of them more."""
    change(WEBSITE, "site twelve", "when will Bremen pay")
    change(FEE, "fee twelve", "when will Hamburg pay")
    assert found(folder) == [
        f"{WEBSITE}:39:7: the bot takes “when will Bremen pay” for “fee”, although it stands here for “website”. "
        f"Most alike there: “when will Hamburg pay” ({FEE}:32:7). Move one of the two, or make both clearer."
    ]


def test_examples_of_two_intents_that_differ_in_spelling(change: Change, folder: Path) -> None:
    change(WEBSITE, "site twelve", "fee twellve")
    assert found(folder) == [
        f"{WEBSITE}:39:7: “fee twellve” says the same as “fee twelve” ({FEE}:32:7, intent “fee”). "
        "Keep the one that is meant, or make both clearer."
    ]


def test_examples_of_one_intent_that_differ_in_little_words(change: Change, folder: Path) -> None:
    change(FEE, "fee eleven", "fee eleven of the league")
    change(FEE, "fee twelve", "yes, fee eleven of the league")
    assert found(folder) == [
        f"{FEE}:32:7: “yes, fee eleven of the league” says the same as “fee eleven of the league” ({FEE}:31:7). "
        "Write one of them in other words."
    ]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("fee in the year 2012", "fee in the year 2013"),
        ("what is the fee of towns", "what is the fee of crowns"),
        ("fee of the league in total", "free of the league in total"),
    ],
    ids=["another year", "another first letter", "another spelling within an intent"],
)
def test_examples_that_are_alike_and_differ(first: str, second: str, change: Change, folder: Path) -> None:
    change(FEE, "fee eleven", first)
    change(FEE, "fee twelve", second)
    assert found(folder) == []


def test_long_lists_are_cut(change: Change, folder: Path) -> None:
    pairs = MOST_SHOWN + 3
    sentences = [f"how much must members of class {number} pay" for number in range(pairs)]
    lines = [f'    - "{opening}{sentence}"\n' for sentence in sentences for opening in ("", "yes, ")]
    change(FEE, "", "".join(lines))
    verdict = judge(folder, None, with_encoder=False)
    assert len(verdict.warnings) == MOST_SHOWN
    assert verdict.notes == ("… and 3 more pairs of examples that say the same.",)


def test_everything_at_once_in_text(change: Change, folder: Path, run_bot: RunBot) -> None:
    weaken(change)
    break_two_files(change)
    ended = run_bot("--content", str(folder), "check", BOT_ENCODER="off")
    assert ended.returncode == 1
    assert ended.stdout.splitlines() == [
        "Errors",
        "",
        f"  {FEE}:1:7: {NO_KIND}",
        "",
        f"  knowledge/documents.yaml:2:3: {MISSING_TITLE}",
        f"  knowledge/documents.yaml:4:5: {NO_TITLE}",
        "",
        "Warnings",
        "",
        f"  {CONTACTS}:7:12: {NO_QUOTES}",
        "",
        "The content has 3 errors and 1 warning.",
    ]


@pytest.mark.parametrize(
    ("weak", "arguments", "code", "last"),
    [
        (False, (), 0, "The content is in order: 2 facts, 3 intents."),
        (False, ("--strict",), 0, "The content is in order: 2 facts, 3 intents."),
        (True, (), 0, "The content is in order, with 1 warning: 2 facts, 3 intents."),
        (True, ("--strict",), 1, "The content is in order, with 1 warning: 2 facts, 3 intents."),
    ],
)
def test_end_of_the_command(
    weak: bool, arguments: tuple[str, ...], code: int, last: str, change: Change, folder: Path, run_bot: RunBot
) -> None:
    if weak:
        weaken(change)
    cache = str(folder.parent / "cache")
    ended = run_bot("--content", str(folder), "check", *arguments, BOT_ENCODER="off", BOT_CACHE=cache)
    assert (ended.returncode, ended.stdout.splitlines()[-1]) == (code, last)
    assert list(Path(cache).glob("ranker-*.npz"))


def test_missing_content(tmp_path: Path, run_bot: RunBot) -> None:
    ended = run_bot("--content", str(tmp_path), "check", "--format", "json")
    assert ended.returncode == 1
    assert [problem["file"] for problem in json.loads(ended.stdout)["problems"]] == ["intents/", "knowledge/"]


def test_json() -> None:
    assert json.loads(FORMATS["json"](VERDICT)) == {
        "errors": 2,
        "warnings": 1,
        "problems": [
            problem("error", "a:b, c.yaml", 3, 7, "100 % wrong.", "Two\nlines."),
            problem("error", "intents/", 1, 1, "nothing is here.", ""),
            problem("warning", "d.yaml", 1, 2, "weak.", ""),
        ],
        "notes": ["… and 4 more."],
    }


def problem(severity: str, file: str, line: int, column: int, what: str, mend: str) -> dict[str, Any]:
    return {"severity": severity, "file": file, "line": line, "column": column, "what": what, "mend": mend}


def test_github() -> None:
    assert FORMATS["github"](VERDICT).splitlines() == [
        "::error file=a%3Ab%2C c.yaml,line=3,col=7::100 %25 wrong. Two%0Alines.",
        "::error file=intents/,line=1,col=1::nothing is here.",
        "::warning file=d.yaml,line=1,col=2::weak.",
        "… and 4 more.",
        "The content has 2 errors and 1 warning.",
    ]


def test_sarif() -> None:
    log = json.loads(FORMATS["sarif"](VERDICT))
    assert [error.message for error in Draft7Validator(SARIF).iter_errors(log)] == []
    (run,) = log["runs"]
    rules = {rule["id"] for rule in run["tool"]["driver"]["rules"]}
    assert {result["ruleId"] for result in run["results"]} <= rules
    assert [(result["level"], result["message"]["text"]) for result in run["results"]] == [
        ("error", "100 % wrong. Two\nlines."),
        ("error", "nothing is here."),
        ("warning", "weak."),
    ]
    assert run["results"][2]["locations"] == [
        {
            "physicalLocation": {
                "artifactLocation": {"uri": "d.yaml"},
                "region": {"startLine": 1, "startColumn": 2},
            }
        }
    ]
