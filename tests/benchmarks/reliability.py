"""Break everything around the running bot and count: `python -m tests.benchmarks.reliability`.

Each row is one fault, with the bot as a process of its own and the stand-in for Telegram on loopback:

    sent        questions, each by another person
    answered    people with an answer
    lost        people without one after a minute
    doubled     answers beyond the first of a person
    seconds     from the first question to the last answer
"""

import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from tests.telegram.bot_process import BotProcess
from tests.telegram.fake_api import Call, FakeTelegram
from tests.telegram.fake_webhook import Deliveries, free_port

QUESTIONS = 200
FIRST_PERSON = 30_001
PEOPLE = range(FIRST_PERSON, FIRST_PERSON + QUESTIONS)
WAIT_SECONDS = 60.0
COLUMNS = ("fault", "intake", "sent", "answered", "lost", "doubled", "seconds")


@dataclass
class Stage:
    """A stand-in for Telegram and the bots that talk to it one after the other."""

    fake: FakeTelegram
    folder: Path
    port: int
    webhook: bool
    bot: BotProcess | None = None
    starts: int = 0

    def start(self) -> BotProcess:
        """Start the bot (anew)."""
        self.starts += 1
        home = self.folder / str(self.starts)
        home.mkdir()
        delivered = {"BOT_WEBHOOK_URL": "https://bot.example/hook", "BOT_LISTEN": f"127.0.0.1:{self.port}"}
        more = delivered if self.webhook else {}
        self.bot = BotProcess.on(self.fake, home, BOT_DATA=str(self.folder / "data"), **more)
        return self.bot

    def wait_for_answers(self, count: int) -> None:
        """Wait until so many messages were sent."""
        self.fake.wait_for(_is_answer, count, timeout=WAIT_SECONDS)

    def restart_after(self, count: int) -> None:
        """Kill the bot after so many answers and start it again."""
        assert self.bot
        self.wait_for_answers(count)
        self.bot.kill()
        self.start()


Fault = Callable[[Stage], None]


def _is_answer(call: Call) -> bool:
    return call.method == "sendMessage" and call.error is None


def _flood(stage: Stage) -> None:
    stage.fake.fail_next("sendMessage", retry_after=2, times=20)


def _kill_in_flood(stage: Stage) -> None:
    _flood(stage)
    stage.restart_after(50)


def _stop(stage: Stage) -> None:
    assert stage.bot
    stage.wait_for_answers(50)
    stage.bot.stop()
    stage.start()


def _break_disk(stage: Stage) -> None:
    (stage.folder / "data").write_text("a file where the folder should be")
    _flood(stage)


def _hang(stage: Stage) -> None:
    stage.fake.hang_next("sendMessage", times=3)


FAULTS: dict[str, Fault] = {
    "none": lambda _: None,
    "killed after 1 answer": lambda stage: stage.restart_after(1),
    "killed after 100 answers": lambda stage: stage.restart_after(100),
    "killed during flood waits of 20 chats": _kill_in_flood,
    "stopped after 50 answers": _stop,
    "flood waits of 20 chats": _flood,
    "502 with an HTML page, 20 times": lambda stage: stage.fake.fail_next(
        "sendMessage", 502, "<html>502</html>", times=20
    ),
    "connection dropped, 20 times": lambda stage: stage.fake.drop_next("sendMessage", times=20),
    "answer cut short, 20 times": lambda stage: stage.fake.fail_next("sendMessage", 200, '{"ok":tr', times=20),
    "3 connections hang": _hang,
}
POLLING_FAULTS: dict[str, Fault] = {
    "disk fails during flood waits of 20 chats": _break_disk,
    "another process polls (409), 3 times": lambda stage: stage.fake.fail_next("getUpdates", 409, times=3),
    "getUpdates cut short, 3 times": lambda stage: stage.fake.fail_next("getUpdates", 200, '{"ok":true,"res', times=3),
    "getUpdates fails with 502, 3 times": lambda stage: stage.fake.fail_next("getUpdates", 502, "<html>", times=3),
}


def measure(fault: Fault, folder: Path, *, webhook: bool) -> tuple[int, int, int, float]:
    """People answered, people without an answer, answers too many, and seconds."""
    port = free_port()
    with FakeTelegram() as fake, Deliveries(fake, port):
        stage = Stage(fake, folder, port, webhook)
        stage.start().wait_for(fake, "setWebhook" if webhook else "getUpdates")
        begun = time.monotonic()
        for person in PEOPLE:
            fake.say("Metropolis: Gründungsjahr?", user_id=person)
        fault(stage)
        counts = _count(fake)
        seconds = time.monotonic() - begun
        if stage.bot:
            stage.bot.kill()
    return len(counts), QUESTIONS - len(counts), sum(counts.values()) - len(counts), seconds


def _count(fake: FakeTelegram) -> Counter[int]:
    """Answers by person, once everybody has one or the time is up."""
    deadline = time.monotonic() + WAIT_SECONDS
    while True:
        counts = Counter({person: len([m for m in fake.messages(person) if m["from"]["is_bot"]]) for person in PEOPLE})
        counts = +counts
        if len(counts) == QUESTIONS or time.monotonic() > deadline:
            return counts
        time.sleep(0.1)


def main() -> None:
    """Print the table as Markdown; ends with 1 if anything was lost."""
    lost_in_all = 0
    print(f"| {' | '.join(COLUMNS)} |\n|{' --- |' * len(COLUMNS)}")
    for webhook, faults in ((False, {**FAULTS, **POLLING_FAULTS}), (True, FAULTS)):
        for name, fault in faults.items():
            with tempfile.TemporaryDirectory() as folder:
                answered, lost, doubled, seconds = measure(fault, Path(folder), webhook=webhook)
            intake = "webhook" if webhook else "polling"
            print(f"| {name} | {intake} | {QUESTIONS} | {answered} | {lost} | {doubled} | {seconds:.1f} |", flush=True)
            lost_in_all += lost
    sys.exit(1 if lost_in_all else 0)


if __name__ == "__main__":
    main()
