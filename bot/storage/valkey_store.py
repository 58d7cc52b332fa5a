"""A store on a Valkey or Redis server, shared by all replicas of the bot."""

from collections.abc import Awaitable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlsplit

from valkey.asyncio import BlockingConnectionPool, Valkey
from valkey.exceptions import ValkeyError

from bot.errors import StorageError
from bot.settings import Secret

LONGEST_WAIT_SECONDS = 0.5
"""A server that takes longer to connect or to answer counts as gone: no answer waits for it."""
MOST_CONNECTIONS = 16
_BATCH = 500
"""How many keys are read at once."""
_SPECIAL = str.maketrans({letter: f"\\{letter}" for letter in "\\*?[]^"})


class ValkeyStore:
    """Entries that the server itself lets expire, under a prefix of their own."""

    def __init__(self, url: Secret, prefix: str) -> None:
        self._address = _without_password(url)
        self._prefix = prefix
        self._pool = BlockingConnectionPool.from_url(
            url.reveal(),
            max_connections=MOST_CONNECTIONS,
            timeout=LONGEST_WAIT_SECONDS,
            socket_timeout=LONGEST_WAIT_SECONDS,
            socket_connect_timeout=LONGEST_WAIT_SECONDS,
        )
        self._server = Valkey(connection_pool=self._pool)

    async def get(self, key: str) -> bytes | None:
        """The value, or None if there is none or it has expired."""
        value: bytes | None = await self._ask(self._server.get(self._prefix + key))
        return value

    async def put(self, key: str, value: bytes, seconds: float | None) -> None:
        """Keep a value in place of any other; the time begins anew."""
        await self._ask(self._server.set(self._prefix + key, value, px=_milliseconds(seconds)))

    async def delete(self, key: str) -> None:
        """Remove an entry, if there is one."""
        await self._ask(self._server.delete(self._prefix + key))

    async def add(self, key: str, seconds: float) -> bool:
        """Keep an empty value; True only for the first who does so until it expires."""
        return bool(await self._ask(self._server.set(self._prefix + key, b"", px=_milliseconds(seconds), nx=True)))

    async def count(self, key: str, seconds: float | None) -> int:
        """Add one and return the sum; the time begins with the first and is not renewed."""
        both = self._server.pipeline(transaction=True)
        both.set(self._prefix + key, 0, px=_milliseconds(seconds), nx=True)
        both.incr(self._prefix + key)
        _, number = await self._ask(both.execute())
        return int(number)

    async def pairs(self, prefix: str) -> list[tuple[str, bytes]]:
        """All keys that begin so, with their values; reads the whole server, so this is for rare occasions."""
        found: list[tuple[str, bytes]] = []
        for keys in _in_batches(await self._keys(prefix)):
            values: list[bytes | None] = await self._ask(self._server.mget(keys))
            found += [(self._bare(key), value) for key, value in zip(keys, values, strict=True) if value is not None]
        return found

    async def close(self) -> None:
        """Close all connections."""
        with _translated(self._address):
            await self._pool.aclose()

    async def _keys(self, prefix: str) -> Sequence[bytes]:
        """Each key once: the server may name a key twice while it rearranges its table."""
        pattern, cursor, keys = (self._prefix + prefix).translate(_SPECIAL) + "*", 0, set[bytes]()
        while True:
            cursor, some = await self._ask(self._server.scan(cursor, pattern, _BATCH))
            keys.update(some)
            if cursor == 0:
                return sorted(keys)

    def _bare(self, key: bytes) -> str:
        return key.decode().removeprefix(self._prefix)

    async def _ask(self, command: Awaitable[Any]) -> Any:
        with _translated(self._address):
            return await command


@contextmanager
def _translated(address: str) -> Iterator[None]:
    """The server's own words may repeat what was sent to it, so only the kind of error is named."""
    try:
        yield
    except (ValkeyError, OSError) as error:
        # A refused password comes wrapped in a failed connection.
        kind = type(error.__cause__ or error).__name__
        reason = f"{address} cannot be used ({kind}). See whether the server runs and BOT_STORE_URL fits."
        raise StorageError(reason) from None


def _milliseconds(seconds: float | None) -> int | None:
    return None if seconds is None else max(1, round(seconds * 1000))


def _in_batches(keys: Sequence[bytes]) -> Iterator[Sequence[bytes]]:
    return (keys[first : first + _BATCH] for first in range(0, len(keys), _BATCH))


def _without_password(url: Secret) -> str:
    parts = urlsplit(url.reveal())
    return f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}{parts.path}"
