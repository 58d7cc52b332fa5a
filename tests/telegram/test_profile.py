"""`python -m bot sync-profile` against the strict server: what it writes, shows, and says when something is wrong."""

import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from subprocess import CompletedProcess
from typing import Any

import pytest

from bot.content.model import LANGUAGES, Knowledge
from bot.errors import BotError
from bot.profile_sync import sync_profile
from bot.settings import Settings
from bot.telegram.profile import COMMANDS, CommandsEntry, TextEntry, profile_of
from tests.telegram.bot_process import PROJECT
from tests.telegram.command import run_command
from tests.telegram.fake_api import FakeTelegram

ENTRIES = 3 * 3 + 3 * 3
"""Three texts, and lists for three audiences; each in German, English and for all other languages."""
FIRST_WRITES = ENTRIES - 3
"""Once a text is written for all other languages, which see English, English reads right by itself."""
IN_THE_MENUS = {
    "private": "start help networks topics contact sources language privacy forget about",
    "groups": "ask networks contact help",
    "administrators": "ask networks contact help language",
}


@pytest.fixture
def fake() -> Iterator[FakeTelegram]:
    """A server whose bot has a name and nothing else."""
    with FakeTelegram() as server:
        yield server


@pytest.fixture
def content(tmp_path: Path) -> Path:
    """A copy of the content that a test may change."""
    for name in ("knowledge", "intents"):
        shutil.copytree(PROJECT / name, tmp_path / name)
    return tmp_path


def command(fake: FakeTelegram, *options: str, **environment: str) -> CompletedProcess[str]:
    """What an operator runs."""
    return run_command("sync-profile", *options, fake=fake, **environment)


def sync(fake: FakeTelegram, *, dry_run: bool = False, **environment: str) -> str:
    """What the command shows, without a process of its own."""
    connection = {"TELEGRAM_BOT_TOKEN": fake.token, "TELEGRAM_API_BASE_URL": fake.base_url}
    shown: list[str] = []
    sync_profile(Settings.read({**connection, **environment}), shown.append, dry_run=dry_run)
    return "\n".join(shown)


def trouble(fake: FakeTelegram, **environment: Any) -> str:
    """What the command says when it cannot do its work."""
    with pytest.raises(BotError) as caught:
        sync(fake, dry_run=False, **environment)
    return str(caught.value)


def writes(fake: FakeTelegram, after: int = 0) -> list[str]:
    return [call.method for call in fake.calls[after:] if call.method.startswith(("set", "delete"))]


def change(content: Path, old: str, new: str) -> None:
    file = content / "intents" / "phrases.yaml"
    text = file.read_text(encoding="utf-8")
    assert text.count(old) == 1
    file.write_text(text.replace(old, new), encoding="utf-8")


class TestWriting:
    def test_first_run_writes_all_and_a_second_one_nothing(self, fake: FakeTelegram) -> None:
        first = command(fake)
        assert (first.returncode, first.stderr) == (0, "")
        assert len(writes(fake)) == FIRST_WRITES
        assert first.stdout.endswith(f"Differences written: {FIRST_WRITES}.\n")
        assert fake.refusals() == []
        after = len(fake.calls)
        second = command(fake)
        assert (second.returncode, second.stdout) == (0, "Telegram already shows all of it.\n")
        assert writes(fake, after) == []

    def test_dry_run_shows_what_would_change_and_writes_nothing(self, fake: FakeTelegram) -> None:
        shown = command(fake, "--dry-run").stdout
        assert writes(fake) == []
        assert "name, German:\n  - Bot\n  + Auskunft Städtenetzwerke\n" in shown
        assert "  + /networks: Die Netzwerke und Themen\n" in shown
        assert shown.endswith(f"Differences: {ENTRIES}. Nothing is written.\n")

    def test_only_what_differs_is_written(self, fake: FakeTelegram, content: Path) -> None:
        sync(fake)
        after = len(fake.calls)
        change(content, "Wen Sie fragen können", "An wen Sie sich wenden können")
        shown = sync(fake, BOT_CONTENT=str(content))
        assert writes(fake, after) == ["setMyCommands"] * 3
        assert shown.count("  - /contact: Wen Sie fragen können\n  + /contact: An wen Sie sich wenden können\n") == 3
        assert shown.endswith("Differences written: 3.")

    def test_a_language_that_reads_right_only_by_chance_is_written_in_the_same_run(
        self, fake: FakeTelegram, knowledge: Knowledge
    ) -> None:
        # For all other languages Telegram holds the German name, so German seems to have it.
        fake.bot["first_name"] = knowledge.phrases["profile_name"].de
        sync(fake)
        assert sync(fake, dry_run=True) == "Telegram already shows all of it."


