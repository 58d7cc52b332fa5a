"""What answers is kept between starts: for exactly this content, and as long as nobody else could have changed it."""

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from bot import compiled, kept_file
from bot.base import Base, Keeper, build_base, load_base
from bot.content.model import Words
from bot.content.phrases import PHRASES
from bot.dialogue.conversation import Conversation
from bot.kept_file import Parts
from tests.content.conftest import BASE

ASKED = "Hafenbund gegründet?"


@pytest.fixture
def content(tmp_path: Path) -> Path:
    """A copy of the tiny content, which is learnt in a moment."""
    path = Path(shutil.copytree(BASE, tmp_path / "content"))
    lists = [f'{name}: {{de: ["ja"], en: ["yes"]}}\n' for name in Words.model_fields]
    phrases = [f'{name}: {{de: "Satz.", en: "Satz."}}\n' for name in PHRASES]
    (path / "intents/words.yaml").write_text("".join(lists), encoding="utf-8")
    (path / "intents/phrases.yaml").write_text("".join(phrases), encoding="utf-8")
    return path


@pytest.fixture
def cache(tmp_path: Path) -> Path:
    return tmp_path / "cache"


def _file(content: Path, cache: Path) -> Path:
    file = compiled.file_for(content, cache, with_encoder=False)
    assert file
    return file


def _answers(base: Base) -> list[str]:
    turn = base.assistant.answer(ASKED, Conversation())
    return [fact.id for fact in turn.reply.facts]


def _loaded(content: Path, cache: Path) -> Base:
    return load_base(content, cache, with_encoder=False)


def test_a_kept_base_answers_the_same_without_its_examples(content: Path, cache: Path) -> None:
    built = build_base(content, cache, with_encoder=False)
    kept = _loaded(content, cache)
    assert _answers(kept) == _answers(built) != []
    assert kept.index.search("Hafenbund", "de") == built.index.search("Hafenbund", "de")
    assert kept.scrubber.scrub("Hat Frau Xyz gegründet?") == built.scrubber.scrub("Hat Frau Xyz gegründet?")
    assert kept.assistant.knowledge.version == built.assistant.knowledge.version
    assert built.assistant.interpreter.examples
    assert not kept.assistant.interpreter.examples
    assert not kept.assistant.knowledge.example_places


def _append(path: Path) -> None:
    path.write_text(path.read_text(encoding="utf-8") + "\n", encoding="utf-8")


def _touch_long_ago(path: Path) -> None:
    for other in path.parent.parent.rglob("*"):
        os.utime(other, (1_000_000_000, 1_000_000_000))


@pytest.mark.parametrize("name", ["knowledge/league.yaml", "intents/phrases.yaml", "knowledge/documents.yaml"])
@pytest.mark.parametrize(
    "change", [_append, Path.unlink, lambda path: path.rename(path.with_name("other.yaml")), _touch_long_ago]
)
def test_every_change_of_a_file_asks_for_another_one(
    content: Path, cache: Path, name: str, change: Callable[[Path], object]
) -> None:
    before = _file(content, cache)
    change(content / name)
    assert _file(content, cache) != before


def test_a_new_file_a_document_and_the_encoder_ask_for_another_one(content: Path, cache: Path) -> None:
    seen = {_file(content, cache), compiled.file_for(content, cache, with_encoder=True)}
    (content / "intents/new.yaml").touch()
    seen.add(_file(content, cache))
    _append(next((content / "knowledge/documents").iterdir()))
    seen.add(_file(content, cache))
    assert len(seen) == 4


