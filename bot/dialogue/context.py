"""Carries over what a follow-up question leaves out."""

from dataclasses import replace

from bot.content.model import Knowledge
from bot.dialogue.conversation import Conversation
from bot.dialogue.index import FactIndex
from bot.dialogue.selection import gives
from bot.understanding.interpretation import Candidate, Reading
from bot.understanding.lexicon import Lexicon
from bot.understanding.mentions import Mention, MentionKind, without
from bot.understanding.text import words


class Context:
    """Completes readings from a conversation."""

    def __init__(self, knowledge: Knowledge, lexicon: Lexicon, facts: FactIndex) -> None:
        self._knowledge, self._facts = knowledge, facts
        self._plain = lexicon.words("filler", "references")
        self._lexicon = lexicon

    def complete(self, reading: Reading, conversation: Conversation) -> Reading:
        """The reading with topic, person, place and intent of the conversation where it leaves them out."""
        if self.is_bare(reading) or _asks_who(reading):
            reading = self._with_intent(reading, conversation) if conversation.intent else self._lone(reading)
        elif conversation.intent and not reading.content_words and not _names_more_than_years(reading):
            reading = self._of_what_was_said(reading, conversation)
        return self._with_names(reading, conversation)

    def _lone(self, reading: Reading) -> Reading:
        """A name and nothing else: "Metropolis" asks what it is, a person's name which offices they held."""
        kinds = {mention.kind for mention in reading.mentions}
        intent = self._knowledge.intent_of_lone(next(iter(kinds))) if len(kinds) == 1 else None
        return _meaning(reading, intent.id) if intent else reading

    def is_bare(self, reading: Reading) -> bool:
        """Whether the question holds names alone: "And UCLG?", "Und Hamburg?"."""
        names = [mention for mention in reading.mentions if not mention.stays]
        rest = self._lexicon.removed("ellipsis", without(reading.text, names)).split()
        return bool(names) and all(word in self._plain or len(word) < 3 for word in rest)

    def _of_what_was_said(self, reading: Reading, conversation: Conversation) -> Reading:
        """Nothing but "since when?", "and now?", "after 2017?" is asked of what was said last, or of a gap near it."""
        said = self._facts.answering_of(conversation.intent, conversation.topics)
        asks_of_it = reading.wants or reading.asks_for_today or reading.mentions
        if asks_of_it and any(gives(fact, reading) for fact in said):
            return _meaning(reading, conversation.intent)
        is_of_persons = bool(said) and all(fact.about.person for fact in said)
        candidates = reading.candidates if reading.wants and is_of_persons else ()
        intents = (self._knowledge.intents[candidate.intent] for candidate in candidates)
        near = next((intent.id for intent in intents if conversation.intent in intent.nearby), None)
        return _meaning(reading, near) if near else reading

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
            carried = self._carried(reading, "person", conversation.persons)
            another = self._asks_for_another(reading.text)
            reading = reading.with_mentions(*(replace(mention, else_wanted=another) for mention in carried))
        if reading.ids("topic") or not reading.refers_back:
            return reading
        if self._knowledge.intents[reading.intent].own_subject and not reading.has_pronoun:
            return reading
        return reading.with_mentions(
            *self._carried(reading, "topic", conversation.topics),
            *self._carried(reading, "organisation", conversation.organisations),
        )

    def _asks_for_another(self, text: str) -> bool:
        """Whether a word such as "after" stands before the pronoun: "Who came after him?"."""
        pronouns = self._lexicon.words("person_pronouns")
        found = words(text)
        before = (found[:place] for place, word in enumerate(found) if word.folded in pronouns)
        return any(self._lexicon.ends("somebody_else", " ".join(word.folded for word in part)) for part in before)

    def _carried(self, reading: Reading, kind: MentionKind, ids: tuple[str, ...]) -> list[Mention]:
        if reading.ids(kind):
            return []
        return [Mention(kind, key, "", 0, 0) for key in ids]


def _asks_who(reading: Reading) -> bool:
    """Whether a question names a person and says nothing of them: "Who was Jürgen Roters?"."""
    kinds = {mention.kind for mention in reading.mentions}
    return kinds == {"person"} and reading.content_words == 0 and reading.wants is None


def _names_more_than_years(reading: Reading) -> bool:
    return any(mention.kind != "year" for mention in reading.mentions)


def _meaning(reading: Reading, intent: str) -> Reading:
    return replace(reading, candidates=(Candidate(intent, 1.0), *reading.candidates), confidence=1.0)
