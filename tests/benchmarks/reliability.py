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
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from tests.benchmarks import replica_faults
from tests.benchmarks.asking import QUESTIONS, WAIT_SECONDS, answers_so_far, ask_all, count_answers
from tests.telegram.bot_process import BotProcess
from tests.telegram.disorder import DisorderlyTelegram, RepeatedDeliveries
from tests.telegram.fake_api import Call, FakeTelegram
from tests.telegram.fake_webhook import Deliveries, free_port

TWICE = "deliveries come twice at once and again"
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
Measured = tuple[Counter[int], float]
"""Answers by person, and seconds."""


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
    (stage.folder / "data").rename(stage.folder / "data before")
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


def measure(
    fault: Fault,
    folder: Path,
    *,
    webhook: bool,
    telegram: type[FakeTelegram] = FakeTelegram,
    deliveries: type[Deliveries] = Deliveries,
) -> Measured:
    """Answers by person, and seconds until everybody had one."""
    port = free_port()
    with telegram() as fake, deliveries(fake, port) as delivering:
        stage = Stage(fake, folder, port, webhook)
        stage.start().wait_for(fake, "setWebhook" if webhook else "getUpdates")
        begun = time.monotonic()
        ask_all(fake)
        fault(stage)
        counts, seconds = count_answers(fake), time.monotonic() - begun
        if len(counts) == QUESTIONS and isinstance(delivering, RepeatedDeliveries):
            delivering.wait_until_done()
        if stage.bot:
            stage.bot.kill()
        return answers_so_far(fake), seconds


def _rows() -> Iterator[tuple[str, str, Callable[[Path], Measured]]]:
    """Each fault with its intake, and the way to measure it in a folder."""
    for name, fault in {**FAULTS, **POLLING_FAULTS}.items():
        yield name, "polling", partial(measure, fault, webhook=False)
    twice = partial(measure, FAULTS["none"], telegram=DisorderlyTelegram, deliveries=RepeatedDeliveries)
    yield "updates come twice and backwards", "polling", partial(twice, webhook=False)
    for name, fault in FAULTS.items():
        yield name, "webhook", partial(measure, fault, webhook=True)
    yield TWICE, "webhook", partial(twice, webhook=True)
    for name, broken in replica_faults.FAULTS.items():
        yield name, "two replicas", partial(replica_faults.measure, broken)
    yield TWICE, "two replicas", replica_faults.measure_repeated


def main() -> None:
    """Print the table as Markdown; ends with 1 if anything was lost."""
    lost_in_all = 0
    print(f"| {' | '.join(COLUMNS)} |\n|{' --- |' * len(COLUMNS)}")
    for name, intake, measured in _rows():
        with tempfile.TemporaryDirectory() as folder:
            counts, seconds = measured(Path(folder))
        lost, doubled = QUESTIONS - len(counts), counts.total() - len(counts)
        print(f"| {name} | {intake} | {QUESTIONS} | {len(counts)} | {lost} | {doubled} | {seconds:.1f} |", flush=True)
        lost_in_all += lost
    sys.exit(1 if lost_in_all else 0)


if __name__ == "__main__":
    main()
