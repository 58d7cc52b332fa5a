"""The schemas for editors: as the model has them, right about real content, and strict about shape."""

import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft7Validator
from ruamel.yaml import YAML

from bot.content.files import SHAPES, kind_of
from bot.content.key_help import KEY_HELP
from bot.content.loader import load_knowledge
from bot.content.modelines import write_modelines, yaml_files
from bot.content.schema import schemas
from bot.errors import InputError
from tests.conftest import PROJECT, RunBot
from tests.content.conftest import Change
from tests.content.test_broken import CASES, Case

SCHEMAS = PROJECT / "docs/schema"
SHAPELESS = [case for case in CASES if case.shape]
VALIDATORS = {kind: Draft7Validator(json.loads(schemas()[f"{kind}.schema.json"])) for kind in SHAPES}


def faults(folder: Path, name: str) -> list[str]:
    """What an editor would underline in a file; it reads YAML 1.2, as ruamel.yaml does."""
    data: Any = YAML(typ="safe", pure=True).load((folder / name).read_text(encoding="utf-8"))
    return [error.message for error in VALIDATORS[kind_of(name)].iter_errors(data)]


def names(folder: Path) -> list[str]:
    return [path.relative_to(folder).as_posix() for path in yaml_files(folder)]


def test_schema_files_are_those_of_the_model() -> None:
    """When this fails, `python -m bot schema` mends it."""
    assert {path.name: path.read_text(encoding="utf-8") for path in SCHEMAS.iterdir()} == schemas()


@pytest.mark.parametrize("kind", SHAPES)
def test_schemas_are_schemas_of_draft_7(kind: str) -> None:
    schema = json.loads(schemas()[f"{kind}.schema.json"])
    assert schema["$schema"] == "http://json-schema.org/draft-07/schema#"
    Draft7Validator.check_schema(schema)


def test_every_key_has_its_help() -> None:
    """And no help speaks of a key that is gone."""
    written: dict[str, set[str]] = {}
    for kind, shape in SHAPES.items():
        schema = json.loads(schemas()[f"{kind}.schema.json"])
        for name, model in {getattr(shape, "__name__", kind): schema, **schema["definitions"]}.items():
            keys = model.get("properties", {})
            assert all(key["description"] for key in keys.values())
            written |= {name: {*keys}} if keys else {}
    assert written == {name: {*keys} for name, keys in KEY_HELP.items()}


def test_every_kind_of_file_has_a_schema() -> None:
    assert {kind_of(name) for name in names(PROJECT)} == SHAPES.keys()


@pytest.mark.parametrize("name", names(PROJECT))
def test_real_files_fit_their_schema(name: str) -> None:
    assert faults(PROJECT, name) == []


@pytest.mark.parametrize("name", names(PROJECT))
def test_real_files_name_their_schema(name: str) -> None:
    """When this fails, `python -m bot schema --modelines` mends it."""
    first = (PROJECT / name).read_text(encoding="utf-8").split("\n", 1)[0]
    path = first.removeprefix("# yaml-language-server: $schema=")
    assert ((PROJECT / name).parent / path).resolve() == SCHEMAS / f"{kind_of(name)}.schema.json"


def test_tiny_content_fits_its_schemas(folder: Path) -> None:
    assert {name: faults(folder, name) for name in names(folder) if faults(folder, name)} == {}


def test_there_are_faults_of_shape() -> None:
    assert len(SHAPELESS) >= 15


@pytest.mark.parametrize("case", SHAPELESS, ids=[case.case for case in SHAPELESS])
def test_faults_of_shape_are_refused(case: Case, change: Change, folder: Path) -> None:
    change(case.file, case.old, case.new)
    assert faults(folder, case.file)


def test_first_lines_are_written_once(folder: Path) -> None:
    content = load_knowledge(folder)
    places = dict(content.example_places)
    fee = folder / "intents/gaps/fee.yaml"
    fee.write_bytes(b"\xef\xbb\xbf# yaml-language-server: $schema=old.json\r\n" + fee.read_bytes())
    assert write_modelines(folder, folder / "docs/schema") == len(names(folder))
    assert write_modelines(folder, folder / "docs/schema") == 0
    assert fee.read_bytes().split(b"\r\n")[:1] == [
        b"# yaml-language-server: $schema=../../docs/schema/intent.schema.json"
    ]
    changed = load_knowledge(folder)
    assert changed.intents == content.intents
    assert changed.example_places["fee twelve"] != places["fee twelve"]


def test_first_line_of_what_is_no_file(folder: Path) -> None:
    (folder / "intents/jobs.yaml").mkdir()
    with pytest.raises(InputError, match=r"jobs\.yaml cannot be changed: Is a directory\."):
        write_modelines(folder, folder / "docs/schema")


def test_hidden_files_are_left_alone(folder: Path) -> None:
    (folder / "intents/.draft.yaml").write_text("kind: gap\n", encoding="utf-8")
    write_modelines(folder, folder / "docs/schema")
    assert (folder / "intents/.draft.yaml").read_text(encoding="utf-8") == "kind: gap\n"


def test_command(folder: Path, run_bot: RunBot) -> None:
    written = folder / "docs/schema"
    ended = run_bot("--content", str(folder), "schema", str(written), "--modelines")
    assert (ended.returncode, ended.stderr) == (0, "")
    assert {path.name: path.read_text(encoding="utf-8") for path in written.iterdir()} == schemas()
    assert ended.stdout.splitlines() == [
        f"{written} holds the schemas.",
        f"{len(names(folder))} files of {folder} got another first line.",
    ]


def test_command_with_a_folder_that_cannot_be_written(folder: Path, run_bot: RunBot) -> None:
    shutil.copy(folder / "intents/phrases.yaml", folder / "schema")
    ended = run_bot("schema", str(folder / "schema"))
    assert ended.returncode == 1
    assert ended.stderr.startswith(f"{folder / 'schema'}/topic.schema.json cannot be written: ")
