"""Counts which facts people take from inline mode, and nothing of the people."""

import logging

_LOG = logging.getLogger(__name__)


class LoggedChoices:
    """A log line for each choice, for operators who want to know which facts are wanted."""

    def chosen(self, fact: str) -> None:
        """Note that somebody put a fact (topic.fact) into a chat."""
        _LOG.info("Chosen in inline mode: %s", fact)
