"""The guide of docs/content.md, followed to the letter by somebody who has nothing but the project."""

import re
import shlex
from pathlib import Path

import pytest

from tests.conftest import PROJECT, RunBot

GUIDE = PROJECT / "docs/content.md"
_STEP = re.compile(r"(?:`(?P<file>[^`\s]+)`[^`\n]*:\n\n)?```(?P<kind>sh|text|yaml)\n(?P<text>.*?)```", re.DOTALL)


def steps() -> list[re.Match[str]]:
    guide = GUIDE.read_text(encoding="utf-8").partition("## In ten minutes")[2].partition("\n## ")[0]
    return list(_STEP.finditer(guide))


def test_the_guide_works_as_it_stands(tmp_path: Path, run_bot: RunBot, monkeypatch: pytest.MonkeyPatch) -> None:
    """Commands run and files are saved in the order of the page; paths are put below an empty folder."""
    monkeypatch.chdir(tmp_path)
    said: list[str] = []
    for step in steps():
        if step["kind"] == "sh":
            said += [_run(line, tmp_path, run_bot) for line in step["text"].splitlines()]
        else:
            assert step["file"], f"this block has no file name:\n{step['text'][:80]}"
            (tmp_path / step["file"]).write_text(step["text"], encoding="utf-8")
    created, opened, drafted, checked, visit, wallet, scores = said
    assert "stadt-x is ready" in created
    assert opened.startswith("Das Bürgerbüro hat montags bis freitags von 8 bis 16 Uhr geöffnet.")
    assert "The document “fundbuero-stadt-x” is registered." in drafted
    assert "keeping_time.yaml:7:3: only 12 examples" in checked
    assert checked.splitlines()[-1] == "The content is in order, with 2 warnings: 5 facts, 9 intents."
    assert visit.startswith("Das Fundbüro hat dienstags von 9 bis 12 Uhr geöffnet.")
    assert wallet.startswith("The lost property office keeps found items for six months.")
    assert re.search(r"100(?:\.0)? ?%", scores), scores


def _run(line: str, folder: Path, run_bot: RunBot) -> str:
    python, module, bot, *arguments = shlex.split(line)
    assert (python, module, bot) == ("python", "-m", "bot")
    placed = [str(folder / part) if part.startswith(("stadt-x", "fundbuero.txt")) else part for part in arguments]
    done = run_bot(*placed, BOT_CACHE=str(folder / "cache"))
    assert done.returncode == 0, f"{line}\n{done.stdout}{done.stderr}"
    return done.stdout
