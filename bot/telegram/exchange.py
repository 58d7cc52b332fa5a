"""Lets other handlers take the updates from now on; an update in work stays with those that it began with."""

from collections.abc import Sequence
from typing import Any

from telegram.ext import Application, BaseHandler

from bot.telegram.failures import Failures

_GROUP = 0
"""The group of handlers that answer; others look on."""


def exchange_handlers(
    application: Application[Any, Any, Any, Any, Any, Any],
    handlers: Sequence[BaseHandler[Any, Any, Any]],
    failures: Failures,
) -> None:
    """Put handlers in the place of those before, if any, between two updates.

    The library goes through a copy of its list for each update (see Application.process_update).
    """
    before, failed_before = tuple(application.handlers.get(_GROUP, ())), tuple(application.error_handlers)
    application.add_handlers(handlers, _GROUP)
    application.add_error_handler(failures.handle)
    for handler in before:
        application.remove_handler(handler, _GROUP)
    for callback in failed_before:
        application.remove_error_handler(callback)
