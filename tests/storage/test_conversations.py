"""What is remembered of whom, and for how long."""

import pytest

from bot.dialogue.conversation import EXPIRES_AFTER_SECONDS, Conversation
from bot.storage.conversations import Conversations, Memory

ANA, BEN = (1, 10), (2, 20)
SPOKEN = Memory(Conversation(topics=("uclg",), intent="what_is"), question=5, answer=6)
OTHER = Memory(Conversation(topics=("metropolis",)))
NOTHING = Memory()


class Clock:
    """A clock that goes when it is told to."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def conversations(clock: Clock) -> Conversations:
    return Conversations(clock)


def test_nothing_is_known_of_strangers(conversations: Conversations) -> None:
    assert conversations.recall(*ANA) == NOTHING
    assert conversations.language(*ANA) is None


@pytest.mark.parametrize(
    ("chat", "user", "expected"),
    [(1, 10, SPOKEN), (1, 11, NOTHING), (2, 10, NOTHING), (10, 1, NOTHING), (11, 0, NOTHING), (-1, 10, NOTHING)],
)
def test_memory_belongs_to_one_person_in_one_chat(
    conversations: Conversations, chat: int, user: int, expected: Memory
) -> None:
    conversations.remember(*ANA, SPOKEN)
    assert conversations.recall(chat, user) == expected


@pytest.mark.parametrize(
    ("pause", "expected"),
    [(0, SPOKEN), (EXPIRES_AFTER_SECONDS - 1, SPOKEN), (EXPIRES_AFTER_SECONDS, NOTHING), (10**9, NOTHING)],
)
def test_memory_expires(conversations: Conversations, clock: Clock, pause: float, expected: Memory) -> None:
    conversations.remember(*ANA, SPOKEN)
    clock.now += pause
    assert conversations.recall(*ANA) == expected


def test_each_message_starts_the_time_anew(conversations: Conversations, clock: Clock) -> None:
    for memory in (SPOKEN, OTHER):
        conversations.remember(*ANA, memory)
        clock.now += EXPIRES_AFTER_SECONDS - 1
    assert conversations.recall(*ANA) == OTHER


def test_expired_memories_of_others_are_removed(conversations: Conversations, clock: Clock) -> None:
    conversations.remember(*ANA, SPOKEN)
    clock.now += EXPIRES_AFTER_SECONDS / 2
    conversations.remember(*BEN, OTHER)
    clock.now += EXPIRES_AFTER_SECONDS / 2
    assert conversations.recall(*BEN) == OTHER
    assert len(conversations) == 1


def test_language_choice_outlives_the_conversation(conversations: Conversations, clock: Clock) -> None:
    conversations.choose_language(*ANA, "en")
    clock.now += 10 * EXPIRES_AFTER_SECONDS
    assert conversations.language(*ANA) == "en"
    conversations.choose_language(*ANA, "de")
    assert conversations.language(*ANA) == "de"
    assert conversations.language(*BEN) is None


def test_whoever_was_silent_longest_is_forgotten_first(clock: Clock) -> None:
    conversations = Conversations(clock, most=2)
    for person in (ANA, BEN, ANA, (3, 30)):
        conversations.remember(*person, SPOKEN)
        conversations.choose_language(*person, "en")
    assert [conversations.recall(*person) for person in (ANA, BEN, (3, 30))] == [SPOKEN, NOTHING, SPOKEN]
    assert [conversations.language(*person) for person in (ANA, BEN, (3, 30))] == ["en", None, "en"]


def test_no_number_of_a_person_is_kept(clock: Clock) -> None:
    conversations = Conversations(clock)
    conversations.remember(777_111, 888_222, SPOKEN)
    conversations.choose_language(777_111, 888_222, "en")
    kept = repr(vars(conversations))
    assert "777" not in kept
    assert "888" not in kept
