"""One size of content in a process of its own: `python -m tests.benchmarks.growth_one FACTS on|off` prints JSON."""

import json
import random
import resource
import statistics
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from bot.assistant import Assistant
from bot.content.age import last_change
from bot.content.loader import load_knowledge
from bot.dialogue.conversation import Conversation
from bot.dialogue.dialogue import Dialogue
from bot.understanding.encoder import pin_threads
from bot.understanding.training import build_interpreter
from tests.benchmarks import questions
from tests.benchmarks.big_content import Probe, grow, misspelt
from tests.benchmarks.forgetful import remember_nothing
from tests.benchmarks.report import quantile

PROBES = 100
SEED = 5


def main() -> None:
    """Grow, load, train and ask."""
    pin_threads()
    remember_nothing()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        probes = grow(folder, int(sys.argv[1]))
        begin = time.perf_counter()
        knowledge = load_knowledge(folder)
        loaded = time.perf_counter()
        interpreter = build_interpreter(knowledge, None, with_encoder=sys.argv[2] == "on")
        trained = time.perf_counter()
        assistant = Assistant(knowledge, interpreter, Dialogue(knowledge), last_change(folder))
        asked = random.Random(SEED).sample(list(probes), min(PROBES, len(probes)))
        own, times = _right_of(assistant, asked)
        typos, slower = _right_of(assistant, [misspelt(probe, number) for number, probe in enumerate(asked)])
    real = [q for q in questions.all_questions() if len(q.ask) == 1 and q.expect == "answered"][:PROBES]
    others, longer = _right_of(assistant, [Probe(one.ask[0], one.language, one.facts[0]) for one in real])
    result = {
        "facts": len(knowledge.facts()),
        "load": loaded - begin,
        "train": trained - loaded,
        "question": statistics.median(times),
        "slow": quantile([*times, *slower, *longer], 0.95),
        "memory": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
        "invented": own,
        "misspelt": typos,
        "real": others,
    }
    print(json.dumps(result))


def _right_of(assistant: Assistant, probes: Sequence[Probe]) -> tuple[float, list[float]]:
    """Share of questions whose fact is stated, and the milliseconds of processor time of each."""
    right, times = 0, []
    for probe in probes:
        begin = time.process_time()
        reply = assistant.answer(probe.text, Conversation(), probe.language).reply
        times.append(1000 * (time.process_time() - begin))
        right += any(probe.fact in (fact.id, *fact.includes) for fact in reply.facts)
    return right / max(1, len(probes)), times


if __name__ == "__main__":
    main()
