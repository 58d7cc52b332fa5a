"""A copy of the content that changes while a bot is at work over it."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.telegram.bot_process import PROJECT

IN_FORCE = "is in force"
"""What the bot logs once changed content answers."""
_FILE = "knowledge/metropolis.yaml"
_WORDS = ("Metropolis wurde 1985 gegründet.", "Gründungsjahr war 1985.")


@dataclass(frozen=True)
class Changing:
    """The folder of the copy, with a cache of its own beside the content, so that nothing is learnt anew."""

    folder: Path

    @property
    def environment(self) -> dict[str, str]:
        """The variables of a bot over this content."""
        return {"BOT_CONTENT": str(self.folder), "BOT_CACHE": str(self.folder / "cache"), "BOT_LOG_FORMAT": "text"}

    def change(self) -> None:
        """Save other words of one fact, or the first ones again."""
        file = self.folder / _FILE
        text = file.read_text(encoding="utf-8")
        old, new = _WORDS if _WORDS[0] in text else reversed(_WORDS)
        assert old in text
        file.write_text(text.replace(old, new, 1), encoding="utf-8")


@contextmanager
def changing() -> Iterator[Changing]:
    """Make the copy, and remove it afterwards."""
    with TemporaryDirectory() as name:
        for part in ("knowledge", "intents"):
            shutil.copytree(PROJECT / part, Path(name) / part)
        shutil.copytree(os.environ.get("BOT_CACHE") or PROJECT / ".cache", Path(name) / "cache")
        yield Changing(Path(name))
