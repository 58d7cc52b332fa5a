"""The source texts."""

from pathlib import Path

from bot.content.hints import did_you_mean
from bot.content.parts import TOPIC_FOLDER, Place
from bot.content.text_file import read_text
from bot.errors import ContentError


def read_document(folder: Path, file: str, place: Place) -> str:
    """The text of a document, which must lie in the folder; the place is where the content names it."""
    try:
        inside = (folder / file).resolve().is_relative_to(folder.resolve())
        found = (folder / file).is_file()
    except (OSError, RuntimeError, ValueError) as error:  # a name too long, links in a circle, a forbidden character
        raise ContentError([place.problem("this cannot be the name of a file.", "Mend it.")]) from error
    if not inside:
        what = f"the document {file} lies outside {TOPIC_FOLDER}/."
        raise ContentError([place.problem(what, f"Copy it to {TOPIC_FOLDER}/documents/.")])
    if not found:
        hint = did_you_mean(file, _texts(folder), f"Put it into {TOPIC_FOLDER}/documents/.")
        raise ContentError([place.problem(f"there is no document {file} in {TOPIC_FOLDER}/.", hint)])
    text = read_text(folder / file, f"{TOPIC_FOLDER}/{file}")
    if not text.strip():
        raise ContentError([place.problem(f"the document {file} is empty.", "Fill it.")])
    return text


def _texts(folder: Path) -> list[str]:
    return [path.relative_to(folder).as_posix() for path in sorted((folder / "documents").rglob("*.txt"))]
