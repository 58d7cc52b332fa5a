"""What a change of the content costs those who ask meanwhile: `python -m tests.benchmarks.live_change`.

The bot runs as a process of its own over a copy of the real content, and one person asks without a pause, first with
nothing else going on, then while changed words are taken over, then while new examples are learnt.

    answers     questions answered in that time
    median      milliseconds from the question to its answer
    slowest 5 % the same for the slowest twentieth
    seconds     from saving the file until the new content was in force
"""

import shutil
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median, quantiles

from tests.telegram.bot_process import PROJECT, BotProcess
from tests.telegram.fake_api import FakeTelegram

QUIET_ANSWERS = 200
QUESTION = "Seit wann ist Berlin bei Metropolis dabei?"
IN_FORCE = "is in force"
CHANGES = {
    "words of a fact": ("knowledge/metropolis.yaml", "Metropolis wurde 1985 gegründet.", "Gründungsjahr war 1985."),
    "an example": ("intents/facts/founded.yaml", "  de:\n    -", '  de:\n    - "Stunde null?"\n    -'),
}


def ask_until(fake: FakeTelegram, person: int, done: Callable[[int], bool]) -> list[float]:
    """Milliseconds of each answer, until the number of answers or the bot's output says that it is enough."""
    times: list[float] = []
    while not done(len(times)):
        begun = time.perf_counter()
        fake.ask(QUESTION, user_id=person)
        times.append(1000 * (time.perf_counter() - begun))
    return times


def main() -> None:
    """Print the table as Markdown."""
    print("| meanwhile | answers | median | slowest 5 % | seconds |\n|" + " --- |" * 5)
    with FakeTelegram() as fake, tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for part in ("knowledge", "intents"):
            shutil.copytree(PROJECT / part, folder / part)
        shutil.copytree(PROJECT / ".cache", folder / "cache")
        with BotProcess.on(fake, folder, BOT_CONTENT=name, BOT_CACHE=str(folder / "cache")) as bot:
            bot.wait_for(fake)
            ask_until(fake, 1, lambda count: count >= 20)
            show("nothing", ask_until(fake, 1, lambda count: count >= QUIET_ANSWERS), 0)
            for number, (what, change) in enumerate(CHANGES.items(), 1):
                begun = time.monotonic()
                save(folder, *change)
                times = ask_until(fake, 1, changed(bot, number))
                show(what, times, time.monotonic() - begun)
            show("nothing again", ask_until(fake, 1, lambda count: count >= QUIET_ANSWERS), 0)


def changed(bot: BotProcess, times: int) -> Callable[[int], bool]:
    """Whether so many changes are in force."""
    return lambda _: bot.output().count(IN_FORCE) >= times


def save(folder: Path, file: str, old: str, new: str) -> None:
    """Change one place of a file."""
    text = (folder / file).read_text(encoding="utf-8")
    assert old in text
    (folder / file).write_text(text.replace(old, new, 1), encoding="utf-8")


def show(what: str, times: list[float], seconds: float) -> None:
    """Print one line."""
    print(
        f"| {what} | {len(times)} | {median(times):.1f} | {quantiles(times, n=20)[-1]:.1f} | {seconds:.0f} |",
        flush=True,
    )


if __name__ == "__main__":
    main()
