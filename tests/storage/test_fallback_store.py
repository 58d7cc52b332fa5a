"""What happens while a store cannot be used, and when it comes back."""

import asyncio
import logging
import shutil
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest

from bot.settings import Secret
from bot.storage.fallback_store import RETRY_SECONDS, FallbackStore
from bot.storage.sqlite_store import SqliteStore
from bot.storage.valkey_store import ValkeyStore
from tests.storage.clock import Clock
from tests.storage.valkey_server import ValkeyServer

PASSWORD = "geheimnis"


class Trouble:
    """A store whose trouble a test begins and ends."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder / "data"
        self.clock = Clock()
        self.store = FallbackStore(SqliteStore(self._folder / "bot.sqlite"), self.clock)

    def begin(self) -> None:
        """A file stands in the place of the folder."""
        if self._folder.exists():
            self._folder.rename(self._folder.with_name("kept"))
        self._folder.write_text("")

    def end(self) -> None:
        """The folder is back as it was, and the pause before another try is over."""
        self._folder.unlink()
        kept = self._folder.with_name("kept")
        if kept.exists():
            kept.rename(self._folder)
        self.clock.now += RETRY_SECONDS


@pytest.fixture
def trouble(tmp_path: Path) -> Trouble:
    return Trouble(tmp_path)


def run(trouble: Trouble, test: Callable[[], Awaitable[None]]) -> None:
    """Run a coroutine and close the store."""

    async def whole() -> None:
        try:
            await test()
        finally:
            await trouble.store.close()

    asyncio.run(whole())


def test_memory_takes_the_place_with_one_line_for_begin_and_end(
    trouble: Trouble, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)

    async def test() -> None:
        trouble.begin()
        for number in range(20):
            await trouble.store.put("a", b"%d" % number, 60)
            trouble.clock.now += RETRY_SECONDS / 2
        assert await trouble.store.get("a") == b"19"
        assert await trouble.store.add("b", 60)
        assert not await trouble.store.add("b", 60)
        assert await trouble.store.count("c", 60) == 1
        assert trouble.store.in_trouble
        trouble.end()
        await trouble.store.get("a")
        assert not trouble.store.in_trouble

    run(trouble, test)
    begin, end = [record.getMessage() for record in caplog.records]
    assert "cannot be used" in begin
    assert "in memory only" in begin
    assert "works again" in end


def test_changes_made_meanwhile_are_carried_over(trouble: Trouble) -> None:
    async def test() -> None:
        for key in ("kept", "changed", "deleted"):
            await trouble.store.put(key, b"before", 600)
        trouble.begin()
        await trouble.store.put("changed", b"meanwhile", 600)
        await trouble.store.delete("deleted")
        await trouble.store.put("short", b"meanwhile", 1)
        await trouble.store.put("gone", b"meanwhile", 600)
        await trouble.store.delete("gone")
        await trouble.store.put("for ever", b"meanwhile", None)
        assert await trouble.store.get("kept") is None
        trouble.end()
        assert dict(await trouble.store.pairs("")) == {
            "kept": b"before",
            "changed": b"meanwhile",
            "for ever": b"meanwhile",
        }

    run(trouble, test)


def test_second_trouble_begins_with_an_empty_memory(trouble: Trouble) -> None:
    async def test() -> None:
        trouble.begin()
        await trouble.store.put("a", b"1", 600)
        trouble.end()
        assert await trouble.store.get("a") == b"1"
        await trouble.store.delete("a")
        trouble.begin()
        assert await trouble.store.get("a") is None

    run(trouble, test)


def test_store_in_trouble_is_asked_once_a_pause(trouble: Trouble) -> None:
    async def test() -> None:
        trouble.begin()
        await trouble.store.get("a")
        trouble.end()
        trouble.clock.now -= 1
        await trouble.store.get("a")
        assert trouble.store.in_trouble
        trouble.clock.now += 1
        await trouble.store.get("a")
        assert not trouble.store.in_trouble

    run(trouble, test)


def stop(server: ValkeyServer) -> None:
    server.kill()


def begin_again(server: ValkeyServer) -> None:
    server.start()


def refuse_writing(server: ValkeyServer) -> None:
    server.command("CONFIG", "SET", "maxmemory", "1")


def allow_writing(server: ValkeyServer) -> None:
    server.command("CONFIG", "SET", "maxmemory", "0")


@pytest.mark.parametrize(
    ("begin", "end", "reason"),
    [
        (stop, begin_again, "(Connection"),
        (ValkeyServer.freeze, ValkeyServer.thaw, "(TimeoutError)"),
        (refuse_writing, allow_writing, "(OutOfMemoryError)"),
    ],
)
def test_server_in_trouble_and_back(
    tmp_path: Path,
    caplog: pytest.LogCaptureFixture,
    begin: Callable[[ValkeyServer], None],
    end: Callable[[ValkeyServer], None],
    reason: str,
) -> None:
    caplog.set_level(logging.DEBUG)

    async def test(server: ValkeyServer) -> None:
        store = FallbackStore(ValkeyStore(Secret(server.url), "p:"), retry_seconds=0.01)
        await store.put("a", b"before", 60)
        begin(server)
        await store.put("a", b"meanwhile", 60)
        assert store.in_trouble
        assert await store.get("a") == b"meanwhile"
        end(server)
        while store.in_trouble:
            await store.get("a")
            await asyncio.sleep(0.01)
        assert await store.get("a") == b"meanwhile"
        assert server.command("GET", "p:a") == b"meanwhile"
        await store.close()

    with ValkeyServer(tmp_path, PASSWORD) as server:
        asyncio.run(asyncio.wait_for(test(server), 20))
    begins, ends = [record.getMessage() for record in caplog.records if record.name.startswith("bot.")]
    assert reason in begins
    assert "BOT_STORE_URL" in begins
    assert "works again" in ends
    assert PASSWORD not in caplog.text


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        ("valkey://:geheimnis@127.0.0.1:1/0", "valkey://127.0.0.1:1/0 cannot be used (ConnectionError)"),
        ("redis://name:geheimnis@127.0.0.1:1", "redis://127.0.0.1:1 cannot be used (ConnectionError)"),
        ("valkey://:geheimnis@no-such-host.invalid/0", "valkey://no-such-host.invalid/0 cannot be used ("),
    ],
)
def test_server_that_is_not_there_is_told_without_the_password(
    caplog: pytest.LogCaptureFixture, url: str, reason: str
) -> None:
    caplog.set_level(logging.DEBUG)

    async def test() -> bytes | None:
        store = FallbackStore(ValkeyStore(Secret(url), "p:"))
        await store.put("a", b"1", 60)
        value = await store.get("a")
        await store.close()
        return value

    assert asyncio.run(test()) == b"1"
    [line] = [record.getMessage() for record in caplog.records if record.name.startswith("bot.")]
    assert reason in line
    assert PASSWORD not in caplog.text


def test_refused_password_is_told_without_it(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    async def test(url: str) -> None:
        store = FallbackStore(ValkeyStore(Secret(url.replace(PASSWORD, "falsch-gedacht")), "p:"))
        await store.put("a", b"1", 60)
        await store.close()

    with ValkeyServer(tmp_path, PASSWORD) as server:
        asyncio.run(test(server.url))
    assert "AuthenticationError" in caplog.text
    assert "falsch-gedacht" not in caplog.text


def test_folder_of_a_running_bot_may_vanish_and_come_back(tmp_path: Path) -> None:
    async def test() -> None:
        store = FallbackStore(SqliteStore(tmp_path / "data" / "bot.sqlite"))
        await store.put("a", b"1", 60)
        shutil.rmtree(tmp_path / "data")
        assert await store.get("a") is None
        await store.put("a", b"2", 60)
        assert await store.get("a") == b"2"
        assert not store.in_trouble
        await store.close()

    asyncio.run(test())
