"""A process that writes to a store file, for tests of several writers and of sudden ends.

`python -m tests.storage.writer FILE count TIMES` counts one key; `… write 0` writes key after key from 0 on and prints
each once it is written; `… fill LIMIT` writes until files may not grow any further, and then with room again.
"""

import asyncio
import resource
import signal
import sys
from itertools import count
from pathlib import Path

from bot.errors import StorageError
from bot.storage.sqlite_store import SqliteStore

BLOCK = b"x" * 10_000


async def count_up(store: SqliteStore, times: int) -> None:
    for number in range(times):
        await store.count("sum", None)
        if await store.add(f"once/{number}", 60):
            await store.count("firsts", None)


async def write(store: SqliteStore, first: int) -> None:
    for number in count(first):
        await store.put(f"key/{number}", b"%d" % number, 60)
        print(number, flush=True)


async def fill(store: SqliteStore, limit: int) -> None:
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    await store.put("before", b"1", 60)
    resource.setrlimit(resource.RLIMIT_FSIZE, (limit, resource.RLIM_INFINITY))
    try:
        for number in range(1000):
            await store.put(f"key/{number}", BLOCK, 60)
    except StorageError as error:
        print(error)
    resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
    await store.put("after", b"2", 60)
    print(await store.get("before"), await store.get("after"))


async def main(file: str, what: str, number: str) -> None:
    store = SqliteStore(Path(file))
    await {"count": count_up, "write": write, "fill": fill}[what](store, int(number))
    await store.close()


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
