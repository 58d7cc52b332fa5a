"""Notices questions in languages other than German and English, which partner cities ask."""

import unicodedata
from functools import cache
from importlib.util import find_spec
from typing import Any

_PACKAGE = "py3langid"
_LATIN_LANGUAGES = ("de", "en", "fr", "es", "pl", "tr", "it", "nl", "pt")
"""Told apart by the library; other scripts tell themselves."""
_OWN = ("de", "en")
SURE = 0.9
"""Probability from which a text counts as foreign."""
MOST_KNOWN = 0.5
"""A text of which the examples know a larger share of the words is German or English, however it is spelt."""
SHORTEST = 2
"""Fewer words say nothing of their language."""


def is_foreign(text: str, known_share: float) -> bool:
    """Whether a text without its names is in another language; without the library only other scripts are noticed."""
    letters = [letter for letter in text if letter.isalpha()]
    if letters and sum(not _is_latin(letter) for letter in letters) > len(letters) / 2:
        return True
    if known_share > MOST_KNOWN or len(text.split()) < SHORTEST or find_spec(_PACKAGE) is None:
        return False
    language, probability = _identifier().classify(text)
    return language not in _OWN and probability >= SURE


def _is_latin(letter: str) -> bool:
    return unicodedata.name(letter, "").startswith("LATIN")


@cache
def _identifier() -> Any:
    """The language model, read when the first text needs it."""
    from py3langid.langid import MODEL_FILE, LanguageIdentifier  # type: ignore[import-untyped, unused-ignore]

    identifier = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    identifier.set_languages(list(_LATIN_LANGUAGES))
    return identifier
