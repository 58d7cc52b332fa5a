"""Takes what every base shares from the project's own content into the template of `python -m bot new`.

Run `python -m tests.keeping.renew_template` after a change to intents/phrases.yaml or intents/words.yaml.
"""

import re
from pathlib import Path

from tests.conftest import PROJECT

TEMPLATE = PROJECT / "bot/keeping/template"
OWN = frozenset(
    (
        *("welcome", "help", "out_of_scope", "which_topic", "about", "group_introduction", "group_how_to_ask"),
        *("profile_name", "profile_description", "profile_short"),
    )
)
"""Phrases that speak of what a base is about; the template words them for itself."""
_ENTRY = re.compile(r"^(\w+):.*\n(?:[ #].*\n|\n)*", re.MULTILINE)


def entries(path: Path) -> dict[str, str]:
    """The lines of each phrase by its name."""
    return {hit[1]: hit[0] for hit in _ENTRY.finditer(path.read_text(encoding="utf-8"))}


def _without_modeline(path: Path) -> str:
    """A new base has no schemas beside it; `python -m bot schema --modelines` adds the line."""
    return re.sub(r"\A# yaml-language-server:.*\n", "", path.read_text(encoding="utf-8"))


def renewed() -> dict[Path, str]:
    """What the shared files of the template should hold."""
    shared, own = (entries(folder / "intents/phrases.yaml") for folder in (PROJECT, TEMPLATE))
    phrases = [own[name] if name in OWN else lines for name, lines in shared.items()]
    head = (
        "# The bot's own sentences, by situation. They hold no facts: numbers and links come from knowledge/ alone.\n"
    )
    return {
        TEMPLATE / "intents/phrases.yaml": head + "".join(phrases),
        TEMPLATE / "intents/words.yaml": _without_modeline(PROJECT / "intents/words.yaml"),
    }


if __name__ == "__main__":
    for path, text in renewed().items():
        path.write_text(text, encoding="utf-8")
