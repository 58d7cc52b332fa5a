"""What breaks around two replicas that share a Valkey server, behind a proxy that hands deliveries to them in turn."""

import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

from tests.benchmarks.asking import PEOPLE, WAIT_SECONDS, answers_so_far, ask_all, count_answers
from tests.telegram.disorder import RepeatedDeliveries
from tests.telegram.fake_api import FakeTelegram
from tests.telegram.replicas import NAMES, Replicas, running_replicas

Break = Callable[[Replicas], None]


def _after(count: int, running: Replicas) -> None:
    running.fake.wait_for(lambda call: call.method == "sendMessage" and not call.error, count, timeout=WAIT_SECONDS)


def _kill_after(count: int) -> Break:
    def kill(running: Replicas) -> None:
        _after(count, running)
        running.bots[NAMES[0]].kill()

    return kill


def _stop(running: Replicas) -> None:
    _after(50, running)
    running.bots[NAMES[0]].stop()


def _lose_storage(running: Replicas) -> None:
    _after(50, running)
    running.valkey.kill()


def _lose_storage_for_a_while(running: Replicas) -> None:
    _lose_storage(running)
    _after(100, running)
    running.valkey.start()


def _freeze_storage(running: Replicas) -> None:
    _after(50, running)
    running.valkey.freeze()


FAULTS: dict[str, Break] = {
    "none": lambda _: None,
    "one killed after 1 answer": _kill_after(1),
    "one killed after 100 answers": _kill_after(100),
    "one stopped after 50 answers": _stop,
    "storage killed after 50 answers": _lose_storage,
    "storage gone from 50 to 100 answers": _lose_storage_for_a_while,
    "storage frozen after 50 answers": _freeze_storage,
    "flood waits of 20 chats": lambda running: running.fake.fail_next("sendMessage", retry_after=2, times=20),
}


def measure(fault: Break, folder: Path) -> tuple[Counter[int], float]:
    """Answers by person, and seconds."""
    with FakeTelegram() as fake, running_replicas(fake, folder, {}) as running:
        begun = time.monotonic()
        ask_all(fake)
        fault(running)
        return count_answers(fake), time.monotonic() - begun


def measure_repeated(folder: Path) -> tuple[Counter[int], float]:
    """The same where each update comes twice at once, mostly to both replicas, and once more later."""
    with FakeTelegram() as fake, running_replicas(fake, folder, {}, RepeatedDeliveries) as running:
        begun = time.monotonic()
        ask_all(fake)
        counts, seconds = count_answers(fake), time.monotonic() - begun
        assert isinstance(running.deliveries, RepeatedDeliveries)
        if len(counts) == len(PEOPLE):
            running.deliveries.wait_until_done()
        return answers_so_far(fake), seconds
