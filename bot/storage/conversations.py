"""What the bot remembers of persons and chats, for how long, and how it forgets."""

from dataclasses import dataclass

from bot.content.languages import LANGUAGES, Language
from bot.dialogue.conversation import EXPIRES_AFTER_SECONDS
from bot.storage.memory import Memory, pack, unpack
from bot.storage.names import Names
from bot.storage.store import Store

LANGUAGE_SECONDS = 180 * 24 * 60 * 60
"""How long a chosen language is kept after its last use."""
_LANGUAGES: dict[bytes, Language] = {language.encode(): language for language in LANGUAGES}


@dataclass(frozen=True, slots=True)
class Forgotten:
    """What there was of a person in a chat, and is no more."""

    conversation: bool
    language: bool


class Conversations:
    """Memories that expire, and languages that persons and chats chose, under keyed hashes."""

    def __init__(self, store: Store, names: Names) -> None:
        self._store, self._names = store, names

    async def recall(self, chat: int, user: int) -> Memory:
        """What was spoken of, unless it is too long ago."""
        return unpack(await self._store.get(self._conversation_key(chat, user)))

    async def remember(self, chat: int, user: int, memory: Memory) -> None:
        """Keep where a conversation stands now."""
        await self._store.put(self._conversation_key(chat, user), pack(memory), EXPIRES_AFTER_SECONDS)

    async def language(self, chat: int, user: int | None = None) -> Language | None:
        """The language a person chose in a chat, or without a person the chat's own, if any; use renews its time."""
        key = self._language_key(chat, user)
        language = _LANGUAGES.get(await self._store.get(key) or b"")
        if language:
            await self._store.put(key, language.encode(), LANGUAGE_SECONDS)
        return language

    async def choose_language(self, chat: int, user: int | None, language: Language) -> None:
        """Keep the choice of a person in a chat, or without a person the chat's own."""
        await self._store.put(self._language_key(chat, user), language.encode(), LANGUAGE_SECONDS)

    async def forget(self, chat: int, user: int) -> Forgotten:
        """Remove all there is of a person in a chat."""
        return Forgotten(
            conversation=await self._remove(self._conversation_key(chat, user)),
            language=await self._remove(self._language_key(chat, user)),
        )

    async def forget_chat(self, chat: int) -> None:
        """Remove all there is of a chat: its language, and what is remembered of each of its members."""
        await self._remove(self._language_key(chat, None))
        for key, _ in await self._store.pairs(f"{self._place(chat)}/"):
            await self._store.delete(key)

    async def move_chat(self, old: int, new: int) -> None:
        """A group that became a supergroup keeps its language; talk begins anew, since messages are numbered anew."""
        language = await self.language(old)
        if language:
            await self.choose_language(new, None, language)
        await self.forget_chat(old)

    async def _remove(self, key: str) -> bool:
        """Whether there was anything to remove."""
        found = await self._store.get(key) is not None
        await self._store.delete(key)
        return found

    def _place(self, chat: int) -> str:
        return f"chat/{self._names.chat(chat)}"

    def _conversation_key(self, chat: int, user: int) -> str:
        return f"{self._place(chat)}/{self._names.member(chat, user)}/conversation"

    def _language_key(self, chat: int, user: int | None) -> str:
        whose = self._place(chat) if user is None else f"{self._place(chat)}/{self._names.member(chat, user)}"
        return f"{whose}/language"
