"""Facts that a person has to look at, because their document has changed.

A mark (`look`) alone changes nothing for those who ask. A marked fact whose quote is gone as well is withheld: it is
taken out of the knowledge while it is loaded, so that no surface can answer with it.
"""

from collections.abc import Iterator, Mapping

from bot.content.model import Document, Fact, Quote, Topic
from bot.content.occurrences import stands_in
from bot.content.parts import Parts
from bot.errors import Problem


def is_withheld(fact: Fact, documents: Mapping[str, Document] | None) -> bool:
    """Whether the fact is marked and rests on a quote that its document no longer holds."""
    return fact.look is not None and any(is_gone(quote, documents or {}) for quote in fact.quotes)


def is_gone(quote: Quote, documents: Mapping[str, Document]) -> bool:
    """Whether a document that could be read does not hold the words."""
    document = documents.get(quote.document)
    return document is not None and bool(document.text) and not stands_in(quote.text, document.text)


def marked_facts(parts: Parts) -> Iterator[Problem]:
    """A warning for each marked fact; it says whether the bot still answers with it, and what to do."""
    for place, _, topic in parts.topic_places():
        for key, fact in topic.facts.items():
            if fact.look is None:
                continue
            where = place / "facts" / key / "look"
            if is_withheld(fact, parts.documents):
                what = f"the fact “{fact.id}” is withheld until somebody has looked at it: {fact.look}"
                yield where.warning(what, "Correct its texts and its quotes, then delete the line “look”.")
            else:
                what = f"somebody should look at the fact “{fact.id}”: {fact.look}"
                yield where.warning(what, "Where its texts are still right, delete the line “look”.")


def without_withheld(topic: Topic, documents: Mapping[str, Document]) -> Topic:
    """The topic without its withheld facts."""
    facts = {key: fact for key, fact in topic.facts.items() if not is_withheld(fact, documents)}
    website = topic.website if topic.website in facts else None
    return topic.model_copy(update={"facts": facts, "website": website})
