"""JSON Schemas for editors, made from the model: one for each kind of YAML file.

They keep to draft 7, the newest that yaml-language-server documents, and know YAML 1.2, in which `yes` is a text.
"""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from pydantic import TypeAdapter
from pydantic.json_schema import GenerateJsonSchema, JsonSchemaValue
from pydantic_core import core_schema

from bot.content.fields import FILLED
from bot.content.files import SHAPES
from bot.content.key_help import KEY_HELP

DRAFT = "http://json-schema.org/draft-07/schema#"


class _Generator(GenerateJsonSchema):
    """What a person may write, which is less than a program may pass."""

    def model_schema(self, schema: core_schema.ModelSchema) -> JsonSchemaValue:
        written, model = super().model_schema(schema), schema["cls"]
        filled = {name for name, field in model.model_fields.items() if FILLED in field.metadata}
        keys = {key: value for key, value in written["properties"].items() if key not in filled}
        explained = {key: _explained(value, KEY_HELP[model.__name__][key]) for key, value in keys.items()}
        return {**written, "properties": explained}

    def dict_schema(self, schema: core_schema.DictSchema) -> JsonSchemaValue:
        written = super().dict_schema(schema)
        return {**written, "additionalProperties": False} if "patternProperties" in written else written

    def function_before_schema(self, schema: core_schema.BeforeValidatorFunctionSchema) -> JsonSchemaValue:
        """One text may stand where a list of them is wanted."""
        written = super().function_before_schema(schema)
        return {"anyOf": [written["items"], written]} if written.get("type") == "array" else written

    def bool_schema(self, schema: core_schema.BoolSchema) -> JsonSchemaValue:  # noqa: ARG002 (the base class calls it so)
        return {"enum": ["yes", "no", True, False]}

    def nullable_schema(self, schema: core_schema.NullableSchema) -> JsonSchemaValue:
        return self.generate_inner(schema["schema"])

    def default_schema(self, schema: core_schema.WithDefaultSchema) -> JsonSchemaValue:
        return self.generate_inner(schema["schema"])


def _explained(value: JsonSchemaValue, help_text: str) -> JsonSchemaValue:
    """The schema of a key with its help; draft 7 reads nothing beside a $ref, so that goes into a list of its own."""
    return {"allOf": [value], "description": help_text} if "$ref" in value else {**value, "description": help_text}


def schemas() -> Mapping[str, str]:
    """The text of each schema by the name of its file."""
    return {f"{kind}.schema.json": _schema(kind, shape) for kind, shape in SHAPES.items()}


def _schema(kind: str, shape: Any) -> str:
    made = TypeAdapter(shape).json_schema(schema_generator=_Generator, ref_template="#/definitions/{model}")
    definitions = made.pop("$defs", {})
    whole = {"$schema": DRAFT, **made, "title": f"City networks: {kind}", "definitions": definitions}
    return json.dumps(_without_titles(whole, top=True), ensure_ascii=False, indent=2) + "\n"


def _without_titles(value: Any, *, top: bool = False) -> Any:
    """Without the titles that repeat the names of keys."""
    if isinstance(value, list):
        return [_without_titles(item) for item in value]
    if not isinstance(value, dict):
        return value
    return dict(_kept(value, top=top))


def _kept(value: Mapping[str, Any], *, top: bool) -> Iterator[tuple[str, Any]]:
    for key, item in value.items():
        if top or key != "title" or isinstance(item, dict):
            yield key, _without_titles(item)
