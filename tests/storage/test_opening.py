"""Storage as the settings want it: where it is, with which key, and what is told when that cannot be."""

import asyncio
import logging
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from bot.dialogue.conversation import Conversation
from bot.errors import SettingsError
from bot.settings import Settings
from bot.storage.memory import Memory
from bot.storage.names import KEY_BYTES, kept_key
from bot.storage.opening import main_store, open_storage
from tests.storage.valkey_server import ValkeyServer

SPOKEN = Memory(Conversation(topics=("uclg",)))
NOTHING = Memory()
TOKEN, OTHER_TOKEN, OTHER_BOT = "1:abc", "1:def", "2:abc"


def remember_and_recall(first: dict[str, str], second: dict[str, str]) -> Memory:
    """What a bot with the second settings knows of what one with the first was told."""

    async def run() -> Memory:
        async with open_storage(Settings.read({"TELEGRAM_BOT_TOKEN": TOKEN, **first})) as storage:
            await storage.conversations.remember(1, 1, SPOKEN)
        async with open_storage(Settings.read({"TELEGRAM_BOT_TOKEN": TOKEN, **second})) as storage:
            return await storage.conversations.recall(1, 1)

    return asyncio.run(run())


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        ({}, {}, SPOKEN),
        ({}, {"TELEGRAM_BOT_TOKEN": OTHER_TOKEN}, SPOKEN),
        ({}, {"TELEGRAM_BOT_TOKEN": OTHER_BOT}, NOTHING),
        ({"BOT_SECRET": "geheim"}, {"BOT_SECRET": "geheim"}, SPOKEN),
        ({"BOT_SECRET": "geheim"}, {"BOT_SECRET": "anders"}, NOTHING),
        ({"BOT_SECRET": "geheim " * 20}, {"BOT_SECRET": "geheim " * 20}, SPOKEN),
        ({}, {"BOT_SECRET": "geheim"}, NOTHING),
    ],
)
def test_restart_with_a_data_folder(
    tmp_path: Path, first: dict[str, str], second: dict[str, str], expected: Memory
) -> None:
    folder = {"BOT_DATA": str(tmp_path / "data")}
    assert remember_and_recall({**folder, **first}, {**folder, **second}) == expected


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ({"BOT_SECRET": "geheim"}, {"BOT_SECRET": "geheim"}, SPOKEN),
        ({"BOT_SECRET": "geheim"}, {"BOT_SECRET": "anders"}, NOTHING),
        ({"BOT_SECRET": "geheim"}, {"BOT_SECRET": "geheim", "TELEGRAM_BOT_TOKEN": OTHER_BOT}, NOTHING),
        ({}, {}, NOTHING),
    ],
)
def test_replicas_share_a_server_if_they_have_the_same_secret(
    tmp_path: Path,
    server: ValkeyServer,
    caplog: pytest.LogCaptureFixture,
    one: dict[str, str],
    other: dict[str, str],
    expected: Memory,
) -> None:
    server.command("FLUSHALL")
    folders = [{"BOT_STORE_URL": server.url, "BOT_DATA": str(tmp_path / name)} for name in ("one", "other")]
    assert remember_and_recall(folders[0] | one, folders[1] | other) == expected
    assert ("BOT_SECRET is not set" in caplog.text) == ("BOT_SECRET" not in one)


def test_unusable_folder_gets_one_line(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)
    folder = tmp_path / "data"
    folder.write_text("")

    async def run() -> Memory:
        async with open_storage(Settings.read({"BOT_DATA": str(folder)})) as storage:
            await storage.conversations.remember(1, 1, SPOKEN)
            await storage.seen.add(1)
            return await storage.conversations.recall(1, 1)

    assert asyncio.run(run()) == SPOKEN
    [line] = [record.getMessage() for record in caplog.records if record.name.startswith("bot.")]
    assert str(folder) in line


def test_damaged_key_is_told_and_the_bot_goes_on(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    folder = tmp_path / "data"
    folder.mkdir()
    (folder / "names.key").write_bytes(b"too short")
    settings = {"BOT_DATA": str(folder)}
    assert remember_and_recall(settings, settings) == NOTHING
    assert "names.key holds no key. Delete the file" in caplog.text


def test_key_is_random_private_and_the_same_for_all(tmp_path: Path) -> None:
    with ThreadPoolExecutor(8) as threads:
        keys = set(threads.map(kept_key, [tmp_path / "one"] * 8))
    [key] = keys
    assert len(key) == KEY_BYTES
    assert key != kept_key(tmp_path / "other")
    assert [path.name for path in (tmp_path / "one").iterdir()] == ["names.key"]
    assert (tmp_path / "one" / "names.key").stat().st_mode & 0o777 == 0o600
    assert (tmp_path / "one").stat().st_mode & 0o777 == 0o700


def test_unusable_option_of_the_address_is_refused_without_repeating_it() -> None:
    with pytest.raises(SettingsError) as caught:
        main_store(Settings.read({"BOT_STORE_URL": "valkey://:geheim@127.0.0.1/0?max_connections=geheim"}))
    assert str(caught.value).startswith("BOT_STORE_URL has an option")
    assert "geheim" not in str(caught.value)
    assert caught.value.__suppress_context__


def test_server_without_its_library_is_refused_with_the_remedy(monkeypatch: pytest.MonkeyPatch) -> None:
    # This is how Python notes that a module cannot be imported.
    monkeypatch.setitem(sys.modules, "valkey", None)
    with pytest.raises(SettingsError, match=r'pip install "city-networks-bot\[valkey\]"'):
        main_store(Settings.read({"BOT_STORE_URL": "valkey://:geheim@127.0.0.1/0"}))
