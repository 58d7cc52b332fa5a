"""What is remembered of whom, for how long, and how it is forgotten."""

import asyncio
from collections.abc import Callable, Coroutine

import pytest

from bot.dialogue.conversation import EXPIRES_AFTER_SECONDS, Conversation
from bot.storage.conversations import LANGUAGE_SECONDS, Conversations, Forgotten
from bot.storage.memory import Memory
from bot.storage.memory_store import MemoryStore
from bot.storage.names import Names
from tests.storage.clock import Clock

ANA, BEN = (1, 10), (2, 20)
GROUP, SUPERGROUP = -5, -1005
SPOKEN = Memory(Conversation(topics=("uclg",), intent="what_is"), question=5, answer=6)
OTHER = Memory(Conversation(topics=("metropolis",)))
NOTHING = Memory()
Check = Callable[[Conversations, Clock], Coroutine[None, None, None]]


class World:
    """Conversations over memory, and the clock that ages them."""

    def __init__(self, key: bytes = b"key") -> None:
        self.clock = Clock()
        self.store = MemoryStore(self.clock)
        self.conversations = Conversations(self.store, Names(key))

    def keys(self) -> list[str]:
        """Everything that is kept now."""
        return [key for key, _ in asyncio.run(self.store.pairs(""))]


@pytest.fixture
def world() -> World:
    return World()


def run(world: World, check: Check) -> None:
    """Run a coroutine over conversations and their clock."""
    asyncio.run(check(world.conversations, world.clock))


def test_nothing_is_known_of_strangers(world: World) -> None:
    async def check(conversations: Conversations, _: Clock) -> None:
        assert await conversations.recall(*ANA) == NOTHING
        assert await conversations.language(*ANA) is None
        assert await conversations.language(GROUP) is None
        assert await conversations.forget(*ANA) == Forgotten(conversation=False, language=False)

    run(world, check)
    assert world.keys() == []


@pytest.mark.parametrize(
    ("chat", "user", "expected"),
    [(1, 10, SPOKEN), (1, 11, NOTHING), (2, 10, NOTHING), (10, 1, NOTHING), (11, 0, NOTHING), (-1, 10, NOTHING)],
)
def test_memory_belongs_to_one_person_in_one_chat(world: World, chat: int, user: int, expected: Memory) -> None:
    async def check(conversations: Conversations, _: Clock) -> None:
        await conversations.remember(*ANA, SPOKEN)
        assert await conversations.recall(chat, user) == expected

    run(world, check)


@pytest.mark.parametrize(
    ("pause", "expected"),
    [(0, SPOKEN), (EXPIRES_AFTER_SECONDS - 1, SPOKEN), (EXPIRES_AFTER_SECONDS, NOTHING), (10**9, NOTHING)],
)
def test_memory_expires(world: World, pause: float, expected: Memory) -> None:
    async def check(conversations: Conversations, clock: Clock) -> None:
        await conversations.remember(*ANA, SPOKEN)
        clock.now += pause
        assert await conversations.recall(*ANA) == expected

    run(world, check)


def test_each_message_starts_the_time_anew(world: World) -> None:
    async def check(conversations: Conversations, clock: Clock) -> None:
        for memory in (SPOKEN, OTHER):
            await conversations.remember(*ANA, memory)
            clock.now += EXPIRES_AFTER_SECONDS - 1
        assert await conversations.recall(*ANA) == OTHER

    run(world, check)


def test_each_use_of_a_language_starts_the_time_anew(world: World) -> None:
    async def check(conversations: Conversations, clock: Clock) -> None:
        await conversations.choose_language(*ANA, "en")
        for _ in range(3):
            clock.now += LANGUAGE_SECONDS - 1
            assert await conversations.language(*ANA) == "en"
        clock.now += LANGUAGE_SECONDS
        assert await conversations.language(*ANA) is None

    run(world, check)


