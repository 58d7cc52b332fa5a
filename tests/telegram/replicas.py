"""Two bots for one token behind a proxy, which share a Valkey server: the stage of compose.yaml on loopback."""

from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.storage.valkey_server import ValkeyServer
from tests.telegram.bot_process import START_SECONDS, BotProcess
from tests.telegram.fake_api import FakeTelegram
from tests.telegram.fake_webhook import Deliveries, free_port
from tests.telegram.round_robin import RoundRobin

WEBHOOK = "https://bot.example.org/from-telegram"
NAMES = ("one", "other")


@dataclass(frozen=True)
class Replicas:
    """What runs: the bots by name, what they share, and the way of deliveries to them."""

    fake: FakeTelegram
    bots: dict[str, BotProcess]
    valkey: ValkeyServer
    proxy: RoundRobin
    deliveries: Deliveries


@contextmanager
def running_replicas(
    fake: FakeTelegram, folder: Path, environment: Mapping[str, str], deliveries: type[Deliveries] = Deliveries
) -> Iterator[Replicas]:
    """Start everything, and give it once both bots take deliveries."""
    ports = _two_ports()
    with ExitStack() as stack:
        valkey = stack.enter_context(ValkeyServer(folder))
        shared = {"BOT_STORE_URL": valkey.url, "BOT_SECRET": "ein gemeinsames Geheimnis", "BOT_WEBHOOK_URL": WEBHOOK}
        bots = {
            name: stack.enter_context(_start(fake, folder / name, port, {**shared, **environment}))
            for name, port in zip(NAMES, ports, strict=True)
        }
        for bot in bots.values():
            bot.wait_for_output("The bot answers as", START_SECONDS)
        proxy = stack.enter_context(RoundRobin(ports))
        yield Replicas(fake, bots, valkey, proxy, stack.enter_context(deliveries(fake, proxy.port)))


def _two_ports() -> tuple[int, int]:
    first = free_port()
    while (second := free_port()) == first:
        continue
    return first, second


def _start(fake: FakeTelegram, folder: Path, port: int, environment: dict[str, str]) -> BotProcess:
    folder.mkdir()
    return BotProcess.on(fake, folder, **{"BOT_LISTEN": f"127.0.0.1:{port}", **environment})
