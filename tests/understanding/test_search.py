"""What people at an event desk type, and the facts that they must see at once."""

from collections.abc import Iterator

import pytest

from bot.content.loader import load_knowledge
from bot.content.model import LANGUAGES, Knowledge, Language
from bot.content.searchable import heading
from bot.understanding.search import Found, SearchIndex
from tests.conftest import PROJECT

AT_ONCE = 3
"""Results that a telephone shows without scrolling."""

GERMAN = [
    # beginnings of words
    ("mitgl metr", "metropolis.berlin_member_since"),
    ("metr mitgl", "metropolis.berlin_member_since"),
    ("grün", "metropolis.founded"),
    ("kopräs", "metropolis.mueller_co_president"),
    ("interimsp", "metropolis.mueller_interim_president"),
    ("telef", "town_twinning.phone"),
    ("adr", "town_twinning.address"),
    ("impr", "town_twinning.legal_notice"),
    ("nachf", "uclg.successor"),
    ("vielf", "global_compact.diversity"),
    ("webs metr", "metropolis.website"),
    ("kostenl", "metropolis.use_free"),
    # typing mistakes
    ("Metropls", "metropolis.what"),
    ("Merdopolis", "metropolis.what"),
    ("Auslandsgeselschaft", "town_twinning.focus"),
    ("Auslandsgesellschft Telefon", "town_twinning.phone"),
    ("Schroeter", "uclg.successor"),
    ("Schrötter", "uclg.successor"),
    ("Rotters", "uclg.representative"),
    ("Exekutivkommitee", "uclg.executive_committee"),
    ("Mitgleid Berlin", "metropolis.berlin_member_since"),
    ("gegründte Metropolis", "metropolis.founded"),
    ("Präsidnet Metropolis", "metropolis.mueller_president"),
    ("Globl Compact", "global_compact.what"),
    # umlauts in any spelling
    ("Mueller", "metropolis.mueller_president"),
    ("Muller praesident", "metropolis.mueller_president"),
    ("gegrundet", "metropolis.founded"),
    ("Staedtenetzwerke", "networks.list"),
    # parts of compounds
    ("partnerschaft", "town_twinning.focus"),
    ("Städtepartnerschaftsprojekt", "town_twinning.focus"),
    ("verwaltung selbst", "uclg.aims"),
    ("netzwerke", "networks.list"),
    ("Wohnungsbau", "metropolis.berlin_benefit_topics"),
    ("Mobilität", "metropolis.berlin_benefit_topics"),
    ("Mitgliedsstädte", "metropolis.members"),
    # other words for the same
    ("Beitritt Berlin", "metropolis.berlin_member_since"),
    ("Gründungsjahr", "metropolis.founded"),
    ("Homepage uclg", "uclg.website"),
    ("Lobby", "uclg.interests"),
    # names, years, keywords in any order
    ("uclg", "uclg.what"),
    ("U.C.L.G.", "uclg.what"),
    ("UCLG Abkürzung", "uclg.name"),
    ("1985", "metropolis.founded"),
    ("141", "metropolis.members"),
    ("2013 Roters", "uclg.executive_committee"),
    ("Roters 2013", "uclg.executive_committee"),
    ("Jena", "uclg.successor"),
    ("Weltbank uclg", "uclg.cooperation"),
    ("giz", "metropolis.partners"),
    ("NRW Projekt", "town_twinning.focus"),
    ("Unternehmen Global Compact", "global_compact.participants"),
    ("lernen", "metropolis.learning"),
    ("Rückblick", "metropolis.events_past"),
    ("geplante Veranstaltungen", "metropolis.events_planned"),
    ("Kontakt", "town_twinning.contact"),
    ("E-Mail", "town_twinning.email"),
    ("email auslands", "town_twinning.email"),
]
ENGLISH = [
    ("memb sin berl", "metropolis.berlin_member_since"),
    ("found metr", "metropolis.founded"),
    ("co-pres", "metropolis.mueller_co_president"),
    ("copresident", "metropolis.mueller_co_president"),
    ("interim president", "metropolis.mueller_interim_president"),
    ("phone numb", "town_twinning.phone"),
    ("addres", "town_twinning.address"),
    ("imprint", "town_twinning.legal_notice"),
    ("town twining", "town_twinning.focus"),
    ("succesor roters", "uclg.successor"),
    ("executive comitee", "uclg.executive_committee"),
    ("world council", "uclg.roters_since"),
    ("diversty", "global_compact.diversity"),
    ("world bank partners", "metropolis.partners"),
    ("self-government", "uclg.aims"),
    ("social housing", "metropolis.berlin_benefit_topics"),
    ("free of charge", "metropolis.use_free"),
    ("urban susta exch", "metropolis.use"),
    ("how many members", "metropolis.members"),
    ("founding year", "metropolis.founded"),
    ("joined Berlin", "metropolis.berlin_member_since"),
    ("what is uclg", "uclg.what"),
    ("companies compact", "global_compact.participants"),
    ("joint learning", "metropolis.learning"),
    ("past events", "metropolis.events_past"),
    ("umbrella association", "uclg.what"),
]
NONSENSE = [
    "pizza", "Hamburg", "Wien", "Köln", "Hamburg Mitglied", "Wetter", "Bitcoin", "Bundesliga", "xqzv", "qqqqqqqq",
    "zzz yyy xxx", "Fahrplan", "Kaffee kochen", "x" * 256, "0000", "lorem ipsum dolor", "🍕🍕 pizza",
]  # fmt: skip
SAYS_NOTHING = ["", " ", "\t\n", "?", "😀", "\u200b" * 256, "\x00\x01\x7f", "q", "… – !", "\ud800"]


