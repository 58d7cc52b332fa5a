"""Web and e-mail addresses in a text."""

import re

_WEB = r"https?://\S*\w/?|www\.[\w.-]*\w"
_WEB_LINK = re.compile(_WEB)
LINK = re.compile(rf"{_WEB}|[\w.+-]+@[\w-]+(?:\.\w+)+")
"""A web or an e-mail address, without the punctuation after it."""


def links(text: str) -> list[str]:
    """Web and e-mail addresses."""
    return LINK.findall(text)


def web_links(text: str) -> list[str]:
    """Web addresses alone."""
    return _WEB_LINK.findall(text)
