"""Links that open the bot at a fact or a topic: `https://t.me/BOT?start=f_metropolis-founded_de`."""

from collections.abc import Mapping
from dataclasses import dataclass

from bot.content.model import LANGUAGES, Fact, Knowledge, Language
from bot.dialogue.shorthand import code_of

LONGEST_PAYLOAD = 64
"""Letters of [A-Za-z0-9_-] that Telegram carries behind `start=`."""
_NO_LANGUAGE_AND_BOTH: tuple[Language | None, ...] = (None, *LANGUAGES)


@dataclass(frozen=True, slots=True)
class FactLink:
    """Show a fact; without a language in the person's own."""

    fact: Fact
    language: Language | None


@dataclass(frozen=True, slots=True)
class TopicLink:
    """Show the questions about a topic; without a language in the person's own."""

    topic: str
    language: Language | None


DeepLink = FactLink | TopicLink


def fact_payload(fact: str, language: Language | None = None) -> str:
    """The payload for a fact by its full id, topic.fact; ids too long for a link are put as their code."""
    return _payload("f", fact.replace(".", "-"), language)


def topic_payload(topic: str, language: Language | None = None) -> str:
    """The payload for a topic by its id."""
    return _payload("t", topic, language)


def _payload(kind: str, name: str, language: Language | None) -> str:
    ending = f"_{language}" if language else ""
    payload = f"{kind}_{name}{ending}"
    return payload if len(payload) <= LONGEST_PAYLOAD else f"{kind}_{code_of(name)}{ending}"


def links_of(knowledge: Knowledge) -> Mapping[str, DeepLink]:
    """Every payload of the content, so that none has to be taken apart: ids may hold the letters between them."""
    facts = {
        fact_payload(name, language): FactLink(fact, language)
        for name, fact in knowledge.facts().items()
        for language in _NO_LANGUAGE_AND_BOTH
    }
    topics = {
        topic_payload(topic, language): TopicLink(topic, language)
        for topic in knowledge.topics
        for language in _NO_LANGUAGE_AND_BOTH
    }
    return {**facts, **topics}