def test_other_versions_ask_for_another_one(content: Path, cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = _file(content, cache)
    monkeypatch.setattr(compiled, "version", lambda name: f"another {name}")
    assert _file(content, cache) != before


def test_other_code_asks_for_another_one(content: Path, cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = _file(content, cache)
    monkeypatch.setattr(compiled, "_MADE_BY", (*compiled._MADE_BY, "ask.py"))
    assert _file(content, cache) != before


def test_no_content_has_no_file(tmp_path: Path) -> None:
    assert compiled.file_for(tmp_path, tmp_path, with_encoder=False) is None


def test_content_that_changes_while_it_is_read_is_not_kept(content: Path, cache: Path) -> None:
    keeper = Keeper(content, cache, with_encoder=False)
    assistant = build_base(content, cache, with_encoder=False).assistant
    _file(content, cache).unlink()
    _append(content / "knowledge/league.yaml")
    keeper.base_over(assistant)
    assert not list((cache / "compiled").iterdir())


def _cut(data: bytes) -> bytes:
    return data[: len(data) // 2]


def _flip(data: bytes) -> bytes:
    return data[:4000] + bytes([data[4000] ^ 1]) + data[4001:]


@pytest.mark.parametrize("damage", [_cut, _flip, lambda _: b"", lambda data: b"x" * len(data)])
def test_a_broken_file_costs_only_time(
    content: Path, cache: Path, damage: Callable[[bytes], bytes], caplog: pytest.LogCaptureFixture
) -> None:
    build_base(content, cache, with_encoder=False)
    file = _file(content, cache)
    damaged = damage(file.read_bytes())
    file.write_bytes(damaged)
    assert _answers(_loaded(content, cache))
    assert f"What was kept in {file.name} cannot be read" in caplog.text
    assert file.read_bytes() != damaged
    assert kept_file.read(file)


def test_a_pickle_of_something_else_costs_only_time(
    content: Path, cache: Path, caplog: pytest.LogCaptureFixture
) -> None:
    kept_file.write(_file(content, cache), Parts(memoryview(b"cnosuch\nmodule\n."), []), 2)
    assert _answers(_loaded(content, cache))
    assert "cannot be used" in caplog.text


@pytest.mark.parametrize("mode", [0o664, 0o646])
def test_a_file_that_others_may_write_is_not_read(content: Path, cache: Path, mode: int) -> None:
    build_base(content, cache, with_encoder=False)
    file = _file(content, cache)
    assert kept_file.is_kept(file)
    file.chmod(mode)
    assert not kept_file.is_kept(file)
    assert kept_file.read(file) is None


def test_a_folder_that_others_may_write_is_not_trusted(content: Path, cache: Path) -> None:
    build_base(content, cache, with_encoder=False)
    (cache / "compiled").chmod(0o777)
    assert kept_file.read(_file(content, cache)) is None


def test_a_file_of_somebody_else_is_not_read(content: Path, cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    build_base(content, cache, with_encoder=False)
    file = _file(content, cache)
    if os.geteuid() == 0:
        os.chown(file, 4242, 4242)
    else:
        monkeypatch.setattr(os, "geteuid", lambda: 4242)
    assert not kept_file.is_kept(file)


def test_a_link_to_a_file_is_not_read(content: Path, cache: Path) -> None:
    build_base(content, cache, with_encoder=False)
    file = _file(content, cache)
    file.rename(file.with_name("elsewhere"))
    file.symlink_to("elsewhere")
    assert kept_file.read(file) is None


def test_where_nothing_can_be_kept_the_content_is_read(
    content: Path, cache: Path, caplog: pytest.LogCaptureFixture
) -> None:
    cache.mkdir()
    (cache / "compiled").write_text("no folder")
    assert _answers(_loaded(content, cache))
    assert "cannot be kept" in caplog.text


def test_only_the_newest_are_kept(cache: Path) -> None:
    for number in range(4):
        file = cache / f"content-{number}.bin"
        kept_file.write(file, Parts(memoryview(b"pickle"), [memoryview(b"array"), memoryview(b"")]), 2)
        os.utime(file, (number, number))
    assert sorted(file.name for file in cache.iterdir()) == ["content-2.bin", "content-3.bin"]
    parts = kept_file.read(cache / "content-3.bin")
    assert parts
    assert [bytes(part) for part in (parts.pickled, *parts.arrays)] == [b"pickle", b"array", b""]
