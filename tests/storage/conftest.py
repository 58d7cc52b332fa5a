"""The kinds of store, each empty, and a way to run coroutines."""

import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from bot.settings import Secret
from bot.storage.memory_store import MemoryStore
from bot.storage.sqlite_store import SqliteStore
from bot.storage.store import Store
from bot.storage.valkey_store import ValkeyStore
from tests.storage.clock import Clock
from tests.storage.valkey_server import ValkeyServer

KINDS = ("memory", "sqlite", "valkey")
OpenStore = Callable[[], Store]
Wait = Callable[[float], None]


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ValkeyServer]:
    """A server for all tests that do it no harm."""
    with ValkeyServer(tmp_path_factory.mktemp("valkey")) as running:
        yield running


@pytest.fixture
def clock() -> Clock:
    """The clock of stores that have none of their own."""
    return Clock()


@pytest.fixture(params=KINDS)
def kind(request: pytest.FixtureRequest) -> str:
    """Each kind of store in turn."""
    return str(request.param)


@pytest.fixture
def open_store(kind: str, clock: Clock, tmp_path: Path, request: pytest.FixtureRequest) -> OpenStore:
    """Opens a store of the kind; two of them share their entries unless they are in memory."""
    if kind == "valkey":
        # A glob's special letters in the prefix must mean themselves.
        server: ValkeyServer = request.getfixturevalue("server")
        return lambda: ValkeyStore(Secret(server.url), f"[{tmp_path.name}]*:")
    if kind == "sqlite":
        return lambda: SqliteStore(tmp_path / "data" / "bot.sqlite", clock)
    return lambda: MemoryStore(clock)


@pytest.fixture
def wait(kind: str, clock: Clock) -> Wait:
    """Lets time pass: on the set clock, or really where the server holds the clock."""

    def pass_time(seconds: float) -> None:
        if kind == "valkey":
            time.sleep(seconds)
        clock.now += seconds

    return pass_time
