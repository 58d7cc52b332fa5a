"""Carries over what a follow-up question leaves out."""

from dataclasses import replace

from bot.content.model import Knowledge
from bot.dialogue.conversation import Conversation
from bot.understanding.interpretation import Candidate, Reading
from bot.understanding.lexicon import Lexicon
from bot.understanding.mentions import Mention, MentionKind
from bot.understanding.text import words


class Context:
    """Completes readings from a conversation."""

    def __init__(self, knowledge: Knowledge, lexicon: Lexicon) -> None:
        self._knowledge = knowledge
        self._plain = lexicon.words("filler", "references")

    def complete(self, reading: Reading, conversation: Conversation) -> Reading:
        """The reading with topic, person, place and intent of the conversation where it leaves them out."""
        if self.is_bare(reading):
            reading = self._with_intent(reading, conversation) if conversation.intent else self._lone(reading)
        return self._with_names(reading, conversation)

    def _lone(self, reading: Reading) -> Reading:
        """A name and nothing else: "Metropolis" asks what it is, a person's name which offices they held."""
        kinds = {mention.kind for mention in reading.mentions}
        intent = self._knowledge.intent_of_lone(next(iter(kinds))) if len(kinds) == 1 else None
        return _meaning(reading, intent.id) if intent else reading

    def is_bare(self, reading: Reading) -> bool:
        """Whether the question holds names alone: "And UCLG?", "Und Hamburg?"."""
        spans = [(mention.start, mention.end) for mention in reading.mentions if not mention.stays]
        rest = (word for word in words(reading.text) if not any(start <= word.start < end for start, end in spans))
        return bool(spans) and all(word.folded in self._plain or len(word.folded) < 3 for word in rest)

    def _with_intent(self, reading: Reading, conversation: Conversation) -> Reading:
        carried = [
            *self._carried(reading, "place", conversation.places if not reading.ids("topic") else ()),
            *self._carried(reading, "person", conversation.persons if not reading.ids("topic") else ()),
        ]
        return _meaning(reading, conversation.intent).with_mentions(*carried)

    def _with_names(self, reading: Reading, conversation: Conversation) -> Reading:
        if self._knowledge.intents[reading.intent].kind not in ("fact", "gap"):
            return reading
        if reading.person_pronoun and len(conversation.persons) == 1:
            reading = reading.with_mentions(*self._carried(reading, "person", conversation.persons))
        if reading.ids("topic") or not reading.refers_back:
            return reading
        if self._knowledge.intents[reading.intent].own_subject and not reading.has_pronoun:
            return reading
        return reading.with_mentions(
            *self._carried(reading, "topic", conversation.topics),
            *self._carried(reading, "organisation", conversation.organisations),
        )

    def _carried(self, reading: Reading, kind: MentionKind, ids: tuple[str, ...]) -> list[Mention]:
        if reading.ids(kind):
            return []
        return [Mention(kind, key, "", 0, 0) for key in ids]


def _meaning(reading: Reading, intent: str) -> Reading:
    return replace(reading, candidates=(Candidate(intent, 1.0), *reading.candidates), confidence=1.0)