def test_the_last_choice_counts_for_one_person_or_one_chat(world: World) -> None:
    async def check(conversations: Conversations, _: Clock) -> None:
        for language in ("en", "de"):
            await conversations.choose_language(GROUP, 10, language)
        await conversations.choose_language(GROUP, None, "en")
        asked = [(GROUP, 10), (GROUP, 20), (GROUP, None), (SUPERGROUP, None), (10, 10)]
        assert [await conversations.language(*one) for one in asked] == ["de", None, "en", None, None]

    run(world, check)


def test_forget_removes_a_person_in_a_chat_and_nobody_else(world: World) -> None:
    async def check(conversations: Conversations, _: Clock) -> None:
        for user in (10, 20):
            await conversations.remember(GROUP, user, SPOKEN)
        await conversations.choose_language(GROUP, 10, "en")
        await conversations.choose_language(GROUP, None, "en")
        assert await conversations.forget(GROUP, 10) == Forgotten(conversation=True, language=True)
        assert await conversations.forget(GROUP, 10) == Forgotten(conversation=False, language=False)
        assert await conversations.recall(GROUP, 10) == NOTHING
        assert await conversations.recall(GROUP, 20) == SPOKEN
        assert await conversations.language(GROUP) == "en"

    run(world, check)
    assert len(world.keys()) == 2


def test_forget_chat_removes_everybody_in_it(world: World) -> None:
    async def check(conversations: Conversations, _: Clock) -> None:
        for chat in (GROUP, SUPERGROUP):
            await conversations.choose_language(chat, None, "en")
            for user in (10, 20):
                await conversations.remember(chat, user, SPOKEN)
                await conversations.choose_language(chat, user, "de")
        await conversations.forget_chat(GROUP)
        assert await conversations.recall(GROUP, 10) == NOTHING
        assert await conversations.recall(SUPERGROUP, 20) == SPOKEN

    run(world, check)
    assert len(world.keys()) == 5


def test_moved_chat_keeps_its_language_and_begins_to_talk_anew(world: World) -> None:
    async def check(conversations: Conversations, _: Clock) -> None:
        await conversations.choose_language(GROUP, None, "en")
        await conversations.remember(GROUP, 10, SPOKEN)
        # Telegram tells of a move twice, once in each chat.
        for _again in range(2):
            await conversations.move_chat(GROUP, SUPERGROUP)
        assert await conversations.language(SUPERGROUP) == "en"
        assert await conversations.language(GROUP) is None
        assert await conversations.recall(SUPERGROUP, 10) == NOTHING

    run(world, check)
    assert len(world.keys()) == 1


def test_language_that_is_no_language_is_none(world: World) -> None:
    async def check(conversations: Conversations, _: Clock) -> None:
        await conversations.choose_language(*ANA, "en")
        [(key, _value)] = await world.store.pairs("")
        await world.store.put(key, b"fr", 60)
        assert await conversations.language(*ANA) is None

    run(world, check)


@pytest.mark.parametrize(
    ("same_key", "same_bot", "expected"), [(True, True, SPOKEN), (False, True, NOTHING), (True, False, NOTHING)]
)
def test_only_the_same_key_and_bot_find_a_memory(same_key: bool, same_bot: bool, expected: Memory) -> None:
    async def check() -> Memory:
        store = MemoryStore()
        await Conversations(store, Names(b"key", "1")).remember(*ANA, SPOKEN)
        names = Names(b"key" if same_key else b"other", "1" if same_bot else "2")
        return await Conversations(store, names).recall(*ANA)

    assert asyncio.run(check()) == expected


def test_no_number_of_a_person_is_kept(world: World) -> None:
    async def check(conversations: Conversations, _: Clock) -> None:
        await conversations.remember(777_111, 888_222, SPOKEN)
        await conversations.choose_language(777_111, 888_222, "en")
        await conversations.choose_language(777_111, None, "en")

    run(world, check)
    kept = repr(asyncio.run(world.store.pairs("")))
    assert "uclg" in kept
    assert "777111" not in kept
    assert "888222" not in kept
