"""The event loop that everything turns in."""

import asyncio
import signal
import sys
from collections.abc import Callable, Coroutine
from contextlib import suppress
from importlib.util import find_spec
from typing import Any


def turn(work: Coroutine[Any, Any, None]) -> None:
    """Run a coroutine to its end: by uvloop where that is installed (see decision 12), else by Python's own loop."""
    with asyncio.Runner(loop_factory=_factory()) as runner:
        runner.run(work)


def on_early_hangup(do: Callable[[], None]) -> None:
    """Do something whenever SIGHUP comes before a loop runs; without this it would end the process."""
    # Windows has no such signal.
    with suppress(AttributeError):
        signal.signal(signal.SIGHUP, lambda *_: do())


def on_hangup(do: Callable[[], None]) -> None:
    """Do something whenever SIGHUP comes, in the loop that runs."""
    # Windows has neither the signal nor such handlers.
    with suppress(AttributeError, NotImplementedError):
        asyncio.get_running_loop().add_signal_handler(signal.SIGHUP, do)


def _factory() -> Callable[[], asyncio.AbstractEventLoop] | None:
    # There is no uvloop for Windows.
    if sys.platform == "win32" or find_spec("uvloop") is None:
        return None
    import uvloop  # an optional extra

    factory: Callable[[], asyncio.AbstractEventLoop] = uvloop.new_event_loop
    return factory
