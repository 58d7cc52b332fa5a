"""`python -m bot evaluate`: what counts as right, the table, the picture, the thresholds."""

from pathlib import Path
from xml.etree import ElementTree

import pytest

from bot.assistant import Assistant
from bot.curve import draw_curve, points
from bot.evaluation import Evaluation, evaluate
from tests.conftest import RunBot

QUESTIONS = """
- ask: ["Wann wurde Metropolis gegründet?"]
  language: de
  expect: answered
  facts: [metropolis.founded]
  tags: [formal]
- ask: ["What is the phone number of Auslandsgesellschaft.de?"]
  language: en
  expect: answered
  facts: [uclg.name]
- ask: ["Wann wurde UCLG gegründet?"]
  language: de
  expect: unknown
- ask: ["Since when has Berlin been a member of Metropolis?"]
  language: en
  expect: unknown
- ask: ["Hallo!"]
  language: de
  expect: smalltalk
"""
"""The second and the fourth are wrong on purpose: another fact, and an answer where none is expected."""


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("questions") / "mixed.yaml"
    path.write_text(QUESTIONS, encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def evaluation(assistant: Assistant, file: Path) -> Evaluation:
    return evaluate(assistant, [file])


def test_right_and_false(evaluation: Evaluation) -> None:
    assert [outcome.right for outcome in evaluation.outcomes] == [True, False, True, False, True]
    assert evaluation.right_share == pytest.approx(0.6)
    assert evaluation.false_share == pytest.approx(0.5)


def test_table_counts_by_expectation_language_and_tag(evaluation: Evaluation) -> None:
    rows = {line[:26].strip(): line[26:].split() for line in evaluation.table()}

    assert rows["all"][0] == "3/5"
    assert rows["expect answered"][0] == "1/2"
    assert rows["language de"][0] == "3/3"
    assert rows["tag formal"][0] == "1/1"
    assert rows["false answers"][0] == "50.0"


def test_failures_name_place_and_what_came_instead(evaluation: Evaluation) -> None:
    first, second = evaluation.failures()

    assert first.startswith("mixed.yaml:7: ")
    assert first.endswith("wanted answered uclg.name | got answered town_twinning.phone")
    assert "got answered metropolis.berlin_member_since" in second


def test_confusions_pair_the_wanted_with_the_understood(evaluation: Evaluation) -> None:
    assert "  1 × uclg.name understood as phone" in list(evaluation.confusions())


def test_curve_ends_at_all_answers_given(evaluation: Evaluation) -> None:
    assert points(evaluation)[-1] == (0.5, 0.5)


def test_curve_is_a_labelled_picture(evaluation: Evaluation) -> None:
    root = ElementTree.fromstring(draw_curve(evaluation))

    assert root.tag.endswith("svg")
    assert "Right answers against false answers" in "".join(root.itertext())


@pytest.mark.parametrize(
    ("thresholds", "code", "message"),
    [
        (("--min-right", "50", "--max-false", "60"), 0, ""),
        (("--min-right", "70"), 1, "60.0 % right and 50.0 % false answers miss the thresholds."),
        (("--max-false", "10"), 1, "60.0 % right and 50.0 % false answers miss the thresholds."),
    ],
)
def test_thresholds_decide_the_exit_code(
    run_bot: RunBot, file: Path, thresholds: tuple[str, ...], code: int, message: str
) -> None:
    run = run_bot("evaluate", str(file), *thresholds)

    assert run.returncode == code
    assert message in run.stderr


def test_a_missing_file_is_one_clear_sentence(run_bot: RunBot) -> None:
    run = run_bot("evaluate", "nowhere.yaml")

    assert run.returncode == 1
    assert "nowhere.yaml" in run.stderr
    assert "Traceback" not in run.stderr
