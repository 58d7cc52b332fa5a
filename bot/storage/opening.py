"""Opens what must outlive an answer, as the settings say, and closes it again."""

import logging
import secrets
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from importlib.util import find_spec

from bot.errors import SettingsError, StorageError
from bot.settings import Settings
from bot.storage.conversations import Conversations
from bot.storage.fallback_store import FallbackStore
from bot.storage.limits import Limits
from bot.storage.names import KEY_BYTES, Names, kept_key, key_of
from bot.storage.seen import Seen
from bot.storage.sqlite_store import SqliteStore
from bot.storage.store import Store
from bot.storage.tally import Tally

FILE = "bot.sqlite"
"""The file in the data folder."""
PREFIX = "city-networks-bot"
"""Sets the bot's keys on a shared server apart from those of others."""
_LOG = logging.getLogger(__name__)
_NO_LIBRARY = 'BOT_STORE_URL needs the extra "valkey": pip install "city-networks-bot[valkey]".'
_BAD_OPTION = "BOT_STORE_URL has an option after “?” whose value cannot be used: leave it out."
_ALONE = "BOT_SECRET is not set: with another replica this one shares no conversations, limits and seen updates."


@dataclass(frozen=True, slots=True)
class Storage:
    """Everything that handlers keep."""

    conversations: Conversations
    limits: Limits
    seen: Seen
    tally: Tally
    names: Names
    """Makes the hashes under which things are kept."""


@asynccontextmanager
async def open_storage(settings: Settings) -> AsyncIterator[Storage]:
    """Storage that never fails (see FallbackStore); raises SettingsError for a server without its library."""
    store = FallbackStore(main_store(settings))
    try:
        await store.get("")  # So that trouble shows at the start, and not at the first question.
        names = Names(_key(settings, store), _bot(settings))
        seen = Seen(store, names, shared=settings.store_url is not None)
        yield Storage(Conversations(store, names), Limits(store, names), seen, Tally(store), names)
    finally:
        await store.close()


def main_store(settings: Settings) -> Store:
    """The server, if one is set, else the file in the data folder; raises SettingsError."""
    if settings.store_url is None:
        return SqliteStore(settings.data / FILE)
    if find_spec("valkey") is None:
        raise SettingsError(_NO_LIBRARY)
    from bot.storage.valkey_store import ValkeyStore  # an optional extra

    try:
        return ValkeyStore(settings.store_url, f"{PREFIX}:{_bot(settings)}:")
    except ValueError:
        # The library's own words may repeat a part of the address.
        raise SettingsError(_BAD_OPTION) from None


def _key(settings: Settings, store: FallbackStore) -> bytes:
    """From the secret, else from the data folder, else for this process only."""
    if settings.secret:
        return key_of(settings.secret.reveal())
    if settings.store_url:
        _LOG.warning(_ALONE)
    try:
        return kept_key(settings.data)
    except StorageError as error:
        # Storage in trouble has its line already.
        if not store.in_trouble:
            _LOG.warning("%s Until then the bot remembers nothing beyond its end.", error)
        return secrets.token_bytes(KEY_BYTES)


def _bot(settings: Settings) -> str:
    """The bot's number, which is public, from its token."""
    return settings.token.reveal().partition(":")[0] if settings.token else ""
