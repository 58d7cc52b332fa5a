"""Payloads of links: short, of the letters that Telegram allows, and each leading where it was made for."""

import re

import pytest

from bot.content.model import LANGUAGES, Knowledge, Language
from bot.telegram.deep_links import FactLink, TopicLink, fact_payload, links_of, topic_payload

ALLOWED = re.compile(r"[A-Za-z0-9_-]{1,64}")


@pytest.mark.parametrize(
    ("fact", "language", "payload"),
    [
        ("metropolis.founded", "de", "f_metropolis-founded_de"),
        ("metropolis.founded", None, "f_metropolis-founded"),
        ("global_compact.berlin_role", "en", "f_global_compact-berlin_role_en"),
        ("a." + "b" * 60, None, "f_a-" + "b" * 60),
    ],
)
def test_fact(fact: str, language: Language | None, payload: str) -> None:
    assert fact_payload(fact, language) == payload


@pytest.mark.parametrize(
    ("topic", "language", "payload"), [("uclg", None, "t_uclg"), ("global_compact", "en", "t_global_compact_en")]
)
def test_topic(topic: str, language: Language | None, payload: str) -> None:
    assert topic_payload(topic, language) == payload


def test_ids_too_long_for_a_link_are_shortened() -> None:
    payloads = {fact_payload(f"topic.{'x' * 60}{number}", "de") for number in range(100)}
    assert len(payloads) == 100
    assert [payload for payload in payloads if not ALLOWED.fullmatch(payload)] == []


def test_every_fact_and_topic_has_links_that_lead_to_it(knowledge: Knowledge) -> None:
    links = links_of(knowledge)
    assert [payload for payload in links if not ALLOWED.fullmatch(payload)] == []
    for language in (None, *LANGUAGES):
        for name, fact in knowledge.facts().items():
            assert links[fact_payload(name, language)] == FactLink(fact, language)
        for topic in knowledge.topics:
            assert links[topic_payload(topic, language)] == TopicLink(topic, language)
