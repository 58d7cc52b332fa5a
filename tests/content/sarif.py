"""What OASIS SARIF 2.1.0 demands of the parts that `check --format sarif` writes, after its own JSON Schema."""

from typing import Any


def _object(required: list[str], **properties: Any) -> dict[str, Any]:
    return {"type": "object", "required": required, "properties": properties, "additionalProperties": False}


_TEXT = {"type": "string", "minLength": 1}
_MESSAGE = _object(["text"], text=_TEXT)
_RULE = _object(["id"], id=_TEXT, shortDescription=_MESSAGE)
_TOOL = _object(["driver"], driver=_object(["name"], name=_TEXT, rules={"type": "array", "items": _RULE}))
_NUMBER = {"type": "integer", "minimum": 1}
_REGION = _object([], startLine=_NUMBER, startColumn=_NUMBER)
_FILE = _object(["uri"], uri={"type": "string", "format": "uri-reference", "pattern": r"^[!-~]+$"})
_LOCATION = _object(
    ["physicalLocation"],
    physicalLocation=_object(["artifactLocation"], artifactLocation=_FILE, region=_REGION),
)
_RESULT = _object(
    ["message"],
    ruleId=_TEXT,
    level={"enum": ["none", "note", "warning", "error"]},
    message=_MESSAGE,
    locations={"type": "array", "items": _LOCATION},
)
_RUN = _object(
    ["tool"],
    tool=_TOOL,
    columnKind={"enum": ["utf16CodeUnits", "unicodeCodePoints"]},
    results={"type": "array", "items": _RESULT},
)
SARIF = _object(
    ["version", "runs"],
    **{"$schema": {"type": "string", "format": "uri"}},
    version={"enum": ["2.1.0"]},
    runs={"type": "array", "items": _RUN},
)
"""A JSON Schema of a log file; stricter than the standard's, since it knows no part that is not written."""