@pytest.fixture(scope="module")
def knowledge() -> Knowledge:
    return load_knowledge(PROJECT)


@pytest.fixture(scope="module")
def index(knowledge: Knowledge) -> SearchIndex:
    return SearchIndex(knowledge)


def found(index: SearchIndex, query: str, preferred: Language = "de") -> Found:
    """What a query that says something finds."""
    result = index.search(query, preferred)
    assert result is not None, f"{query!r} says nothing"
    return result


def ids(result: Found) -> list[str]:
    return [entry.fact.id for entry in result.entries]


class TestDesk:
    @pytest.mark.parametrize(("query", "fact"), GERMAN)
    def test_german_query_shows_the_fact_at_once(self, index: SearchIndex, query: str, fact: str) -> None:
        result = found(index, query, "de")
        assert fact in ids(result)[:AT_ONCE]
        assert result.entries[0].language == "de"

    @pytest.mark.parametrize(("query", "fact"), ENGLISH)
    def test_english_query_shows_the_fact_at_once(self, index: SearchIndex, query: str, fact: str) -> None:
        result = found(index, query, "en")
        assert fact in ids(result)[:AT_ONCE]
        assert result.entries[0].language == "en"

    @pytest.mark.parametrize("query", NONSENSE)
    def test_nonsense_finds_nothing(self, index: SearchIndex, query: str) -> None:
        assert ids(found(index, query)) == []

    @pytest.mark.parametrize("query", SAYS_NOTHING)
    def test_query_without_words_is_no_search(self, index: SearchIndex, query: str) -> None:
        assert index.search(query, "de") is None


