"""Log lines for operators: what happened, never what a person wrote or who it was, and never a secret."""

import json
import logging
import re
import sys
from datetime import UTC, datetime
from types import TracebackType

from bot.operations.masking import Mask
from bot.operations.outline import outline
from bot.settings import Settings

_PLACEHOLDER = re.compile(r"%(?:\(\w+\))?[^a-zA-Z%\s]*[a-zA-Z]")
_TRUSTED = ("bot", "py")
"""The first parts of loggers whose lines are kept in full: our own, and Python's warnings about code."""
_LOG = logging.getLogger("bot")


class TextLines(logging.Formatter):
    """A line for a person at a terminal: time, level, origin, words, and the outline of an error below."""

    def __init__(self, mask: Mask) -> None:
        super().__init__()
        self._mask = mask

    def format(self, record: logging.LogRecord) -> str:
        """The line of a record."""
        line = f"{self.formatTime(record)} {record.levelname} {record.name}: {words_of(record)}"
        return self._mask("\n".join(filter(None, (line, _error(record)))))


class JsonLines(logging.Formatter):
    """One JSON object a line for a log collector: time (UTC), level, logger, message, and an error's outline."""

    def __init__(self, mask: Mask) -> None:
        super().__init__()
        self._mask = mask

    def format(self, record: logging.LogRecord) -> str:
        """The line of a record."""
        line = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": self._mask(words_of(record)),
        }
        if error := _error(record):
            line["error"] = self._mask(error)
        return json.dumps(line, ensure_ascii=False)


def words_of(record: logging.LogRecord) -> str:
    """What a record says; of a library's only the constant part of its first line.

    The rest can be anything: the Telegram library fills in whole updates when it cannot read them, and asyncio
    appends the words of errors.
    """
    if record.name.partition(".")[0] in _TRUSTED:
        return record.getMessage()
    return _PLACEHOLDER.sub("…", str(record.msg).partition("\n")[0])


def _error(record: logging.LogRecord) -> str:
    error = record.exc_info[1] if record.exc_info else None
    return outline(error) if error else ""


def set_up_logging(settings: Settings) -> None:
    """Log to standard error: the bot's own lines at the set level, those of libraries from WARNING on.

    Libraries log addresses with the token in them, or whole messages, below that.
    """
    format_ = settings.log_format or ("text" if sys.stderr.isatty() else "json")
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter((JsonLines if format_ == "json" else TextLines)(Mask.of(settings)))
    logging.basicConfig(level=logging.WARNING, handlers=[handler], force=True)
    logging.captureWarnings(True)
    _LOG.setLevel(settings.log_level)
    sys.excepthook = _note_uncaught


def _note_uncaught(kind: type[BaseException], error: BaseException, calls: TracebackType | None) -> None:
    """Python itself would print the words of the error, which may hold the token or a message."""
    _LOG.critical("The bot ends because of a fault of its own.", exc_info=(kind, error, calls))
