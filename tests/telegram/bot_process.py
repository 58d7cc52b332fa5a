"""The bot as an operator starts it: a process of its own that talks to a Bot API server on loopback."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from types import TracebackType
from typing import Self

from tests.telegram.fake_api import FakeTelegram
from tests.telegram.small_content import small_content

START_SECONDS = 120
"""The first start after a change of the content learns the examples."""
STOP_SECONDS = 20
PROJECT = Path(__file__).resolve().parents[2]
OTHER_VARIABLES = ("BOT_CACHE", "BOT_CONTENT", "BOT_ENCODER")
"""Of the tester's own settings a started bot sees no more than these."""


def inherited_environment() -> dict[str, str]:
    """The tester's environment, without what would set up the bot."""
    own = {name for name in os.environ if name.startswith(("TELEGRAM_", "BOT_"))} - {*OTHER_VARIABLES}
    return {name: value for name, value in os.environ.items() if name not in own}


class BotProcess:
    """`python -m bot run` as a context manager; what it writes is in `output()`."""

    def __init__(self, folder: Path, **environment: str) -> None:
        inherited = inherited_environment()
        self.data = folder / "data"
        self._files = (folder / "stdout", folder / "stderr")
        with self._files[0].open("wb") as out, self._files[1].open("wb") as err:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "bot", "run"],
                cwd=PROJECT,
                env={**inherited, "BOT_DATA": str(self.data), **environment},
                stdout=out,
                stderr=err,
            )

    @classmethod
    def on(cls, fake: FakeTelegram, folder: Path, **environment: str) -> Self:
        """Start the bot of a fake server; what is given replaces its token or address."""
        return cls(folder, **{"TELEGRAM_BOT_TOKEN": fake.token, "TELEGRAM_API_BASE_URL": fake.base_url, **environment})

    @classmethod
    def small(cls, fake: FakeTelegram, folder: Path, **environment: str) -> Self:
        """The same with fewer examples, for tests of everything but understanding: it starts much faster."""
        return cls.on(fake, folder, **{**small_content(), **environment})

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        if self._process.poll() is None:
            self._process.kill()
        self._process.wait()

    def output(self) -> str:
        """Everything on standard output and standard error so far."""
        return "".join(file.read_text(encoding="utf-8") for file in self._files)

    def send(self, number: signal.Signals) -> None:
        """Send a signal."""
        self._process.send_signal(number)

    def wait_for_output(self, part: str, seconds: float = STOP_SECONDS) -> None:
        """Wait until the process has written something."""
        self.wait_for_outputs(part, 1, seconds)

    def wait_for_outputs(self, part: str, count: int, seconds: float = STOP_SECONDS) -> None:
        """Wait until the process has written something so many times."""
        deadline = time.monotonic() + seconds
        while self.output().count(part) < count:
            assert time.monotonic() < deadline, f"{part!r} was not written {count} times:\n{self.output()}"
            time.sleep(0.01)

    def stop(self, number: signal.Signals = signal.SIGTERM) -> int:
        """Send a signal and return the exit code."""
        self.send(number)
        return self.wait(STOP_SECONDS)

    def kill(self) -> None:
        """End the process at once, as a power cut would."""
        self._process.kill()
        self._process.wait()

    def wait_for(self, fake: FakeTelegram, method: str = "getUpdates", count: int = 1) -> None:
        """Wait for calls of the bot, by default until it polls; fails at once, with its output, if it ended."""
        deadline = time.monotonic() + START_SECONDS
        while True:
            try:
                fake.wait_for(method, count, timeout=0.5)
                return
            except AssertionError as error:
                if self._process.poll() is not None or time.monotonic() > deadline:
                    raise AssertionError(f"{error}\n{self.output()}") from None

    def wait(self, seconds: float = START_SECONDS) -> int:
        """Return the exit code once the process has ended."""
        return self._process.wait(seconds)
