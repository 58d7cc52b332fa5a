"""What stands in the documents: quotes word for word, and numbers, links and addresses taken from them."""

import re
from collections.abc import Iterable, Iterator, Mapping

from bot.content.links import LINK, links
from bot.content.model import Document, Quote
from bot.content.occurrences import stands_in
from bot.content.parts import Place, check_ids
from bot.content.passages import nearest_passage
from bot.errors import Problem

_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
_GROUPING = re.compile(r"[.,](?=\d{3}(?!\d))")


def numbers(text: str) -> list[str]:
    """Numbers, written alike: 4.600 in a German text and 4,600 in an English one are both 4600."""
    return [_GROUPING.sub("", number).replace(",", ".") for number in _NUMBER.findall(text)]


def cited(text: str) -> list[str]:
    """Links, addresses and the numbers beside them, each once."""
    return list(dict.fromkeys([*links(text), *numbers(LINK.sub(" ", text))]))


def check_cited(place: Place, text: str, quotes: Iterable[Quote], whose: str = "fact") -> Iterator[Problem]:
    """Numbers, links and addresses in a reply must stand in the quotes it rests on."""
    evidence = " ".join(quote.text for quote in quotes)
    proven = {*numbers(evidence), *(link for link in links(text) if _stands_apart(link, evidence))}
    for missing in (item for item in cited(text) if item not in proven):
        yield place.problem(f"“{missing}” stands in none of the {whose}'s quotes.", "Quote the passage that says it.")


def check_words(place: Place, text: str, quotes: Iterable[Quote]) -> Iterator[Problem]:
    """A contact's details must stand in its quotes word by word; line breaks and commas may differ."""
    evidence = " ".join(_words(" ".join(quote.text for quote in quotes)))
    if f" {' '.join(_words(text))} " not in f" {evidence} ":
        yield place.problem(f"“{text}” stands in none of the contact's quotes.", "Quote the passage that says it.")


def check_quotes(place: Place, quotes: Iterable[Quote], documents: Mapping[str, Document] | None) -> Iterator[Problem]:
    """A quote must stand in its document, white space apart."""
    if documents is None:
        return
    for index, quote in enumerate(quotes):
        document = documents.get(quote.document)
        if document is None:
            yield from check_ids(place / index / "document", [quote.document], documents, "document")
        elif document.text and not stands_in(quote.text, document.text):
            what = f"these words do not stand in the document “{quote.document}”."
            yield (place / index / "text").problem(what, nearest_passage(quote.text, document.text))


def _stands_apart(link: str, text: str) -> bool:
    return re.search(rf"(?<!\w){re.escape(link)}(?!\w)", text) is not None


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", text)


def _plain(text: str) -> str:
    return " ".join(text.split())
