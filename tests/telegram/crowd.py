"""Many people who ask at once, and how often each of them is answered."""

from collections import Counter
from collections.abc import Sequence
from itertools import count

from tests.telegram.fake_api import Call, FakeTelegram
from tests.telegram.fake_rules import Json

QUEUED = 100
IN_FLIGHT = 40
"""So many deliveries are on their way at most; if the bot is killed, these may be answered twice."""
TEST_SECONDS = 60.0
FIRST_NUMBERS = count(1_000_000, 1000)
"""Far above the numbers that the stand-in gives by itself."""
QUESTION, ANSWER = "Metropolis: Gründungsjahr?", "1985"
OTHER_QUESTION, OTHER_ANSWER = "Berlin: Metropolis-Mitglied ab wann?", "1991"


def ask_all(fake: FakeTelegram, people: Sequence[int]) -> Sequence[int]:
    """Let these people ask at once."""
    for person in people:
        fake.say(QUESTION, user_id=person)
    return people


def answers(fake: FakeTelegram, people: Sequence[int]) -> Counter[int]:
    """How many answers each person has."""
    shown = {person: [m for m in fake.messages(person) if m["from"]["is_bot"]] for person in people}
    assert all(ANSWER in message["text"] for messages in shown.values() for message in messages)
    return Counter({person: len(messages) for person, messages in shown.items()})


def wait_for_answers(fake: FakeTelegram, people: Sequence[int], seconds: float = TEST_SECONDS) -> Counter[int]:
    """Wait until each person has an answer."""
    sent: set[int] = set()

    def all_answered(call: Call) -> bool:
        if call.method == "sendMessage" and not call.error:
            sent.add(int(call.parameters["chat_id"]))
        return sent >= set(people)

    fake.wait_for(all_answered, timeout=seconds)
    return answers(fake, people)


def message_of(fake: FakeTelegram, person: int) -> Json:
    """A question as it stands in an update."""
    return fake.chat(person).add({"from": fake.user(person), "text": QUESTION})
