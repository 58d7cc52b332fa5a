"""The content as values: what the YAML files hold, checked for shape and frozen."""

from collections.abc import Mapping
from typing import Annotated, Literal

from pydantic import AfterValidator, Field

from bot.content.fields import FILLED, Id, Model, Names, SomeNames, Text
from bot.content.languages import LANGUAGE_NAMES as LANGUAGE_NAMES
from bot.content.languages import LANGUAGES as LANGUAGES
from bot.content.languages import Language as Language
from bot.content.validity import About, Period, States

EntityKind = Literal["topic", "person", "place", "organisation"]
IntentKind = Literal["fact", "gap", "smalltalk", "out_of_scope"]


class Localized(Model):
    """The same text in both languages."""

    de: Text
    en: Text

    def in_language(self, language: Language) -> str:
        return self.de if language == "de" else self.en


class Quote(Model):
    """Words of a document, verbatim (white space apart)."""

    document: Text
    text: Text


class Document(Model):
    """A text the knowledge rests on, and what is known of its origin."""

    file: Text
    title: Text
    language: Language
    origin: Localized
    text: Annotated[str, FILLED] = ""


class Contact(Model):
    """Whom people can ask, with the quote that holds every detail."""

    name: Text
    address: Text
    email: Text
    phone: Text
    quotes: Annotated[tuple[Quote, ...], Field(min_length=1)]


class Fact(Model):
    """One statement about a topic in both languages, with the quotes it rests on and where it applies.

    `includes` lists facts (topic.fact) that this one states as well; `look` says why a person has to look at it.
    """

    answers: SomeNames
    de: Text
    en: Text
    quotes: Annotated[tuple[Quote, ...], Field(min_length=1)]
    about: About = About()
    period: Period | None = None
    states: States = States()
    includes: Names = ()
    look: Text | None = None
    id: Annotated[str, FILLED] = ""
    topic: Annotated[str, FILLED] = ""

    def in_language(self, language: Language) -> str:
        return self.de if language == "de" else self.en


class Topic(Model):
    """What a question can be about, under all its names.

    `aliases` are proper names; `keywords` are ordinary words that hint at the topic when no name is there;
    `not_names` look like a name and are none (Metropole is not Metropolis);
    `in_sentence` is a name that needs no article.
    """

    topic: Text
    order: int = 0
    name: Localized
    in_sentence: Text | None = None
    aliases: Names = ()
    keywords: Names = ()
    not_names: Names = ()
    website: Text | None = None
    facts: Annotated[dict[Id, Fact], Field(min_length=1)]


class Entity(Model):
    """A person, place or organisation that questions name; one without facts is known to be unknown.

    `stays` keeps the words in the sentence when intents are ranked, because they say what is asked (World Council).
    """

    name: Localized
    aliases: Names = ()
    given_names: Names = ()
    titles: Names = ()
    not_names: Names = ()
    stays: bool = False
    kind: Annotated[EntityKind, FILLED] = "organisation"
    id: Annotated[str, FILLED] = ""


class Examples(Model):
    """Example questions of an intent, by language."""

    de: tuple[Text, ...] = ()
    en: tuple[Text, ...] = ()

    @property
    def all(self) -> tuple[str, ...]:
        """Those of both languages, German first."""
        return (*self.de, *self.en)


class Intent(Model):
    """What a question wants to know, with examples; for gaps and smalltalk also what the bot says.

    `topic` is meant when a question names none; `nearby` lists intents whose facts help where this one has none;
    `part_of` is the intent that two such intents together ask for (phone and e-mail: contact); `alone` is the kind of
    name that means this intent when a message holds nothing else; `own_subject` says that it is asked of its own topic,
    whatever was spoken of before; `with_contact` ends smalltalk with the contact.
    """

    kind: IntentKind
    about: Text
    topic: Text | None = None
    question: Localized | None = None
    wanted: Localized | None = None
    reply: Localized | None = None
    nearby: Names = ()
    part_of: Text | None = None
    alone: EntityKind | None = None
    own_subject: bool = False
    with_contact: bool = False
    examples: Examples
    id: Annotated[str, FILLED] = ""


