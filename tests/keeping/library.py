"""A second base, about a town library: what a newcomer made of the template."""

import shutil
from pathlib import Path

from bot.keeping.founding import create_base
from tests.conftest import PROJECT

LIBRARY = PROJECT / "tests/content/library_base"
"""What differs from the template: own knowledge and own kinds of questions; phrases, words and smalltalk are kept."""


def make_library(folder: Path) -> Path:
    """Write the library's base into a new folder."""
    create_base(folder, "Lindenau")
    for replaced in ("knowledge", "intents/facts", "intents/gaps"):
        shutil.rmtree(folder / replaced)
    shutil.copytree(LIBRARY, folder, dirs_exist_ok=True)
    return folder