class TestTrouble:
    def test_a_wrong_token_ends_with_one_sentence(self, fake: FakeTelegram) -> None:
        wrong = "4200000042:AAWrongWrongWrongWrongWrongWrongWrong"
        ended = command(fake, TELEGRAM_BOT_TOKEN=wrong)
        assert ended.returncode == 1
        assert ended.stderr == "Telegram refused the token in TELEGRAM_BOT_TOKEN. Copy it again from @BotFather.\n"

    def test_without_a_token_it_says_where_to_get_one(self) -> None:
        ended = run_command("sync-profile")
        assert ended.returncode == 1
        assert "@BotFather" in ended.stderr

    @pytest.mark.filterwarnings("ignore::telegram.warnings.PTBDeprecationWarning")
    def test_a_short_flood_wait_is_waited_for(self, fake: FakeTelegram) -> None:
        fake.fail_next("setMyDescription", retry_after=1)
        sync(fake)
        assert len(writes(fake)) == FIRST_WRITES + 1

    @pytest.mark.filterwarnings("ignore::telegram.warnings.PTBDeprecationWarning")
    def test_a_long_flood_wait_ends_with_its_length_and_the_next_run_goes_on(self, fake: FakeTelegram) -> None:
        fake.fail_next("setMyName", retry_after=7200)
        said = trouble(fake)
        assert "Telegram stopped at “name, all other languages”" in said
        assert "7200" in said
        after = len(fake.calls)
        sync(fake)
        assert writes(fake, after) == ["setMyName"] * 2

    def test_a_broken_gateway_ends_with_a_short_reason(self, fake: FakeTelegram) -> None:
        fake.fail_next("getMyDescription", status=502, body="<html>" + "x" * 5000, times=3)
        [reason] = trouble(fake).splitlines()
        assert reason.startswith("Telegram stopped at ")
        assert "502" in reason
        assert len(reason) < 300

    def test_an_unreachable_server_ends_with_a_sentence(self, fake: FakeTelegram) -> None:
        ended = command(fake, TELEGRAM_API_BASE_URL="http://127.0.0.1:9/bot")
        assert ended.returncode == 1
        assert "Telegram cannot be reached: " in ended.stderr
        assert "Traceback" not in ended.stderr
        assert fake.token.partition(":")[2] not in ended.stderr

    @pytest.mark.parametrize(
        ("old", "letters", "problem"),
        [
            ("Auskunft Städtenetzwerke", 65, "“profile_name” has 65 letters in German; Telegram takes 64."),
            ("Whom you can ask", 257, "“command_contact” has 257 letters in English; Telegram takes 256."),
        ],
    )
    def test_a_text_too_long_is_named_before_anything_is_sent(
        self, fake: FakeTelegram, content: Path, old: str, letters: int, problem: str
    ) -> None:
        change(content, f'"{old}"', f'"{"x" * letters}"')
        said = trouble(fake, BOT_CONTENT=str(content))
        assert said.endswith(f"  intents/phrases.yaml: {problem} Shorten it by 1.")
        assert fake.calls == []


class TestWanted:
    def test_menus_by_audience(self, knowledge: Knowledge) -> None:
        lists = [entry for entry in profile_of(knowledge) if isinstance(entry, CommandsEntry)]
        menus = {entry.audience: " ".join(name for name, _ in entry.commands) for entry in lists}
        assert menus == IN_THE_MENUS

    def test_names_and_number_of_commands_are_as_telegram_wants_them(self) -> None:
        assert max(len(names) for names in COMMANDS.values()) <= 100
        assert [
            name for names in COMMANDS.values() for name in names if not re.fullmatch("[a-z0-9_]{1,32}", name)
        ] == []

    def test_other_languages_see_english_and_each_language_its_own(self, knowledge: Knowledge) -> None:
        names = [entry for entry in profile_of(knowledge) if isinstance(entry, TextEntry) and entry.field == "name"]
        assert [entry.language for entry in names] == ["", *LANGUAGES]
        assert [entry.text for entry in names] == [
            knowledge.phrases["profile_name"].in_language(language) for language in ("en", "de", "en")
        ]
