"""What all tests share: the assistant over the real content, and the bot as a process of its own."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from bot.assistant import Assistant, build_assistant
from bot.settings import Settings

PROJECT = Path(__file__).resolve().parent.parent
_PASSED_ON = ("PATH", "HOME", "SYSTEMROOT", "TEMP", "TMP", "VIRTUAL_ENV", "BOT_CACHE", "BOT_ENCODER")
"""Of the tester's own environment a started bot sees no more than this, and above all no token."""

RunBot = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture(scope="session")
def assistant() -> Assistant:
    """The assistant as `python -m bot` builds it, trained once and then taken from the cache."""
    settings = Settings.read(_environment())
    return build_assistant(settings.content, settings.cache, with_encoder=settings.encoder)


@pytest.fixture(scope="session")
def run_bot() -> RunBot:
    """Runs `python -m bot` to its end with arguments, standard input and more environment."""

    def run(*arguments: str, text: str = "", **environment: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "bot", *arguments],
            input=text,
            env=_environment() | environment,
            cwd=PROJECT,
            capture_output=True,
            encoding="utf-8",
            errors="surrogateescape",  # so that a test can send bytes that are no text
            timeout=120,
            check=False,
        )

    return run


def _environment() -> dict[str, str]:
    passed_on = {name: os.environ[name] for name in _PASSED_ON if name in os.environ}
    return {**passed_on, "PYTHONUTF8": "1"}
