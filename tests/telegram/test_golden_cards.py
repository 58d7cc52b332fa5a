"""The card of every fact as it was last approved; after a wanted change renew them and read what differs.

`RENEW_GOLDEN_CARDS=1 python -m pytest tests/telegram/test_golden_cards.py` writes the files anew.
"""

import os
from pathlib import Path

import pytest
import yaml

from bot.content.model import LANGUAGES, Knowledge, Language
from bot.dialogue.card import card_of
from bot.dialogue.dialogue import Dialogue
from bot.dialogue.outcome import Chosen
from bot.telegram.render import LONGEST_MESSAGE, card_html, utf16_length
from tests.telegram.fake_entities import read_html

GOLDEN = Path(__file__).parent / "golden"
RENEW = bool(os.environ.get("RENEW_GOLDEN_CARDS"))


class _Lines(yaml.SafeDumper):
    """Texts of several lines as they read."""


_Lines.add_representer(str, lambda dumper, text: dumper.represent_scalar("tag:yaml.org,2002:str", text, style="|"))


def cards(knowledge: Knowledge, language: Language) -> dict[str, str]:
    """The HTML of each fact's card by the fact's id."""
    dialogue = Dialogue(knowledge)
    replies = {
        name: dialogue.present([Chosen(fact.answers[0], (fact,))], language).reply
        for name, fact in knowledge.facts().items()
    }
    return {name: card_html(card_of(reply, knowledge)) for name, reply in replies.items()}


@pytest.mark.parametrize("language", LANGUAGES)
def test_cards_are_as_approved(knowledge: Knowledge, language: Language) -> None:
    file, now = GOLDEN / f"{language}.yaml", cards(knowledge, language)
    if RENEW:
        file.write_text(yaml.dump(now, Dumper=_Lines, allow_unicode=True, sort_keys=False, width=1000), "utf-8")
    approved = yaml.safe_load(file.read_text("utf-8"))
    assert {name: html for name, html in now.items() if html != approved.get(name)} == {}
    assert sorted(now) == sorted(approved)


@pytest.mark.parametrize("language", LANGUAGES)
def test_cards_are_read_as_they_are_written(knowledge: Knowledge, language: Language) -> None:
    for name, html in cards(knowledge, language).items():
        text = read_html(html)[0]
        assert utf16_length(text) <= LONGEST_MESSAGE
        assert text.startswith(knowledge.facts()[name].in_language(language))
        assert knowledge.contact.email in text.splitlines()[-1]
