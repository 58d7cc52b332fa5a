"""`python -m bot ask`: questions from the command line, as a person reads them or as JSON."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from bot.assistant import Assistant
from bot.content.model import Language
from bot.dialogue.card import card_of
from bot.dialogue.conversation import Conversation
from bot.dialogue.reply import Reply
from bot.errors import InputError


def converse(assistant: Assistant, turns: Sequence[str], preferred: Language) -> Reply:
    """The reply to the last of several messages of one conversation."""
    conversation = Conversation()
    for text in turns[:-1]:
        conversation = assistant.answer(text, conversation, preferred).conversation
    return assistant.answer(turns[-1], conversation, preferred).reply


def as_json(reply: Reply, assistant: Assistant) -> dict[str, Any]:
    """The reply as one JSON object, as the batch contract has it."""
    contact = reply.contact
    return {
        "status": reply.status,
        "language": reply.language,
        "text": card_of(reply, assistant.knowledge).text(),
        "facts": [fact.id for fact in reply.facts],
        "intents": list(reply.intents),
        "confidence": round(reply.confidence, 3),
        "sources": _sources(reply, assistant),
        "contact": contact.model_dump(include={"name", "address", "email", "phone"}) if contact else None,
        "suggestions": [suggestion.text for suggestion in reply.suggestions],
    }


def answer_batch(lines: Iterable[str], assistant: Assistant, preferred: Language) -> Iterator[str]:
    """JSON Lines in, JSON Lines out, in the same order; raises InputError naming the line that is malformed."""
    for number, line in enumerate(lines, 1):
        if line.strip():
            item = _item(line, number)
            reply = as_json(converse(assistant, item["turns"], preferred), assistant)
            yield json.dumps({"id": item.get("id", str(number)), **reply}, ensure_ascii=False)


def _item(line: str, number: int) -> Mapping[str, Any]:
    try:
        item = json.loads(line)
    except ValueError as error:
        raise InputError(f"Line {number} is not JSON: {error}.") from error
    turns = item.get("turns") if isinstance(item, dict) else None
    if not isinstance(turns, list) or not turns or not all(isinstance(turn, str) for turn in turns):
        raise InputError(f'Line {number} needs "turns": a list of at least one message, such as ["Was ist UCLG?"].')
    return dict(item)


def _sources(reply: Reply, assistant: Assistant) -> list[dict[str, str]]:
    quotes = dict.fromkeys((quote.document, quote.text) for fact in reply.evidence for quote in fact.quotes)
    documents = assistant.knowledge.documents
    return [{"document": documents[document].title, "quote": text} for document, text in quotes]
