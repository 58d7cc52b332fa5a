"""The report: what counts as the same question, who is counted, what is treated, and when everything ends."""

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
import yaml

from bot.assistant import Assistant
from bot.errors import InputError
from bot.report import Report
from bot.storage.names import Names
from bot.storage.unanswered import FILE, MOST_OF_A_PERSON, UnansweredFile, hashes
from bot.unanswered.entry import Entry
from tests.conftest import RunBot

DAY, DAYS = date(2026, 3, 1), 30
FEE = "Was kostet die Mitgliedschaft bei UCLG?"
FEES = (FEE, "was kostet die mitgliedschaft bei uclg", "Was kostet eine Mitgliedschaft bei der UCLG?")
OTHER = "Wo ist der Sitz von Metropolis?"
ENTRY = Entry(FEE, "membership_fee", "unknown", "de", "a", 0, DAY)


class Calendar:
    """A clock that tests turn."""

    def __init__(self) -> None:
        self.day = DAY

    def __call__(self) -> date:
        return self.day


@pytest.fixture
def calendar() -> Calendar:
    return Calendar()


@pytest.fixture
def file(tmp_path: Path, calendar: Calendar) -> UnansweredFile:
    return UnansweredFile(tmp_path / "data", DAYS, calendar)


@pytest.fixture
def report(file: UnansweredFile, assistant: Assistant) -> Report:
    return Report(file, assistant.knowledge, 3)


def ask(file: UnansweredFile, *people: str, texts: tuple[str, ...] = FEES, period: int = 0) -> None:
    for number, person in enumerate(people):
        file.add(replace(ENTRY, text=texts[number % len(texts)], person=person, period=period))


def test_three_people_who_ask_alike_are_one_group(file: UnansweredFile, report: Report) -> None:
    ask(file, "a", "b", "c")
    first, *questions, last = report.lines()
    assert "3 questions by 3 people (unknown 3); nearest: intents/gaps/membership_fee.yaml" in first
    assert [line.split("  ")[-1] for line in questions] == list(FEES)
    assert last == "1 new; 0 more by fewer than 3 people; 0 treated."


@pytest.mark.parametrize(("people", "periods"), [("ab", (0,)), ("aaab", (0,)), ("ab", (0, 1))])
def test_fewer_people_are_not_shown(
    file: UnansweredFile, report: Report, people: str, periods: tuple[int, ...]
) -> None:
    for period in periods:
        ask(file, *(f"{person}{period}" for person in people), period=period)
    assert list(report.lines()) == ["0 new; 1 more by fewer than 3 people; 0 treated."]
    assert report.yaml().strip() == ""


@pytest.mark.parametrize("state", ["done", "ignored"])
def test_treated_never_returns_nor_what_is_like_it(file: UnansweredFile, report: Report, state: str) -> None:
    ask(file, "a", "b", "c")
    ask(file, "a", "b", "c", texts=(OTHER,))
    fee = next(line for line in report.lines() if "membership_fee" in line).split()[0]
    shown = len([line for line in report.lines() if "people (" in line])
    report.treat(fee, "done" if state == "done" else "ignored")
    ask(file, "d", "e", "f")
    left = list(report.lines())
    assert (shown, len([line for line in left if "people (" in line])) == (2, 1)
    assert not any(text in line for line in left for text in FEES)
    with pytest.raises(InputError, match="There is no group"):
        report.treat(fee, "done")


def test_yaml_can_be_pasted(file: UnansweredFile, report: Report) -> None:
    quoted = 'Was heißt "Mitgliedschaft" bei UCLG: Kosten?'
    ask(file, "a", "b", "c", texts=(quoted,))
    written = report.yaml()
    assert yaml.safe_load(written) == {"examples": {"de": [quoted]}}
    assert "intents/gaps/membership_fee.yaml" in written


def test_everything_ends_with_its_time(file: UnansweredFile, calendar: Calendar, tmp_path: Path) -> None:
    ask(file, "a")
    calendar.day = DAY + timedelta(days=DAYS - 1)
    assert len(file.entries()) == 1
    calendar.day = DAY + timedelta(days=DAYS)
    file.tidy()
    assert FEE.encode() not in (tmp_path / "data" / FILE).read_bytes()
    assert file.entries() == []


def test_person_has_another_hash_in_each_period_and_is_forgotten_in_both(file: UnansweredFile) -> None:
    names = Names(b"k" * 32)
    now, before = hashes(names, 7, 5)
    assert now != before
    ask(file, now, before, "somebody else")
    assert file.forget((now, before))
    assert [entry.person for entry in file.entries()] == ["somebody else"]
    assert not file.forget((now, before))


def test_first_question_is_told_apart_and_nobody_fills_the_file(file: UnansweredFile) -> None:
    told = [file.add(ENTRY) for _ in range(MOST_OF_A_PERSON + 1)]
    assert told == [True] + [False] * MOST_OF_A_PERSON
    assert len(file.entries()) == MOST_OF_A_PERSON


def test_file_is_private(file: UnansweredFile, tmp_path: Path) -> None:
    file.add(ENTRY)
    assert ((tmp_path / "data" / FILE).stat().st_mode & 0o777, (tmp_path / "data").stat().st_mode & 0o777) == (
        0o600,
        0o700,
    )


def test_command(run_bot: RunBot, tmp_path: Path) -> None:
    ask(UnansweredFile(tmp_path, DAYS), "a", "b")
    file = UnansweredFile(tmp_path, DAYS)
    for person in "abc":
        file.add(replace(ENTRY, person=person, day=date.today()))
    where = {"BOT_DATA": str(tmp_path)}
    listed = run_bot("report", **where)
    assert (listed.returncode, listed.stderr) == (0, "")
    group = listed.stdout.split()[0]
    assert run_bot("report", "--yaml", str(tmp_path / "new.yaml"), **where).returncode == 0
    assert FEE in (tmp_path / "new.yaml").read_text(encoding="utf-8")
    assert run_bot("report", "done", group, **where).returncode == 0
    assert run_bot("report", **where).stdout == "0 new; 0 more by fewer than 3 people; 1 treated.\n"
    wrong = run_bot("report", "done", **where)
    assert (wrong.returncode, wrong.stderr) == (1, "Which group? python -m bot report done ID\n")
