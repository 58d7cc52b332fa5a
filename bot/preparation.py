"""Shows on a terminal what the first start is busy with."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.text import Text


class _StatusLine(logging.Handler):
    """Shows a log record as a line of its own, without time and origin."""

    def __init__(self, console: Console) -> None:
        super().__init__()
        self._console = console

    def emit(self, record: logging.LogRecord) -> None:
        self._console.print(Text(record.getMessage(), style="dim"))


@contextmanager
def preparation_shown(console: Console | None = None) -> Iterator[None]:
    """Meanwhile show on a terminal what the first start is busy with as a short line instead of a log line."""
    console = console or Console(stderr=True, highlight=False)
    log = logging.getLogger("bot.understanding.training")
    status_line = _StatusLine(console)
    if console.is_terminal:
        log.addHandler(status_line)
        log.propagate = False
    try:
        yield
    finally:
        log.removeHandler(status_line)
        log.propagate = True
