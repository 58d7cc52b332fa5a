"""What is counted of a bot at work, where nobody reads the figures."""

from typing import Protocol


class Figures(Protocol):
    """Takes note of what happens."""

    def answers_from(self, content_version: str) -> None:
        """Note which content answers from now on."""

    def received(self, kind: str) -> None:
        """Count an update."""

    def replied(self, outcome: str, language: str, surface: str) -> None:
        """Count a reply."""

    def answered(self, surface: str, seconds: float) -> None:
        """Note how long an answer took."""

    def called(self, method: str, status: int | None) -> None:
        """Count a call of Telegram by its HTTP status; None is a call without an answer."""

    def text(self) -> str:
        """Everything counted so far, in Prometheus' text format."""


class NoFigures:
    """Counts nothing: a bot that listens nowhere tells its figures to nobody."""

    def answers_from(self, content_version: str) -> None:
        """Nothing to note."""

    def received(self, kind: str) -> None:
        """Nothing to count."""

    def replied(self, outcome: str, language: str, surface: str) -> None:
        """Nothing to count."""

    def answered(self, surface: str, seconds: float) -> None:
        """Nothing to note."""

    def called(self, method: str, status: int | None) -> None:
        """Nothing to count."""

    def text(self) -> str:
        """Nothing."""
        return ""
