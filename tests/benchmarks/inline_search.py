"""Measure the search of inline mode: `python -m tests.benchmarks.inline_search [--facts 5000] [--queries 300]`.

The table gives, for the content as it is and for a generated one, the milliseconds of one keystroke by the letters
typed so far: the median and the slowest of a hundred. Queries are beginnings of facts' questions, keywords in any
order, and both with one typing mistake; all come from a fixed seed. The generated content repeats the topics with
invented words in the place of every third word, so its vocabulary is larger than that of real content of its size.
"""

import argparse
import random
import statistics
import string
import time
from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path

from bot.content.loader import load_knowledge
from bot.content.model import Fact, Knowledge, Topic
from bot.content.searchable import heading
from bot.understanding.search import SearchIndex
from bot.understanding.text import words

PROJECT = Path(__file__).resolve().parents[2]
SEED = 20
LENGTHS = ((2, 3), (4, 6), (7, 12), (13, 24), (25, 48), (49, 256))
"""Letters typed, in groups for the table."""
SYLLABLES = [first + vowel + last for first in "bdfgklmnprst" for vowel in "aeiou" for last in ("", "n", "r", "s")]
EVERY = 3
"""One word in so many is replaced in generated content."""
COLUMNS = f"{'facts':>6}  {'letters':>8}  {'queries':>7}  {'median ms':>9}  {'p99 ms':>7}"


def enlarged(knowledge: Knowledge, facts: int, chance: random.Random) -> Knowledge:
    """Knowledge of about so many facts: the topics again and again, under invented names and with invented words."""
    copies = range(1, -(-facts // len(knowledge.facts())))
    more = (_retold(topic, f"{topic.topic}{copy}", chance) for copy in copies for topic in knowledge.topics.values())
    return knowledge.model_copy(update={"topics": knowledge.topics | {topic.topic: topic for topic in more}})


def _retold(topic: Topic, name: str, chance: random.Random) -> Topic:
    own = _invented(chance).title()
    facts = {key: _told_anew(fact, name, chance) for key, fact in topic.facts.items()}
    called = topic.name.model_copy(update={"de": own, "en": own})
    told = {"topic": name, "name": called, "in_sentence": own, "aliases": (own,), "keywords": (), "facts": facts}
    return topic.model_copy(update=told)


def _told_anew(fact: Fact, topic: str, chance: random.Random) -> Fact:
    told = {"topic": topic, "id": f"{topic}.{fact.id.partition('.')[2]}"}
    return fact.model_copy(update={**told, "de": _replaced(fact.de, chance), "en": _replaced(fact.en, chance)})


def _replaced(text: str, chance: random.Random) -> str:
    return " ".join(_invented(chance) if chance.randrange(EVERY) == 0 else word for word in text.split())


def _invented(chance: random.Random) -> str:
    return "".join(chance.choices(SYLLABLES, k=chance.randint(2, 4)))


def queries(knowledge: Knowledge, index: SearchIndex, number: int, chance: random.Random) -> Iterator[str]:
    """What stands in the field after each keystroke of so many texts."""
    entries = [*index.overview("de"), *index.overview("en")]
    for turn in range(number):
        entry = chance.choice(entries)
        text = heading(entry, knowledge)
        if turn % 2:
            said = [word.text for word in words(f"{text} {entry.fact.in_language(entry.language)}")]
            text = " ".join(chance.sample(said, min(len(said), chance.randint(2, 8))))
        text = with_mistake(text, chance) if turn % 3 == 0 else text
        yield from (text[:length] for length in range(2, min(len(text), 256) + 1))


def with_mistake(text: str, chance: random.Random) -> str:
    """The text with one letter replaced or left out."""
    place = chance.randrange(len(text))
    return text[:place] + chance.choice(["", chance.choice(string.ascii_lowercase)]) + text[place + 1 :]


def milliseconds(index: SearchIndex, typed: Sequence[str]) -> dict[tuple[int, int], list[float]]:
    """The time of each query, grouped by its letters."""
    taken: dict[tuple[int, int], list[float]] = defaultdict(list)
    for query in typed:
        begun = time.perf_counter()
        index.search(query, "de")
        spent = 1000 * (time.perf_counter() - begun)
        taken[next(group for group in LENGTHS if group[0] <= len(query) <= group[1])].append(spent)
    return taken


def report(knowledge: Knowledge, number: int) -> Iterator[str]:
    """The lines of the table for a content."""
    begun = time.perf_counter()
    index = SearchIndex(knowledge)
    built = time.perf_counter() - begun
    typed = list(queries(knowledge, index, number, random.Random(SEED)))
    taken = milliseconds(index, typed)
    facts = len(knowledge.facts())
    for group, spent in sorted([*taken.items(), ((2, 256), [one for some in taken.values() for one in some])]):
        letters = f"{group[0]}-{group[1]}"
        slowest = statistics.quantiles(spent, n=100)[-1]
        yield f"{facts:>6}  {letters:>8}  {len(spent):>7}  {statistics.median(spent):>9.2f}  {slowest:>7.2f}"
    yield f"{facts:>6}  index built in {built:.1f} s"


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description="Measure the search of inline mode.")
    parser.add_argument("--facts", type=int, default=5000, help="facts of the generated content")
    parser.add_argument("--queries", type=int, default=300, help="texts that are typed letter by letter")
    options = parser.parse_args()
    knowledge = load_knowledge(PROJECT)
    print(COLUMNS)
    print(*report(knowledge, options.queries), sep="\n")
    print(*report(enlarged(knowledge, options.facts, random.Random(SEED)), options.queries), sep="\n")


if __name__ == "__main__":
    main()
