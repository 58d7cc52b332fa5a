"""The whole way of a question in one place, for every surface: text in, reply out."""

from dataclasses import dataclass
from pathlib import Path

from bot.content.loader import load_knowledge
from bot.content.model import Knowledge, Language
from bot.dialogue.conversation import Conversation
from bot.dialogue.dialogue import Dialogue, Turn
from bot.understanding.interpreter import Interpreter
from bot.understanding.training import build_interpreter


@dataclass(frozen=True)
class Assistant:
    """Knowledge, understanding and dialogue together; pure once it is built."""

    knowledge: Knowledge
    interpreter: Interpreter
    dialogue: Dialogue

    def answer(self, text: str, conversation: Conversation, preferred: Language = "de") -> Turn:
        """The reply to a message in a conversation; the preferred language counts where the text shows none."""
        conversation = conversation.known_to(self.knowledge)
        return self.dialogue.reply(self.interpreter.interpret(text, conversation.subject), conversation, preferred)


def build_assistant(content: Path, cache: Path | None, *, with_encoder: bool = True) -> Assistant:
    """Load and check the content and train or load what understands it; raises ContentError."""
    knowledge = load_knowledge(content)
    return Assistant(knowledge, build_interpreter(knowledge, cache, with_encoder=with_encoder), Dialogue(knowledge))
