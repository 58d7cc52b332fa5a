"""A command as an operator gives it, against a Bot API server on loopback."""

import subprocess
import sys

from tests.telegram.bot_process import PROJECT, inherited_environment
from tests.telegram.fake_api import FakeTelegram

COMMAND_SECONDS = 60


def run_command(
    *arguments: str, fake: FakeTelegram | None = None, **environment: str
) -> subprocess.CompletedProcess[str]:
    """Run `python -m bot …` to its end, with the token and address of the fake server if there is one."""
    connection = {"TELEGRAM_BOT_TOKEN": fake.token, "TELEGRAM_API_BASE_URL": fake.base_url} if fake else {}
    return subprocess.run(
        [sys.executable, "-m", "bot", *arguments],
        cwd=PROJECT,
        env={**inherited_environment(), **connection, **environment},
        capture_output=True,
        encoding="utf-8",
        timeout=COMMAND_SECONDS,
        check=False,
    )
