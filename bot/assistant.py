"""The whole way of a question in one place, for every surface: text in, reply out."""

import gc
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from bot.content.age import last_change, written
from bot.content.loader import load_knowledge
from bot.content.model import Knowledge, Language
from bot.dialogue.conversation import Conversation
from bot.dialogue.dialogue import Dialogue, Turn
from bot.understanding.encoder import pin_threads
from bot.understanding.interpretation import Interpretation
from bot.understanding.interpreter import Interpreter
from bot.understanding.training import build_interpreter

MOST_AT_ONCE = 16
"""Messages understood together: the encoder's gain is nearly all there, and nobody waits long for the others."""
SHORT_VERSION = 8
"""Letters of the content's version that people are shown: enough to tell two apart."""


@dataclass(frozen=True)
class Assistant:
    """Knowledge, understanding and dialogue together; pure once it is built."""

    knowledge: Knowledge
    interpreter: Interpreter
    dialogue: Dialogue
    changed: date
    """The day on which the content was last changed."""

    @property
    def short_version(self) -> str:
        """The version of the content as people are shown it."""
        return self.knowledge.version[:SHORT_VERSION]

    def about(self, language: Language) -> str:
        """What the bot is, and which content it has."""
        day = written(self.changed, language)
        return self.knowledge.phrases["about"].in_language(language).format(version=self.short_version, date=day)

    @property
    def at_once(self) -> int:
        """How many messages are best understood together: only the sentence encoder gains by it."""
        return MOST_AT_ONCE if self.interpreter.ranker.encoder else 1

    def answer(self, text: str, conversation: Conversation, preferred: Language = "de") -> Turn:
        """The reply to a message in a conversation; the preferred language counts where the text shows none."""
        [interpretation] = self.understand([(text, conversation)])
        return self.reply(interpretation, conversation, preferred)

    def understand(self, asked: Sequence[tuple[str, Conversation]]) -> list[Interpretation]:
        """What messages mean, each in its conversation."""
        return self.interpreter.interpret_each(
            [(text, conversation.known_to(self.knowledge).subject) for text, conversation in asked]
        )

    def reply(self, interpretation: Interpretation, conversation: Conversation, preferred: Language) -> Turn:
        """The reply to a message that was understood in a conversation."""
        return self.dialogue.reply(interpretation, conversation.known_to(self.knowledge), preferred)


def build_assistant(content: Path, cache: Path | None, *, with_encoder: bool = True) -> Assistant:
    """Load and check the content and train or load what understands it; raises ContentError."""
    # Products of small matrices are slower on several threads, which also spin while they wait for each other.
    pin_threads()
    with collector_paused():
        knowledge = load_knowledge(content)
        interpreter = build_interpreter(knowledge, cache, with_encoder=with_encoder)
        return assistant_over(interpreter, content)


def assistant_over(interpreter: Interpreter, content: Path) -> Assistant:
    """The assistant over what was understood of a content folder."""
    knowledge = interpreter.knowledge
    return Assistant(knowledge, interpreter, Dialogue(knowledge), last_change(content))


@contextmanager
def collector_paused() -> Iterator[None]:
    """Search for no garbage meanwhile.

    Nearly all that is built stays, so that the search for garbage in between only costs a seventh of the start."""
    gc.disable()
    try:
        yield
    finally:
        gc.enable()
