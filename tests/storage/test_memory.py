"""A memory survives its way through a store, and anything else counts as nothing."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.content.model import LANGUAGES
from bot.dialogue.conversation import Conversation
from bot.storage.memory import VERSION, Memory, pack, unpack

IDS = st.lists(st.text()).map(tuple)
CONVERSATIONS = st.builds(
    Conversation,
    topics=IDS,
    persons=IDS,
    organisations=IDS,
    places=IDS,
    intent=st.text(),
    language=st.sampled_from((None, *LANGUAGES)),
)
NUMBERS = st.none() | st.integers()
MEMORIES = st.builds(Memory, CONVERSATIONS, CONVERSATIONS, NUMBERS, NUMBERS)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
)
SPOKEN = Memory(Conversation(topics=("uclg",), language="de"), question=5, answer=6)


@given(MEMORIES)
def test_memory_comes_back_as_it_was(memory: Memory) -> None:
    assert unpack(pack(memory)) == memory


@given(st.binary() | JSON.map(lambda value: json.dumps(value).encode()))
def test_anything_else_is_nothing(packed: bytes) -> None:
    assert unpack(packed) == Memory()


@given(MEMORIES, st.data())
def test_damaged_memory_is_read_or_nothing_but_never_an_error(memory: Memory, data: st.DataObject) -> None:
    packed = bytearray(pack(memory))
    packed[data.draw(st.integers(0, len(packed) - 1))] = data.draw(st.integers(0, 255))
    assert isinstance(unpack(bytes(packed)), Memory)


@pytest.mark.parametrize(
    "change",
    [
        {"version": VERSION + 1},
        {"version": None},
        {"version": str(VERSION)},
        {"question": "5"},
        {"answer": 6.0},
        {"answer": True},
        {"conversation": None},
        {"before": {}},
        {"more": 1},
        {"conversation": {"topics": "uclg"}},
        {"conversation": {"topics": [1]}},
        {"conversation": {"intent": None}},
        {"conversation": {"language": "fr"}},
        {"conversation": {"colour": "red"}},
    ],
    ids=str,
)
def test_wrong_field_makes_it_nothing(change: dict[str, Any]) -> None:
    whole = json.loads(pack(SPOKEN))
    for name, value in change.items():
        deeper = isinstance(value, dict) and value and isinstance(whole.get(name), dict)
        whole[name] = whole[name] | value if deeper else value
    assert unpack(json.dumps(whole).encode()) == Memory()


@pytest.mark.parametrize("field", ["version", "conversation", "before", "question", "answer"])
def test_missing_field_makes_it_nothing(field: str) -> None:
    whole = json.loads(pack(SPOKEN))
    del whole[field]
    assert unpack(json.dumps(whole).encode()) == Memory()


@pytest.mark.parametrize("packed", [None, b"", b"{", b"[" * 100_000, b'{"version":1e999}', b"9" * 5000])
def test_unreadable_is_nothing(packed: bytes | None) -> None:
    assert unpack(packed) == Memory()