class TestReach:
    @pytest.mark.parametrize("language", LANGUAGES)
    def test_every_fact_is_reached_by_its_question(
        self, index: SearchIndex, knowledge: Knowledge, language: Language
    ) -> None:
        """Facts that share a question stand among the first as many as share it."""
        overview = index.overview(language)
        asked = [heading(entry, knowledge) for entry in overview]
        missed = [
            entry.fact.id
            for entry, question in zip(overview, asked, strict=True)
            if entry not in found(index, question, language).entries[: max(AT_ONCE, asked.count(question))]
        ]
        assert missed == []

    @pytest.mark.parametrize("language", LANGUAGES)
    def test_every_fact_is_reached_by_its_own_words(self, index: SearchIndex, language: Language) -> None:
        missed = [
            entry.fact.id
            for entry in index.overview(language)
            if entry not in found(index, entry.fact.in_language(language), language).entries[:AT_ONCE]
        ]
        assert missed == []

    def test_two_letters_are_enough(self, index: SearchIndex) -> None:
        assert ids(found(index, "uc"))[0].startswith("uclg.")

    def test_every_keystroke_of_a_question_keeps_its_fact(self, index: SearchIndex) -> None:
        lost = [
            typed
            for typed in prefixes("Berlin Mitglied Metropolis", shortest=8)
            if "metropolis.berlin_member_since" not in ids(found(index, typed))
        ]
        assert lost == []


class TestOrder:
    @pytest.mark.parametrize(
        ("query", "first", "second"),
        [
            ("Präsident", "metropolis.mueller_president", "metropolis.mueller_interim_president"),  # exact, inside
            ("Interessen", "uclg.interests", "metropolis.berlin_benefits"),  # exact, inside Interessensvertretung
            ("Städtetag Metropolis Website", "metropolis.website", "uclg.website"),  # more of it explained
            ("uclg Website", "uclg.website", "metropolis.website"),
        ],
    )
    def test_closer_fact_comes_first(self, index: SearchIndex, query: str, first: str, second: str) -> None:
        shown = ids(found(index, query))
        assert shown.index(first) < (shown.index(second) if second in shown else len(shown))

    def test_facts_with_all_words_come_before_facts_with_most(self, index: SearchIndex) -> None:
        result = found(index, "Roters World Council Exekutiv-Komitee")
        assert result.complete
        assert ids(result)[0] == "uclg.representative"

    def test_missing_word_is_no_complete_find(self, index: SearchIndex) -> None:
        assert not found(index, "Website Metropolis Hamburg").complete

    def test_overview_begins_with_what_each_topic_is(self, index: SearchIndex, knowledge: Knowledge) -> None:
        shown = [entry.fact for entry in index.overview("en")]
        assert {fact.topic for fact in shown[: len(knowledge.topics)]} == set(knowledge.topics)
        assert shown[0].topic == knowledge.ordered_topics()[0]
        assert len(shown) == len(knowledge.facts())

    def test_same_query_finds_the_same_in_a_new_index(self, index: SearchIndex, knowledge: Knowledge) -> None:
        again = SearchIndex(knowledge)
        queries = [query for query, _ in (*GERMAN, *ENGLISH)]
        assert [again.search(query, "de") for query in queries] == [index.search(query, "de") for query in queries]


class TestLanguage:
    @pytest.mark.parametrize(
        ("query", "language"),
        [
            ("Mitglied", "de"),
            ("member", "en"),
            ("was ist uclg", "de"),
            ("what is uclg", "en"),
            ("wer vertritt uclg", "de"),
            ("Präsident metropolis", "de"),
            ("president metropolis", "en"),
        ],
    )
    def test_query_decides(self, index: SearchIndex, query: str, language: Language) -> None:
        for preferred in LANGUAGES:
            result = found(index, query, preferred)
            assert result.language == language
            assert {entry.language for entry in result.entries} == {language}

    @pytest.mark.parametrize("query", ["uclg", "Metropolis 1985", "Roters", "me", "Website"])
    @pytest.mark.parametrize("preferred", LANGUAGES)
    def test_neutral_query_shows_both_the_persons_first(
        self, index: SearchIndex, query: str, preferred: Language
    ) -> None:
        result = found(index, query, preferred)
        assert result.language is None
        assert result.entries[0].language == preferred
        assert {entry.language for entry in result.entries} == set(LANGUAGES)


def prefixes(text: str, shortest: int) -> Iterator[str]:
    """What stands in the field after each keystroke."""
    return (text[:length] for length in range(shortest, len(text) + 1))
