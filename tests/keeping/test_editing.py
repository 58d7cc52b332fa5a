"""Changes by text position: everything else stays as it was."""

from pathlib import Path

import pytest

from bot.content.yaml_file import Key, read_yaml
from bot.keeping.editing import in_quotes, with_block, with_entries

BLOCK = (
    '# Head.\ntopic: "a"\nfacts:\n  # One.\n  one:  # first\n    # Inside.\n    de: "x"\n\n  two: {de: "y"}\nend: "z"\n'
)


@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_entries(line_end: str, mark: str, tmp_path: Path) -> None:
    raw = mark + BLOCK.replace("\n", line_end)
    path = tmp_path / "a.yaml"
    path.write_bytes(raw.encode())
    entries: dict[Key, str] = {("facts", "one"): 'look: "1"', ("facts", "two"): 'look: "2"'}
    edited = with_entries(raw, read_yaml(path, "a.yaml"), entries)
    expected = raw.replace('    de: "x"', f'    look: "1"{line_end}    de: "x"').replace("{de", '{look: "2", de')
    assert edited == expected
    path.write_bytes(edited.encode())
    assert read_yaml(path, "a.yaml").data["facts"] == {"one": {"look": "1", "de": "x"}, "two": {"look": "2", "de": "y"}}


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("facts:\n  one: x\n", "facts:\n  one: x\n  new: y\n"),
        ("facts:\n  one: x", "facts:\n  one: x\n  new: y\n"),
        ("facts:\n  one: x\nend: z\n", "facts:\n  one: x\n  new: y\nend: z\n"),
        ("facts:\r\n  one: x\r\n", "facts:\r\n  one: x\r\n  new: y\r\n"),
    ],
)
def test_block(raw: str, expected: str, tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    path.write_bytes(raw.encode())
    assert with_block(raw, read_yaml(path, "a.yaml"), "facts", "  new: y\n") == expected


@pytest.mark.parametrize("text", ['He said "no"', "a\\b", "„ä“ – €", "a: b # c", "{x}", "'"])
def test_in_quotes_reads_back_the_same(text: str, tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    path.write_text(f"key: {in_quotes(text)}\n", encoding="utf-8")
    assert read_yaml(path, "a.yaml").data == {"key": text}
