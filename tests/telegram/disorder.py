"""Updates that come twice, in another order and once more after they were answered, polled or delivered."""

import time
from concurrent.futures import ThreadPoolExecutor

from tests.telegram.fake_api import FakeTelegram
from tests.telegram.fake_rules import Json
from tests.telegram.fake_webhook import DELIVERY_SECONDS, Deliveries

MOST_EARLIER = 50
"""How many updates of before come along with new ones."""


class DisorderlyTelegram(FakeTelegram):
    """Gives a batch backwards and then forwards, with some that were acknowledged long ago in between."""

    def __init__(self) -> None:
        super().__init__()
        self._given: dict[int, Json] = {}

    def _get_updates(self, parameters: Json) -> list[Json]:
        new = super()._get_updates(parameters)
        if not new:
            return []
        earlier = list(self._given.values())[-MOST_EARLIER:]
        self._given |= {update["update_id"]: update for update in new}
        return [*reversed(new), *earlier, *new]


class RepeatedDeliveries(Deliveries):
    """Brings every update twice at the same time, and once more when it was taken."""

    def _is_taken(self, update: Json) -> bool:
        with ThreadPoolExecutor(2) as both:
            at_once = list(both.map(super()._is_taken, [update, update]))
        return super()._is_taken(update) or any(at_once)

    def wait_until_done(self) -> None:
        """Wait until every update was taken and nothing is on its way any more."""
        self.fake.wait_until_acknowledged(DELIVERY_SECONDS)
        deadline = time.monotonic() + DELIVERY_SECONDS
        while self._busy:
            assert time.monotonic() < deadline, "deliveries do not end"
            time.sleep(0.01)
