"""What the bot remembers of each person in each chat, in memory alone, under keys that name nobody."""

import hashlib
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from bot.content.model import Language
from bot.dialogue.conversation import EXPIRES_AFTER_SECONDS, Conversation

MOST_PEOPLE = 10_000
"""Beyond so many people the one who was silent longest is forgotten."""
Value = TypeVar("Value")
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


class Conversations:
    """Memories that expire, and language choices that stay; both bounded in number."""

    def __init__(self, clock: Callable[[], float], most: int = MOST_PEOPLE) -> None:
        self._clock, self._most = clock, most
        self._key = secrets.token_bytes(32)
        self._memories: dict[bytes, tuple[float, Memory]] = {}
        self._languages: dict[bytes, Language] = {}

    def recall(self, chat: int, user: int) -> Memory:
        """What was spoken of, unless it is too long ago."""
        self._forget_expired()
        _, memory = self._memories.get(self._name(chat, user), (0.0, Memory()))
        return memory

    def remember(self, chat: int, user: int, memory: Memory) -> None:
        """Keep where a conversation stands now."""
        self._forget_expired()
        _put_last(self._memories, self._name(chat, user), (self._clock(), memory), self._most)

    def language(self, chat: int, user: int) -> Language | None:
        """The language a person chose, if any."""
        return self._languages.get(self._name(chat, user))

    def choose_language(self, chat: int, user: int, language: Language) -> None:
        """Keep a person's choice until the process ends."""
        _put_last(self._languages, self._name(chat, user), language, self._most)

    async def forget_chat(self, chat: int) -> None:
        """Forget a person who shut the bot out of their private chat, which has the person's own number."""
        name = self._name(chat, chat)
        self._memories.pop(name, None)
        self._languages.pop(name, None)

    def __len__(self) -> int:
        """How many conversations are remembered."""
        return len(self._memories)

    def _name(self, chat: int, user: int) -> bytes:
        return hashlib.blake2b(f"{chat} {user}".encode(), key=self._key, digest_size=16).digest()

    def _forget_expired(self) -> None:
        """The oldest come first, so that looking ends at the first that still counts."""
        oldest_allowed = self._clock() - EXPIRES_AFTER_SECONDS
        while self._memories:
            name, (since, _) = next(iter(self._memories.items()))
            if since > oldest_allowed:
                return
            del self._memories[name]


def _put_last(kept: dict[bytes, Value], name: bytes, value: Value, most: int) -> None:
    kept.pop(name, None)
    kept[name] = value
    if len(kept) > most:
        del kept[next(iter(kept))]
