"""What must hold for the content the bot ships with, however much of it there is."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator

import pytest
from rapidfuzz import fuzz, process

from bot.content.check_intents import MIN_EXAMPLES, examples
from bot.content.evidence import numbers
from bot.content.model import LANGUAGES, Fact, Intent, Knowledge
from bot.content.questions import load_questions
from tests.conftest import PROJECT

TOO_SIMILAR = 90
"""A test question that shares nine tenths of its letters with an example tests nothing but memory."""


@pytest.fixture(scope="module")
def facts(real_knowledge: Knowledge) -> dict[str, Fact]:
    facts = real_knowledge.facts()
    assert facts, "there are no facts"
    return facts


@pytest.fixture(scope="module")
def intents(real_knowledge: Knowledge) -> dict[str, Intent]:
    assert real_knowledge.intents, "there are no intents"
    return real_knowledge.intents


@pytest.fixture(scope="module")
def repeated(real_knowledge: Knowledge) -> list[str]:
    """Where a test question repeats an example; places alone, for no one who writes examples should read questions."""
    questions = [
        question for path in (PROJECT / "tests/questions").rglob("*.yaml") for question in load_questions(path)
    ]
    asked = [(question.place, _letters(text)) for question in questions for text in question.ask]
    known = [(place, _letters(text)) for text, place in real_knowledge.example_places.items()]
    assert asked, "there are no test questions"
    assert known, "there are no examples"
    scores = process.cdist([text for _, text in asked], [text for _, text in known], scorer=fuzz.ratio)
    return [
        f"{place} repeats {known[row.argmax()][0]}"
        for (place, _), row in zip(asked, scores, strict=True)
        if row.max() >= TOO_SIMILAR
    ]


def test_every_quote_stands_in_its_document(facts: dict[str, Fact], real_knowledge: Knowledge) -> None:
    folder = PROJECT / "knowledge"
    documents = real_knowledge.documents.items()
    texts = {key: _on_one_line((folder / document.file).read_text(encoding="utf-8")) for key, document in documents}
    quotes = [quote for fact in facts.values() for quote in fact.quotes]
    assert quotes
    assert [quote.text for quote in quotes if _on_one_line(quote.text) not in texts[quote.document]] == []


def test_every_document_is_quoted(facts: dict[str, Fact], real_knowledge: Knowledge) -> None:
    assert {quote.document for fact in facts.values() for quote in fact.quotes} == real_knowledge.documents.keys()


def test_every_fact_speaks_both_languages(facts: dict[str, Fact]) -> None:
    assert [name for name, fact in facts.items() if not (fact.de.strip() and fact.en.strip())] == []
    assert [name for name, fact in facts.items() if fact.de == fact.en] == []


def test_every_phrase_speaks_both_languages(real_knowledge: Knowledge) -> None:
    phrases = real_knowledge.phrases
    assert phrases
    assert [name for name, phrase in phrases.items() if not (phrase.de.strip() and phrase.en.strip())] == []


def test_both_languages_give_the_same_numbers(facts: dict[str, Fact]) -> None:
    assert any(numbers(fact.de) for fact in facts.values())
    assert [name for name, fact in facts.items() if set(numbers(fact.de)) != set(numbers(fact.en))] == []


def test_every_fact_is_answered_by_an_intent(facts: dict[str, Fact], intents: dict[str, Intent]) -> None:
    reached = {name for name, intent in intents.items() if intent.kind == "fact"}
    assert [name for name, fact in facts.items() if not reached & set(fact.answers)] == []


def test_every_intent_of_kind_fact_has_a_fact(facts: dict[str, Fact], intents: dict[str, Intent]) -> None:
    answered = {name for fact in facts.values() for name in fact.answers}
    assert [name for name, intent in intents.items() if intent.kind == "fact" and name not in answered] == []


def test_every_gap_says_what_is_wanted(intents: dict[str, Intent]) -> None:
    gaps = [intent for intent in intents.values() if intent.kind == "gap"]
    assert gaps
    assert [gap.id for gap in gaps if gap.wanted is None] == []


def test_every_intent_has_examples_enough(intents: dict[str, Intent]) -> None:
    assert MIN_EXAMPLES == 12
    counts = {
        (name, language): len(examples(intent, language)) for name, intent in intents.items() for language in LANGUAGES
    }
    assert {place: count for place, count in counts.items() if count < MIN_EXAMPLES} == {}


def test_no_example_stands_twice(intents: dict[str, Intent]) -> None:
    counts = Counter(" ".join(re.findall(r"\w+", text.casefold())) or text for text in _all_examples(intents))
    assert {text: count for text, count in counts.items() if count > 1} == {}


def test_every_example_has_its_place(intents: dict[str, Intent], real_knowledge: Knowledge) -> None:
    assert real_knowledge.example_places.keys() == set(_all_examples(intents))


def test_no_question_is_an_example(repeated: list[str]) -> None:
    """Questions that repeat examples prove nothing."""
    assert repeated == []


def _all_examples(intents: dict[str, Intent]) -> Iterator[str]:
    for intent in intents.values():
        for language in LANGUAGES:
            yield from examples(intent, language)


def _on_one_line(text: str) -> str:
    return " ".join(text.split())


def _letters(text: str) -> str:
    """Lower case, without punctuation, umlauts written as two letters, other accents gone."""
    folded = re.sub("[äöü]", lambda umlaut: {"ä": "ae", "ö": "oe", "ü": "ue"}[umlaut[0]], text.casefold())
    bare = "".join(letter for letter in unicodedata.normalize("NFKD", folded) if not unicodedata.combining(letter))
    return " ".join(re.findall(r"\w+", bare))
