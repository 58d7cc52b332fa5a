"""What `check` found, as text for people and as JSON, GitHub annotations or SARIF for machines."""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import groupby
from typing import Any
from urllib.parse import quote

from bot.errors import Problem
from bot.keeping.judging import Verdict

_SARIF_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
_RULES = {
    "error": ("broken-content", "The content is broken, so the bot does not start with it."),
    "warning": ("weak-content", "The content works, and would be better otherwise."),
}


def as_text(verdict: Verdict) -> str:
    """Errors, then warnings, each grouped by file, and a summary in the last line."""
    return "\n".join(
        [
            *_section("Errors", verdict.errors),
            *_section("Warnings", verdict.warnings),
            *(f"{note}\n" for note in verdict.notes),
            _summary(verdict),
        ]
    )


def _section(title: str, problems: Sequence[Problem]) -> Iterator[str]:
    if problems:
        yield f"{title}\n"
    for _, group in groupby(problems, key=lambda problem: problem.position[0]):
        yield from (f"  {problem}" for problem in group)
        yield ""


def _summary(verdict: Verdict) -> str:
    counts = " and ".join(
        f"{len(found)} {name}{'' if len(found) == 1 else 's'}"
        for found, name in ((verdict.errors, "error"), (verdict.warnings, "warning"))
        if found
    )
    if verdict.knowledge is None:
        return f"The content has {counts}."
    size = f"{len(verdict.knowledge.facts())} facts, {len(verdict.knowledge.intents)} intents"
    return f"The content is in order{f', with {counts}' if counts else ''}: {size}."


def as_json(verdict: Verdict) -> str:
    """One JSON object: the numbers of errors and warnings, and every problem."""
    counts = {"errors": len(verdict.errors), "warnings": len(verdict.warnings)}
    problems = [_object(problem) for problem in verdict.problems]
    return _dump({**counts, "problems": problems, "notes": list(verdict.notes)})


def _object(problem: Problem) -> Mapping[str, Any]:
    file, line, column = problem.position
    place = {"file": file, "line": line, "column": column}
    return {"severity": problem.severity, **place, "what": problem.what, "mend": problem.mend}


def as_github(verdict: Verdict) -> str:
    """Workflow commands, which GitHub shows beside the lines of a pull request, and the summary.

    Source: GitHub Docs, "Workflow commands for GitHub Actions".
    """
    return "\n".join([*(_annotation(problem) for problem in verdict.problems), *verdict.notes, _summary(verdict)])


def _annotation(problem: Problem) -> str:
    file, line, column = problem.position
    path = _escaped(file).replace(":", "%3A").replace(",", "%2C")
    return f"::{problem.severity} file={path},line={line},col={column}::{_escaped(problem.text)}"


def _escaped(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def as_sarif(verdict: Verdict) -> str:
    """One run in the Static Analysis Results Interchange Format, OASIS SARIF 2.1.0."""
    driver = {
        "name": "city-networks-bot check",
        "rules": [{"id": name, "shortDescription": {"text": text}} for name, text in _RULES.values()],
    }
    results = [_result(problem) for problem in verdict.problems]
    run = {"tool": {"driver": driver}, "columnKind": "unicodeCodePoints", "results": results}
    return _dump({"$schema": _SARIF_SCHEMA, "version": "2.1.0", "runs": [run]})


def _result(problem: Problem) -> Mapping[str, Any]:
    file, line, column = problem.position
    location = {"artifactLocation": {"uri": quote(file)}, "region": {"startLine": line, "startColumn": column}}
    return {
        "ruleId": _RULES[problem.severity][0],
        "level": problem.severity,
        "message": {"text": problem.text},
        "locations": [{"physicalLocation": location}],
    }


def _dump(value: Mapping[str, Any]) -> str:
    return json.dumps(value, ensure_ascii=False, indent=2)


FORMATS: Mapping[str, Callable[[Verdict], str]] = {
    "text": as_text,
    "json": as_json,
    "github": as_github,
    "sarif": as_sarif,
}
"""The formats of `check --format`."""
