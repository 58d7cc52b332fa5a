"""The sign of life: what counts as alive, and that asking for it loads next to nothing."""

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from bot.operations.pulse import FILE_NAME, age, beat, fall_silent
from tests.conftest import PROJECT


def health(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """`python -m bot health` over a data folder."""
    return subprocess.run(
        [sys.executable, "-X", "importtime", "-m", "bot", "health", *arguments],
        env={"PATH": os.environ["PATH"], "BOT_DATA": str(folder)},
        cwd=PROJECT,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )


def test_beat_is_new_and_private(tmp_path: Path) -> None:
    folder = tmp_path / "not" / "yet"
    beat(folder)
    beat(folder)
    seconds = age(folder)
    assert seconds is not None
    assert -1 <= seconds < 30
    assert [file.name for file in folder.iterdir()] == [FILE_NAME]
    assert folder.stat().st_mode & 0o777 == 0o700


def test_silence_leaves_no_beat(tmp_path: Path) -> None:
    beat(tmp_path)
    fall_silent(tmp_path)
    fall_silent(tmp_path)
    assert age(tmp_path) is None


@pytest.mark.parametrize("content", ["", "yesterday", "\udcff"])
def test_beat_that_cannot_be_read_is_none(tmp_path: Path, content: str) -> None:
    (tmp_path / FILE_NAME).write_text(content, encoding="utf-8", errors="surrogateescape")
    assert age(tmp_path) is None


@pytest.mark.parametrize(
    ("seconds_ago", "arguments", "code", "words"),
    [
        (1, (), 0, "The bot is alive"),
        (50, (), 0, "The bot is alive"),
        (70, (), 1, "the bot hangs"),
        (70, ("--limit", "100"), 0, "The bot is alive"),
        (20, ("--limit", "10"), 1, "the bot hangs"),
        (None, (), 1, "There is no heartbeat"),
    ],
)
def test_health(tmp_path: Path, seconds_ago: float | None, arguments: tuple[str, ...], code: int, words: str) -> None:
    if seconds_ago is not None:
        (tmp_path / FILE_NAME).write_text(f"{time.time() - seconds_ago:.0f}\n")
    done = health(tmp_path, *arguments)
    assert done.returncode == code
    assert words in done.stdout + done.stderr


def test_health_loads_nothing_of_the_bot_but_what_it_needs(tmp_path: Path) -> None:
    loaded = {line.rpartition("|")[2].strip() for line in health(tmp_path).stderr.splitlines() if "|" in line}
    assert "bot.operations.pulse" in loaded
    heavy = ("numpy", "yaml", "pydantic", "telegram", "asyncio", "logging", "bot.cli", "bot.settings", "bot.content")
    assert [name for name in heavy if name in loaded] == []
