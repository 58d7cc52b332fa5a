"""Two hundred people who ask the bot at once, and how often each of them is answered."""

import time
from collections import Counter

from tests.telegram.fake_api import FakeTelegram

QUESTIONS = 200
FIRST_PERSON = 30_001
PEOPLE = range(FIRST_PERSON, FIRST_PERSON + QUESTIONS)
WAIT_SECONDS = 60.0


def ask_all(fake: FakeTelegram) -> None:
    """Let everybody ask."""
    for person in PEOPLE:
        fake.say("Metropolis: Gründungsjahr?", user_id=person)


def count_answers(fake: FakeTelegram) -> Counter[int]:
    """Answers by person, once everybody has one or the time is up."""
    deadline = time.monotonic() + WAIT_SECONDS
    while True:
        counts = answers_so_far(fake)
        if len(counts) == QUESTIONS or time.monotonic() > deadline:
            return counts
        time.sleep(0.1)


def answers_so_far(fake: FakeTelegram) -> Counter[int]:
    """Answers by person, without those who have none."""
    return +Counter({person: len([m for m in fake.messages(person) if m["from"]["is_bot"]]) for person in PEOPLE})
