"""Log lines for operators: what happened, never what a person wrote, and never the token."""

import logging
import sys

from bot.settings import Settings

_FORMAT = "%(asctime)s %(levelname)s %(name)s: %(message)s"
_CHATTY = ("httpx", "httpcore", "telegram", "asyncio")
"""Libraries that log addresses with the token in them, or whole updates, below WARNING."""


class MaskSecret(logging.Formatter):
    """Writes *** wherever a secret would stand in a line or a traceback."""

    def __init__(self, secret: str | None) -> None:
        super().__init__(_FORMAT)
        self._secret = secret

    def format(self, record: logging.LogRecord) -> str:
        line = super().format(record)
        return line.replace(self._secret, "***") if self._secret else line


def set_up_logging(settings: Settings) -> None:
    """Log to standard error at the set level; libraries that would log people's data stay at WARNING."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(MaskSecret(settings.token.reveal() if settings.token else None))
    logging.basicConfig(level=settings.log_level, handlers=[handler], force=True)
    for name in _CHATTY:
        logging.getLogger(name).setLevel(logging.WARNING)
