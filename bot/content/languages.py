"""The languages of the content; apart from its model, so that whoever needs only them loads nothing else."""

from collections.abc import Mapping
from typing import Literal

Language = Literal["de", "en"]
LANGUAGES: tuple[Language, ...] = ("de", "en")
LANGUAGE_NAMES: Mapping[Language, str] = {"de": "Deutsch", "en": "English"}
"""Each in its own language, for whoever does not read the other."""