def _both_languages(lists: Mapping[Language, tuple[str, ...]]) -> Mapping[Language, tuple[str, ...]]:
    if missing := [language for language in LANGUAGES if language not in lists]:
        raise ValueError(f"“{missing[0]}” is missing")
    return lists


WordLists = Annotated[
    Mapping[Language, tuple[Text, ...]],
    AfterValidator(_both_languages),
    Field(json_schema_extra={"required": [*LANGUAGES]}),
]


class Words(Model):
    """Words with a task of their own, by language.

    `filler` explains itself; `check_openers` and `check_tags` mark questions that want a yes or no;
    `now` asks for today; `question_words` ask for a value, `requests` without a question mark; `references` point back
    to what was said before, `pronouns` to the very network or person, `person_pronouns` to a person; `ellipsis` stands
    beside a name that follows up; `corrections` take back what was said; the `asks_...` lists tell what kind of value
    is wanted (`asks_until` the end of a time), `relative_times` (last year) ask for none; `all_of_them` asks of every
    network; `somebody_else` tells that another person is meant than the one named next, `besides` another of anything,
    `succession` whoever came next, `oneself` the asker; `comparisons` and `negations` leave a claim open;
    `place_prepositions` and `titles` stand before names.
    """

    filler: WordLists
    check_openers: WordLists
    check_tags: WordLists
    question_words: WordLists
    now: WordLists
    references: WordLists
    pronouns: WordLists
    asks_until: WordLists
    asks_when: WordLists
    asks_how_long: WordLists
    asks_how_many: WordLists
    asks_how_often: WordLists
    asks_by_name: WordLists
    relative_times: WordLists
    corrections: WordLists
    ellipsis: WordLists
    requests: WordLists
    all_of_them: WordLists
    somebody_else: WordLists
    besides: WordLists
    oneself: WordLists
    succession: WordLists
    person_pronouns: WordLists
    comparisons: WordLists
    negations: WordLists
    place_prepositions: WordLists
    titles: WordLists


class Knowledge(Model):
    """All content, checked: every reference resolves, every quote stands in its document.

    `example_places` tells for each example in which file and line it stands; `version` changes with every file;
    `withheld` holds the facts by their full id that the bot must not answer with, `marked` a line for each with a mark.
    """

    documents: dict[str, Document]
    contacts: dict[str, Contact]
    default_contact: str
    topics: dict[str, Topic]
    entities: dict[str, Entity]
    intents: dict[str, Intent]
    phrases: dict[str, Localized]
    words: Words
    example_places: dict[str, str]
    version: str
    withheld: dict[str, Fact]
    marked: tuple[str, ...]

    @property
    def contact(self) -> Contact:
        return self.contacts[self.default_contact]

    def facts(self) -> dict[str, Fact]:
        """Every fact by its full id, topic.fact."""
        return {fact.id: fact for topic in self.topics.values() for fact in topic.facts.values()}

    def topic_name(self, topic: str, language: Language) -> str:
        """The topic's name as it stands in a sentence, without an article."""
        entry = self.topics[topic]
        return entry.in_sentence or entry.name.in_language(language)

    def suggested_questions(self, intent: str, topic: str) -> tuple[str, ...]:
        """An intent put as a question about a topic, in each language, if it can be put so."""
        question = self.intents[intent].question
        if question is None:
            return ()
        return tuple(
            question.in_language(language).format(topic=self.topic_name(topic, language)) for language in LANGUAGES
        )

    def intent_of_lone(self, kind: str) -> Intent | None:
        """The intent that a message means which holds nothing but a name of this kind."""
        return next((intent for intent in self.intents.values() if intent.alone == kind), None)

    def ordered_topics(self) -> list[str]:
        """The topics in the order in which people are shown them."""
        return sorted(self.topics, key=lambda key: self.topics[key].order)

    def website_of(self, topic: str) -> Fact | None:
        """The fact that holds the topic's website, if the documents give one."""
        entry = self.topics[topic]
        return entry.facts[entry.website] if entry.website else None
