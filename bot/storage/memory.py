"""What the bot remembers of one person in one chat, and its form in a store."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any

from bot.content.languages import LANGUAGES
from bot.dialogue.conversation import Conversation

VERSION = 1
"""To be raised when a field changes its meaning; memories of another version count as nothing."""
_NOTHING_SAID = Conversation()


@dataclass(frozen=True, slots=True)
class Memory:
    """Where a conversation stands, and the last exchange in case the person corrects the question."""

    conversation: Conversation = _NOTHING_SAID
    before: Conversation = _NOTHING_SAID
    """The conversation as it was when the last question came."""
    question: int | None = None
    """The number of the message that asked last."""
    answer: int | None = None
    """The number of the message that answered it."""


_FIELDS_OF_MEMORY = dict.fromkeys(field.name for field in fields(Memory)).keys()
_FIELDS_OF_CONVERSATION = dict.fromkeys(field.name for field in fields(Conversation)).keys()
_ENCODER = json.JSONEncoder(separators=(",", ":"))


def pack(memory: Memory) -> bytes:
    """As JSON: ids and numbers, never words of a person."""
    # Written out: the library's `asdict` copies every tuple, and this is done after each answer.
    fields_of_memory = {
        "version": VERSION,
        "conversation": _plain(memory.conversation),
        "before": _plain(memory.before),
        "question": memory.question,
        "answer": memory.answer,
    }
    return _ENCODER.encode(fields_of_memory).encode()


def _plain(conversation: Conversation) -> dict[str, Any]:
    return {name: getattr(conversation, name) for name in _FIELDS_OF_CONVERSATION}


def unpack(packed: bytes | None) -> Memory:
    """The memory; an empty one for anything that `pack` of this version does not write."""
    try:
        return _memory(json.loads(packed or b""))
    except (ValueError, TypeError, RecursionError):
        return Memory()


def _memory(found: Any) -> Memory:
    match found:
        case {"version": version, **rest} if version == VERSION and rest.keys() == _FIELDS_OF_MEMORY:
            return Memory(
                _conversation(rest["conversation"]),
                _conversation(rest["before"]),
                _number(rest["question"]),
                _number(rest["answer"]),
            )
    raise ValueError("not a memory of this version")


def _conversation(found: Any) -> Conversation:
    if not isinstance(found, Mapping) or found.keys() != _FIELDS_OF_CONVERSATION:
        raise ValueError("not a conversation of this version")
    return Conversation(**{name: _field(name, value) for name, value in found.items()})


def _field(name: str, value: Any) -> Any:
    """The intent and the language are one word, everything else is a list of ids."""
    match name, value:
        case "intent", str():
            return value
        case "language", None:
            return None
        case "language", str() if value in LANGUAGES:
            return value
        case (("topics" | "persons" | "organisations" | "places"), [*ids]) if all(isinstance(one, str) for one in ids):
            return tuple(ids)
    raise ValueError("not a field of a conversation")


def _number(found: Any) -> int | None:
    if found is None or type(found) is int:
        return found
    raise ValueError("not the number of a message")
