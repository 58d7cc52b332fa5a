"""Links that open the bot at a fact or a topic: `https://t.me/BOT?start=f_metropolis-founded_de`."""

from bot.content.model import Language
from bot.errors import InputError

LONGEST_PAYLOAD = 64
"""Letters of [A-Za-z0-9_-] that Telegram carries behind `start=`."""


def fact_payload(fact: str, language: Language | None = None) -> str:
    """The payload for a fact by its full id, topic.fact; raises InputError for ids too long for a link."""
    return _payload("f", fact.replace(".", "-"), language)


def topic_payload(topic: str, language: Language | None = None) -> str:
    """The payload for a topic by its id; raises InputError for an id too long for a link."""
    return _payload("t", topic, language)


def _payload(kind: str, name: str, language: Language | None) -> str:
    payload = f"{kind}_{name}_{language}" if language else f"{kind}_{name}"
    if len(payload) > LONGEST_PAYLOAD:
        raise InputError(f"The link's end “{payload}” has more than {LONGEST_PAYLOAD} letters. Shorten the id.")
    return payload
