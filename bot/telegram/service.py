"""Keeps a bot at work: connects, takes updates in, and stops cleanly."""

import asyncio
import logging
import signal
from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import Any, Protocol

from telegram import Update
from telegram.error import BadRequest, Forbidden, InvalidToken, NetworkError, RetryAfter
from telegram.ext import Application

from bot.errors import TelegramError
from bot.telegram.backoff import Backoff
from bot.telegram.health import Health
from bot.telegram.patience import flood_seconds

UPDATES = (
    Update.MESSAGE,
    Update.EDITED_MESSAGE,
    Update.CALLBACK_QUERY,
    Update.INLINE_QUERY,
    Update.CHOSEN_INLINE_RESULT,
    Update.MY_CHAT_MEMBER,
    Update.GUEST_MESSAGE,
)
"""The kinds of updates that have a handler."""
STOP_SECONDS = 10.0
"""How long answers in work may take once the bot is told to stop."""
BAD_TOKEN = "Telegram refused the token in TELEGRAM_BOT_TOKEN. Copy it again from @BotFather."
_LOG = logging.getLogger(__name__)
_Application = Application[Any, Any, Any, Any, Any, Any]


class Intake(Protocol):
    """A way for updates to come in."""

    async def prepare(self) -> None:
        """Agree with Telegram on the way; raises the library's errors."""

    async def run(self) -> None:
        """Take updates in until cancelled; raises InvalidToken once Telegram refuses the token."""

    async def finish(self, seconds: float) -> None:
        """Take nothing more in, and give what is in work some time."""


async def serve(application: _Application, intake: Intake, health: Health, refused: asyncio.Event) -> None:
    """Answer updates until a signal to stop; raises TelegramError once Telegram refuses the token."""
    _stop_on_signals(asyncio.current_task())
    try:
        await _persist(application.initialize)
        await _persist(intake.prepare)
        await application.start()
        _LOG.info("The bot answers as @%s.", application.bot.username)
        await first_of(intake.run(), refused.wait())
    except asyncio.CancelledError:
        _LOG.info("Stopping.")
        return
    except InvalidToken:
        # The library's own words hold the token.
        raise TelegramError(BAD_TOKEN) from None
    finally:
        health.stopping = True
        await intake.finish(STOP_SECONDS)
        await _disconnect(application)
    raise TelegramError(BAD_TOKEN)


async def _persist(attempt: Callable[[], Awaitable[None]]) -> None:
    """Try again until Telegram can be reached: a machine may start before its network does."""
    backoff = Backoff()
    while True:
        try:
            return await attempt()
        except (BadRequest, Forbidden) as error:
            raise TelegramError(f"Telegram does not accept the settings: {error.message}.") from error
        except RetryAfter as error:
            await asyncio.sleep(flood_seconds(error))
        except NetworkError:
            await backoff.sleep()


async def first_of(*works: Awaitable[Any]) -> None:
    """Wait for the first of several to end, and end the others; raises its error."""
    tasks = [asyncio.ensure_future(work) for work in works]
    try:
        done, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        for task in done:
            task.result()
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


async def _disconnect(application: _Application) -> None:
    """Close everything, each step only as far as the start came."""
    if application.running:
        await application.stop()
    await application.shutdown()
    # An application that never came to life leaves its connections open.
    await application.bot.shutdown()


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
