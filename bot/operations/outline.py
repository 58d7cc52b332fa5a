"""An error without its words, for those may hold a person's: where it arose, its class, and what caused it."""

import traceback

from bot.errors import BotError


def outline(error: BaseException) -> str:
    """The calls and classes of an error and its causes, the first cause on top; words only of the bot's own errors."""
    chain: list[BaseException] = []
    cause: BaseException | None = error
    while cause is not None and cause not in chain:
        chain.append(cause)
        cause = cause.__cause__ or (None if cause.__suppress_context__ else cause.__context__)
    return "\nwhich led to:\n".join(_one(link) for link in reversed(chain))


def _one(error: BaseException) -> str:
    calls = "".join(traceback.format_tb(error.__traceback__))
    words = f": {error}" if isinstance(error, BotError) else ""
    within = "".join(f"\nwithin it:\n{outline(one)}" for one in getattr(error, "exceptions", ()))
    return f"{calls}{type(error).__module__}.{type(error).__qualname__}{words}{within}"
