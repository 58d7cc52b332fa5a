"""Keeps a bot at work: connects, polls, and stops cleanly."""

import asyncio
import logging
import signal
from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import Any

from telegram import Update
from telegram.error import InvalidToken, NetworkError, RetryAfter
from telegram.error import TelegramError as LibraryError
from telegram.ext import Application, Updater

from bot.errors import TelegramError

UPDATES = (
    Update.MESSAGE,
    Update.EDITED_MESSAGE,
    Update.CALLBACK_QUERY,
    Update.INLINE_QUERY,
    Update.CHOSEN_INLINE_RESULT,
)
"""The kinds of updates that have a handler."""
POLL_SECONDS = 30
"""How long Telegram holds a request for updates open."""
FIRST_PAUSE, LONGEST_PAUSE = 1.0, 30.0
"""Seconds between attempts to connect; the pause doubles each time."""
REFUSED = "Telegram refused the token in TELEGRAM_BOT_TOKEN. Copy it again from @BotFather."
_LOG = logging.getLogger(__name__)
_Application = Application[Any, Any, Any, Any, Any, Any]


async def serve(application: _Application, refused: asyncio.Event) -> None:
    """Answer updates until a signal to stop; raises TelegramError once Telegram refuses the token."""
    _stop_on_signals(asyncio.current_task())
    updater = application.updater
    if updater is None:
        raise ValueError("the application was built without an updater")
    try:
        await _connect(application, updater)
        await refused.wait()
    except asyncio.CancelledError:
        _LOG.info("Stopping.")
        return
    except InvalidToken:
        # The library's own words hold the token.
        raise TelegramError(REFUSED) from None
    finally:
        await _disconnect(application, updater)
    raise TelegramError(REFUSED)


async def _connect(application: _Application, updater: Updater) -> None:
    await _persist(application.initialize)
    await updater.start_polling(
        timeout=POLL_SECONDS, bootstrap_retries=-1, allowed_updates=UPDATES, error_callback=_already_noted
    )
    await application.start()
    _LOG.info("The bot answers as @%s.", application.bot.username)


async def _persist(attempt: Callable[[], Awaitable[None]]) -> None:
    """Try again until Telegram can be reached: a machine may start before its network does."""
    pause = FIRST_PAUSE
    while True:
        try:
            return await attempt()
        except (NetworkError, RetryAfter):
            await asyncio.sleep(pause)
            pause = min(2 * pause, LONGEST_PAUSE)


async def _disconnect(application: _Application, updater: Updater) -> None:
    """Finish what is in work, each step only as far as the start came."""
    if updater.running:
        # A polling task that ended with an error raises it here.
        with suppress(LibraryError):
            await updater.stop()
    if application.running:
        await application.stop()
    await application.shutdown()


def _already_noted(_: LibraryError) -> None:
    """The wire has logged it, and the library tries again."""


def _stop_on_signals(task: asyncio.Task[Any] | None) -> None:
    """The first signal stops cleanly, a second one at once."""
    loop = asyncio.get_running_loop()
    signals = (signal.SIGTERM, signal.SIGINT)

    def stop() -> None:
        for number in signals:
            loop.remove_signal_handler(number)
        if task:
            task.cancel()

    # Windows has no such handlers; there an interrupt ends the process.
    with suppress(NotImplementedError):
        for number in signals:
            loop.add_signal_handler(number, stop)
