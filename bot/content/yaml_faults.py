"""What the YAML parser complains about, in words that help a person who writes content."""

import yaml

from bot.errors import Problem

_QUOTE = "Put the text in double quotes, or mend the indentation."
_CLOSE = 'Close it; a double quote inside a text is written \\".'
_INDENT = 'Mend the indentation; a double quote inside a text is written \\".'

_AT_ITS_START = ("unexpected end of stream", "did not find expected ',' or", "could not find expected ':'")
"""Faults that show at the end of something open: the place to mend is where it begins."""

_PLAIN_WORDS = (
    ("unexpected end of stream", "the quotation mark that stands here is never closed.", _CLOSE),
    (
        "did not find expected ',' or",
        "a comma, a quotation mark or the closing bracket is missing after this one.",
        "Add it.",
    ),
    ("did not find expected node content", "a value or the closing bracket is missing before this.", "Add it."),
    ("could not find expected ':'", "a key without a colon stands here.", "Write key: value."),
    ("mapping values are not allowed", "a colon makes this a key, and no key may stand here.", _QUOTE),
    ("did not find expected key", "no text can follow here, only a new key.", _INDENT),
    ("did not find expected '-' indicator", "the list ends here, and no key may follow.", _INDENT),
    ("block sequence entries are not allowed", "a list may not begin on this line.", "Begin it on a new line."),
    ("expected <document start>", "this line is indented less than the first.", "Indent both alike."),
    ("unknown escape character", "YAML knows no such code with a backslash.", "Write \\\\ for a backslash."),
    ("a tab character", "a tab indents this line.", "Indent with spaces."),
    ("cannot start any token", "a text without quotes may not begin with this character.", _QUOTE),
)


def syntax_problem(name: str, text: str, error: yaml.MarkedYAMLError) -> Problem:
    """The parser's complaint as a problem with its place."""
    complaint = error.problem or error.context or "it breaks off"
    mark = _mark(error, complaint)
    where = f"{name}:{mark.line + 1}:{mark.column + 1}" if mark else f"{name}:1:1"
    if mark and _character(text, mark) == "\t":
        complaint = "a tab character"
    for part, what, mend in _PLAIN_WORDS:
        if part in complaint:
            return Problem(where, what, mend)
    return Problem(where, f"this is not valid YAML: {complaint}.", _QUOTE)


def end_of_readable(error: yaml.MarkedYAMLError) -> int | None:
    """Up to which letter a text can be read where it is nested too deeply for the parser itself, else None."""
    mark = error.problem_mark
    return mark.index if mark and "maximum nesting depth" in (error.problem or "") else None


def _mark(error: yaml.MarkedYAMLError, complaint: str) -> yaml.Mark | None:
    if any(part in complaint for part in _AT_ITS_START):
        return error.context_mark or error.problem_mark
    return error.problem_mark or error.context_mark


def _character(text: str, mark: yaml.Mark) -> str:
    line = text.split("\n")[mark.line] if mark.line <= text.count("\n") else ""
    return line[mark.column : mark.column + 1]
