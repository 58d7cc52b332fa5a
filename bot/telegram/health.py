"""Whether the bot is at work: what it knows about its own contact with Telegram."""

from collections.abc import Callable

FRESH_SECONDS = 300.0
"""So long after a sign of life from Telegram the bot counts as connected; polling brings one every half minute."""


class Health:
    """Remembers the last sign of life from Telegram, and whether the bot is stopping; the clock counts seconds."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._last: float | None = None
        self.stopping = False
        self.loading = False
        """Whether there is nothing to answer from yet; updates wait meanwhile."""

    def heard_from_telegram(self) -> None:
        """Note a successful call or a delivery."""
        self._last = self._clock()

    def is_ready(self) -> bool:
        """Whether questions are likely to be answered now."""
        at_work = not (self.stopping or self.loading)
        return at_work and self._last is not None and self._clock() - self._last <= FRESH_SECONDS

    def metrics(self) -> str:
        """The same as a figure in Prometheus's text format."""
        return f"# TYPE bot_ready gauge\nbot_ready {int(self.is_ready())}\n"
