"""Writes *** wherever a secret would stand."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import fields, is_dataclass
from typing import Any
from urllib.parse import quote, quote_plus, unquote, urlsplit

from bot.settings import Secret, Settings

MASK = "***"
"""What stands in the place of a secret."""
# Whatever looks like a token or a password in an address is masked as well, wherever it came from.
_ANY_TOKEN = re.compile(r"\d{6,}(?::|%3A)[\w-]{20,}", re.ASCII | re.IGNORECASE)
_ANY_PASSWORD = re.compile(r"(?<=://)[^\s/]*@")


class Mask:
    """Replaces secrets in a text, however an address or a library spells them."""

    def __init__(self, secrets: Iterable[str]) -> None:
        spellings = {spelling for secret in secrets for spelling in _spellings(secret)}
        longest_first = sorted(spellings, key=len, reverse=True)
        # With no secret at all the pattern matches nothing.
        self._known = re.compile("|".join(map(re.escape, longest_first)) or r"(?!)", re.IGNORECASE)

    @classmethod
    def of(cls, settings: Settings) -> "Mask":
        """The mask for every secret among the settings."""
        return cls(_secrets(settings))

    def __call__(self, text: str) -> str:
        """The text without secrets."""
        return _ANY_PASSWORD.sub(f"{MASK}@", _ANY_TOKEN.sub(MASK, self._known.sub(MASK, text)))


def _secrets(value: Any) -> Iterator[str]:
    """Every secret among settings, and among settings within settings."""
    if isinstance(value, Secret):
        yield value.reveal()
    elif is_dataclass(value):
        for field in fields(value):
            yield from _secrets(getattr(value, field.name))


def _spellings(secret: str) -> Iterator[str]:
    for part in _parts(secret):
        yield from (part, quote(part, safe=""), quote_plus(part), repr(part)[1:-1])


def _parts(secret: str) -> Iterator[str]:
    """The secret itself, and what would be enough to use it: the second half of a token, an address's password."""
    yield from filter(None, (secret, secret.partition(":")[2] if _ANY_TOKEN.fullmatch(secret) else ""))
    if "://" in secret:
        password = urlsplit(secret).password or ""
        yield from filter(None, (password, unquote(password)))
