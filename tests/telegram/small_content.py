"""All facts and phrases of the real content with fewer examples: a bot that starts in a third of the time."""

import atexit
import shutil
import tempfile
from collections.abc import Mapping
from functools import cache
from pathlib import Path

import yaml

from bot.assistant import build_assistant
from bot.content.check_intents import MIN_EXAMPLES
from tests.conftest import PROJECT

WHOLE_INTENTS = ("founded", "member_since")
"""What tests of the intake ask about keeps all its examples, so that it is understood without the encoder."""


@cache
def small_content() -> Mapping[str, str]:
    """The settings of such a bot; made and learnt once, and removed with the end of the tests."""
    folder = Path(tempfile.mkdtemp(prefix="small-content-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    for name in ("knowledge", "intents"):
        shutil.copytree(PROJECT / name, folder / name)
    for file in (folder / "intents").glob("*/*.yaml"):
        if file.stem not in WHOLE_INTENTS:
            _shorten(file)
    build_assistant(folder, folder / "cache", with_encoder=False)
    return {"BOT_CONTENT": str(folder), "BOT_CACHE": str(folder / "cache"), "BOT_ENCODER": "off"}


def _shorten(file: Path) -> None:
    intent = yaml.load(file.read_text(encoding="utf-8"), yaml.BaseLoader)
    intent["examples"] = {language: texts[:MIN_EXAMPLES] for language, texts in intent["examples"].items()}
    file.write_text(yaml.safe_dump(intent, allow_unicode=True), encoding="utf-8")
