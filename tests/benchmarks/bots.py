"""The bots under measurement, each a process of its own with a Bot API server of its own."""

import asyncio
import contextlib
import os
import sys
import tempfile
import time
from asyncio.subprocess import Process
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.benchmarks.lean_telegram import TOKEN, LeanTelegram
from tests.telegram.bot_process import PROJECT
from tests.telegram.fake_webhook import free_port

START_SECONDS = 120.0
TICKS = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True)
class Kind:
    """A bot as an operator starts it."""

    name: str
    module: tuple[str, ...]
    environment: Mapping[str, str]
    listens_by: str
    """The variable that makes it listen for deliveries."""

    def started_with(self, port: int) -> dict[str, str]:
        """The variables for polling (port 0) or for deliveries to a port."""
        if self.listens_by == "ECHO_PORT":
            return {**self.environment, "ECHO_PORT": str(port or "")}
        hook = {"BOT_WEBHOOK_URL": "https://bot.example/hook", "BOT_LISTEN": f"127.0.0.1:{port}"}
        return {**self.environment, **(hook if port else {})}


ECHO = Kind("echo bot", ("tests.benchmarks.echo_bot",), {"ECHO_CONCURRENT": "off"}, "ECHO_PORT")
ECHO_CONCURRENT = Kind(
    "echo bot, `concurrent_updates`", ("tests.benchmarks.echo_bot",), {"ECHO_CONCURRENT": "on"}, "ECHO_PORT"
)
PLAIN = Kind("this bot without encoder", ("bot", "run"), {"BOT_ENCODER": "off"}, "BOT_LISTEN")
WHOLE = Kind("this bot with encoder", ("bot", "run"), {"BOT_ENCODER": "on"}, "BOT_LISTEN")


@dataclass
class Running:
    """A bot at work."""

    kind: Kind
    telegram: LeanTelegram
    process: Process
    began: float
    """When its process was started, by the monotonic clock."""
    log: Path | None = None
    """The file that its output goes to, if not to the terminal."""

    @property
    def pid(self) -> int:
        """The number of its process."""
        return self.process.pid

    async def until_ready(self) -> float:
        """Wait until it asks for updates or has registered its webhook; returns the seconds since its start."""
        ended, polled = asyncio.create_task(self.process.wait()), asyncio.create_task(self.telegram.first_poll.wait())
        await asyncio.wait((ended, polled), timeout=START_SECONDS, return_when=asyncio.FIRST_COMPLETED)
        ended.cancel()
        polled.cancel()
        assert self.telegram.first_poll.is_set(), f"{self.kind.name} did not come up"
        return time.monotonic() - self.began

    def times_logged(self, words: str) -> int:
        """How often its output has these words so far."""
        return self.log.read_text(encoding="utf-8").count(words) if self.log else 0

    def processor_seconds(self) -> float:
        """Processor time taken so far."""
        fields = Path(f"/proc/{self.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / TICKS

    def megabytes(self, name: str) -> float:
        """Memory: VmRSS is what it has, VmHWM the most it had."""
        lines = Path(f"/proc/{self.pid}/status").read_text().splitlines()
        return next(int(line.split()[1]) for line in lines if line.startswith(f"{name}:")) / 1024


@asynccontextmanager
async def running(kind: Kind, *, webhook: bool = False, log: Path | None = None, **more: str) -> AsyncIterator[Running]:
    """Start a bot, wait until it takes updates in, and end it."""
    async with starting(kind, webhook=webhook, log=log, **more) as bot:
        await bot.until_ready()
        yield bot


@asynccontextmanager
async def starting(
    kind: Kind, *, webhook: bool = False, log: Path | None = None, **more: str
) -> AsyncIterator[Running]:
    """Start a bot, and end it."""
    with tempfile.TemporaryDirectory() as folder:
        async with LeanTelegram() as telegram:
            telegram.web_port = free_port() if webhook else 0
            own = {"TELEGRAM_BOT_TOKEN": TOKEN, "TELEGRAM_API_BASE_URL": telegram.base_url, "BOT_DATA": folder}
            environment = {**_inherited(), **own, **kind.started_with(telegram.web_port), **more}
            began = time.monotonic()
            process = await _begin(kind.module, environment, log)
            try:
                yield Running(kind, telegram, process, began, log)
            finally:
                with contextlib.suppress(ProcessLookupError):
                    process.kill()
                await process.wait()


async def _begin(module: tuple[str, ...], environment: Mapping[str, str], log: Path | None) -> Process:
    command = (sys.executable, "-m", *module)
    if log is None:
        return await asyncio.create_subprocess_exec(*command, cwd=PROJECT, env=environment)
    with log.open("wb") as out:
        return await asyncio.create_subprocess_exec(*command, cwd=PROJECT, env=environment, stdout=out, stderr=out)


def _inherited() -> dict[str, str]:
    """The tester's own variables, without those that change a bot; the folders may be set.

    Python compiles each module once and keeps it, as it does wherever a bot is installed.
    """
    kept, left_out = ("BOT_CACHE", "BOT_CONTENT"), ("BOT_", "PYTHONDONTWRITEBYTECODE")
    return {name: value for name, value in os.environ.items() if name in kept or not name.startswith(left_out)}
