"""Log lines: their form, what is masked, and whose words are left out."""

import json
import logging
import sys
from collections.abc import Callable, Iterator
from urllib.parse import quote

import pytest

from bot.errors import SettingsError
from bot.operations.logging import JsonLines, TextLines, set_up_logging
from bot.operations.masking import Mask
from bot.operations.outline import outline
from bot.settings import Settings

TOKEN = "123456789:AAtoken-nobody_may-seeXX"
DSN = "https://reportkey@errors.example/7"
SETTINGS = Settings.read({"TELEGRAM_BOT_TOKEN": TOKEN, "BOT_SENTRY_DSN": DSN, "BOT_LOG_LEVEL": "DEBUG"})
PERSONAL = "Wo wohnt Erika Mustermann?"

Written = Callable[[logging.LogRecord], str]


def record(name: str, words: object, *fill: object, error: BaseException | None = None) -> logging.LogRecord:
    at = (type(error), error, error.__traceback__) if error else None
    return logging.LogRecord(name, logging.ERROR, "file.py", 1, words, fill, at)


def failed(raise_it: Callable[[], object]) -> BaseException:
    """The error of a call, with its traceback."""
    try:
        raise_it()
    except Exception as error:
        return error
    raise AssertionError("the call did not fail")


@pytest.fixture(params=[JsonLines, TextLines])
def written(request: pytest.FixtureRequest) -> Written:
    formatter: logging.Formatter = request.param(Mask.of(SETTINGS))
    return formatter.format


@pytest.fixture
def restored() -> Iterator[None]:
    """Logging is afterwards as it was before."""
    root, hook = logging.getLogger(), sys.excepthook
    handlers, level = root.handlers[:], root.level
    yield
    logging.captureWarnings(False)
    root.handlers[:] = handlers
    root.setLevel(level)
    logging.getLogger("bot").setLevel(logging.NOTSET)
    sys.excepthook = hook


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        (f"POST /bot{TOKEN}/getMe", "POST /bot***/getMe"),
        (f"/bot{quote(TOKEN, safe='')}/getMe", "/bot***/getMe"),
        (f"/bot{quote(TOKEN, safe='').lower()}/getMe", "/bot***/getMe"),
        (f"only {TOKEN.partition(':')[2]}", "only ***"),
        (f"URL({TOKEN!r})", "URL('***')"),
        (f"to {DSN} failed", "to *** failed"),
        ("another 987654321:BBtoken-of-somebody-else", "another ***"),
        ("valkey://:pass%2Fword@store:6379/0", "valkey://***@store:6379/0"),
        ("valkey://name:p@ss@store:6379/0", "valkey://***@store:6379/0"),
        ("https://api.telegram.org at 12:30, https://t.me/@x", "https://api.telegram.org at 12:30, https://t.me/@x"),
        ("nothing secret", "nothing secret"),
    ],
)
def test_secrets_are_masked(text: str, masked: str) -> None:
    assert Mask.of(SETTINGS)(text) == masked


def test_without_secrets_nothing_is_masked() -> None:
    assert Mask([])("a line, an empty one:\n") == "a line, an empty one:\n"


def test_password_of_an_address_is_masked_on_its_own() -> None:
    assert Mask(["valkey://:geheim%21@store"])("AUTH geheim! geheim%21") == "AUTH *** ***"


@pytest.mark.parametrize(
    ("name", "words", "fill", "kept"),
    [
        ("bot.telegram.wire", "The bot answers as @%s.", ("name",), "The bot answers as @name."),
        ("bot", "100 %", (), "100 %"),
        ("bots", "%s", (PERSONAL,), "…"),
        ("telegram.Bot", "Error while parsing updates! Received data was %r", (PERSONAL,), "Received data was …"),
        ("library", "%(text)s and %5.2f", ({"text": PERSONAL},), "… and …"),
        ("asyncio", f"Task exception was never retrieved\nfuture: <Task {PERSONAL}>", (), "never retrieved"),
        ("py.warnings", "%s", ("file.py:1: DeprecationWarning: old",), "DeprecationWarning: old"),
    ],
)
def test_words_of_libraries_are_kept_as_far_as_they_are_constant(
    written: Written, name: str, words: str, fill: tuple[object, ...], kept: str
) -> None:
    line = written(record(name, words, *fill))
    assert kept in line
    assert PERSONAL not in line


def test_error_is_told_by_place_class_and_cause_without_its_words(written: Written) -> None:
    def fail() -> None:
        try:
            int(PERSONAL)
        except ValueError as cause:
            raise KeyError(TOKEN) from cause

    line = written(record("bot", "A handler failed.", error=failed(fail)))
    assert [part for part in (PERSONAL, TOKEN, "Mustermann") if part in line] == []
    assert line.index("builtins.ValueError") < line.index("which led to") < line.index("builtins.KeyError")
    assert "test_logging.py" in line


def test_group_of_errors_names_each_class() -> None:
    assert "builtins.OSError" in outline(ExceptionGroup("several", [OSError(PERSONAL)]))
    assert PERSONAL not in outline(ExceptionGroup("several", [OSError(PERSONAL)]))


def test_our_own_errors_keep_their_words() -> None:
    assert outline(SettingsError("BOT_DATA cannot be written.")).endswith("SettingsError: BOT_DATA cannot be written.")


@pytest.mark.usefixtures("restored")
def test_json_line_is_one_object(capsys: pytest.CaptureFixture[str]) -> None:
    set_up_logging(SETTINGS)
    logging.getLogger("bot.here").info("Zwei\nZeilen über %s", "Münster")
    logging.getLogger("httpx").info("not at this level")
    [line] = capsys.readouterr().err.splitlines()
    entry = json.loads(line)
    assert entry.pop("time").endswith("+00:00")
    assert entry == {"level": "INFO", "logger": "bot.here", "message": "Zwei\nZeilen über Münster"}


@pytest.mark.usefixtures("restored")
def test_text_when_it_is_asked_for(capsys: pytest.CaptureFixture[str]) -> None:
    set_up_logging(Settings.read({"BOT_LOG_FORMAT": "text"}))
    logging.getLogger("bot.here").warning("a line")
    assert capsys.readouterr().err.endswith(" WARNING bot.here: a line\n")


@pytest.mark.usefixtures("restored")
def test_uncaught_error_keeps_its_words_to_itself(capsys: pytest.CaptureFixture[str]) -> None:
    set_up_logging(SETTINGS)
    error = failed(lambda: int(PERSONAL))
    sys.excepthook(type(error), error, error.__traceback__)
    [line] = capsys.readouterr().err.splitlines()
    assert json.loads(line)["level"] == "CRITICAL"
    assert "builtins.ValueError" in line
    assert PERSONAL not in line
