"""Log lines for operators: what happened, never what a person wrote, and never the token."""

import logging
import sys

from bot.settings import Settings

_FORMAT = "%(asctime)s %(levelname)s %(name)s: %(message)s"


class MaskSecret(logging.Formatter):
    """Writes *** wherever a secret would stand in a line or a traceback."""

    def __init__(self, secret: str | None) -> None:
        super().__init__(_FORMAT)
        self._secret = secret

    def format(self, record: logging.LogRecord) -> str:
        line = super().format(record)
        return line.replace(self._secret, "***") if self._secret else line


def set_up_logging(settings: Settings) -> None:
    """Log to standard error: the bot's own lines at the set level, those of libraries from WARNING on.

    Libraries log addresses with the token in them, or whole messages, below that.
    """
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(MaskSecret(settings.token.reveal() if settings.token else None))
    logging.basicConfig(level=logging.WARNING, handlers=[handler], force=True)
    logging.getLogger("bot").setLevel(settings.log_level)
