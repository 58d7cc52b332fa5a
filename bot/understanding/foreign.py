"""Notices questions in languages other than German and English, which partner cities ask."""

import unicodedata
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from bot.understanding.kept_model import kept_model

_PACKAGE = "py3langid"
_LATIN_LANGUAGES = ("de", "en", "fr", "es", "pl", "tr", "it", "nl", "pt")
"""Told apart by the library; other scripts tell themselves."""
_OWN = ("de", "en")
SURE = 0.9
"""Probability from which a text counts as foreign."""
MOST_KNOWN = 0.5
"""A text of which the examples know a larger share of the words is German or English, however it is spelt."""
_SAMPLES = ("Seit wann ist das so?", "whos mayor of brelin", "¿Desde cuándo es miembro?", "Od kiedy należy Łódź?", "?")
_models: list[Any] = []
"""The model once it is kept; the same for every content."""
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


def keep_model_in(folder: Path) -> None:
    """Keep the language model in a cache folder, where most of it stays, and have it ready; it needs the library."""
    if find_spec(_PACKAGE) is not None:
        _models.append(kept_model(folder, "language", _PACKAGE, _load, _sample))


@cache
def _identifier() -> Any:
    """The language model, kept or read when the first text needs it."""
    return _models[-1] if _models else _load()


def _sample(model: Any) -> list[str]:
    return [str(model.classify(text)) for text in _SAMPLES]


def _load() -> Any:
    """The library's model, and of it only the languages told apart here.

    Its own choice of languages keeps the numbers of all 142 in memory: 27 MB.
    """
    from py3langid.langid import (  # type: ignore[import-untyped, unused-ignore]
        MODEL_DIR,
        MODEL_FILE,
        LanguageIdentifier,
    )
    from py3langid.modelio import load_model  # type: ignore[import-untyped, unused-ignore]

    weights, priors, languages, moves, rows, output = load_model(MODEL_DIR / MODEL_FILE)
    chosen = [place for place, language in enumerate(languages) if language in _LATIN_LANGUAGES]
    names = [languages[place] for place in chosen]
    return LanguageIdentifier(weights[:, chosen], priors[chosen], names, moves, output, norm_probs=True, tk_row=rows)
