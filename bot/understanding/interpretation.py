"""What the bot understood of a message, as values."""

from dataclasses import dataclass, replace
from typing import Literal

from bot.content.model import Language
from bot.understanding.mentions import Mention, MentionKind

Wanted = Literal["time", "end", "count", "frequency", "name"]


@dataclass(frozen=True, slots=True)
class Candidate:
    """An intent the question may mean, and how well it fits (about 0 to 1)."""

    intent: str
    score: float


@dataclass(frozen=True, slots=True)
class Reading:
    """One question of a message."""

    text: str
    """The question as written, cleaned."""
    masked: str
    """The question with names replaced by one stand-in per kind."""
    mentions: tuple[Mention, ...]
    """What it names, in order."""
    candidates: tuple[Candidate, ...]
    """The best intents, best first."""
    unexplained: tuple[str, ...]
    """Content words that neither an intent nor a name nor filler explains."""
    confidence: float
    """How sure the best intent is, from 0 to 1."""
    wants_yes_or_no: bool
    """Whether it is put so that yes or no answers it."""
    hedged: bool
    """Whether a comparison or a negation leaves open what a yes would mean."""
    asks_for_today: bool
    """Whether it asks how things are now."""
    refers_back: bool
    """Whether it is short or points back, so that it may leave out what was said before."""
    has_pronoun: bool
    """Whether a pronoun stands for the network or person spoken of."""
    person_pronoun: bool
    """Whether a pronoun stands for the one person spoken of."""
    content_words: int
    """How many of its words are more than question words and filler."""
    says_something: bool
    """Whether it could stand alone: it has content, or a name and words about it ("what is UCLG", not "and Berlin")."""
    wants: Wanted | None
    """The kind of value it wants, where its words tell."""
    asks_for_all: bool = False
    """Whether it is asked of every network at once."""

    @property
    def intent(self) -> str:
        """The best intent."""
        return self.candidates[0].intent

    def ids(self, kind: MentionKind) -> tuple[str, ...]:
        """The ids of the mentions of a kind, in order, each once; a topic's name outranks a hint.

        A topic that is named only to ask for others is left out.
        """
        found = [mention for mention in self.mentions if mention.kind == kind and not mention.is_other_topic]
        named = [mention for mention in found if not mention.hint] or found
        return tuple(dict.fromkeys(mention.id for mention in named))

    def with_mentions(self, *carried: Mention) -> "Reading":
        """The same question with what the conversation adds to it."""
        return replace(self, mentions=(*carried, *self.mentions))


@dataclass(frozen=True, slots=True)
class Interpretation:
    """A message understood: its language, if it shows one, and its questions in order."""

    language: Language | None
    readings: tuple[Reading, ...]
    foreign: bool = False
    """Whether it is in a language other than German and English; the reply is then in English."""
    cut: bool = False
    """Whether the message was too long to be read to its end."""
