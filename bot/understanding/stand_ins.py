"""The names that the ranker sees in place of those in a question."""

from collections.abc import Iterable, Iterator, Mapping

from bot.content.model import Knowledge
from bot.understanding.mentions import NUMBER_STAND_IN, YEAR_STAND_IN
from bot.understanding.names import Name
from bot.understanding.text import fold, written_words

PLAIN_STAND_INS: Mapping[str, str] = {"person": "Schmidt", "place": "Hamburg", "organisation": "Verein"}
"""What the ranker sees in place of names of a kind of which the content itself knows none."""

_Names = Mapping[tuple[str, ...], Name]
"""Names by their folded words."""


def stand_ins(knowledge: Knowledge, names: _Names) -> Mapping[str, str]:
    """What the ranker sees for each topic and entity, and for any other name of a kind: the first one of that kind."""
    topics = _of_topics(knowledge, names)
    entities = {key: entity.name.de for key, entity in knowledge.entities.items()}
    firsts: dict[str, str] = {entity.kind: entity.name.de for entity in reversed(knowledge.entities.values())}
    stays = {key: name for key, name in entities.items() if knowledge.entities[key].stays}
    numbers = {"year": YEAR_STAND_IN, "number": NUMBER_STAND_IN}
    return {"topic": next(iter(topics.values())), **PLAIN_STAND_INS, **firsts, **numbers, **stays, **topics}


def _of_topics(knowledge: Knowledge, names: _Names) -> Mapping[str, str]:
    """A topic's own name; for one that no example names, that of the topic which the examples name most.

    So the ranker learns nothing of the networks beyond those that examples ask for, however many there are.
    """
    own = {key: topic.in_sentence or topic.name.de for key, topic in knowledge.topics.items()}
    known = {words: name for words, name in names.items() if name.kind == "topic" and not name.hint}
    counts = {name.id: 0 for name in known.values()}
    unnamed = set(counts)
    for key in _named(knowledge, known):
        counts[key] += 1
        unnamed.discard(key)
        if not unnamed:
            return own
    usual = max(counts, key=counts.__getitem__, default="")
    return {key: own[usual] if key in unnamed and counts[usual] else name for key, name in own.items()}


def _named(knowledge: Knowledge, names: _Names) -> Iterator[str]:
    """The topics that the examples name, as often as they do."""
    sizes = _sizes_by_first_word(names)
    for intent in knowledge.intents.values():
        for example in intent.examples.all:
            found = [fold(word) for word in written_words([example])]
            for start, word in enumerate(found):
                whole = (names.get(tuple(found[start : start + size])) for size in sizes.get(word, ()))
                yield from (name.id for name in whole if name)


def _sizes_by_first_word(names: Iterable[tuple[str, ...]]) -> Mapping[str, set[int]]:
    sizes: dict[str, set[int]] = {}
    for words in names:
        sizes.setdefault(words[0], set()).add(len(words))
    return sizes
