"""Interpretation and Conversation to Reply."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.content.model import Intent, Knowledge, Language
from bot.dialogue.choice import settle
from bot.dialogue.compose import Composer
from bot.dialogue.context import Context
from bot.dialogue.conversation import Conversation
from bot.dialogue.outcome import Ambiguous, Chosen, Finding, Missing, Outcome, topic_of
from bot.dialogue.reply import Reply, Suggestion
from bot.dialogue.selection import Selector
from bot.dialogue.ties import with_tied
from bot.understanding.interpretation import Candidate, Interpretation, Reading
from bot.understanding.lexicon import Lexicon
from bot.understanding.mentions import Mention

ANSWER_FROM = 0.16
"""Confidence from which a fact is given as the answer to a question that names something we know."""
ANSWER_NAMELESS_FROM = 0.3
"""The same where the question names nothing, so that only its words speak for it."""
ANSWER_STRANGE_FROM = 0.3
"""The same where a capitalised word is unknown, which may be the name of another place or person."""
FOREIGN_FROM = 0.33
"""The same where the question is in another language, of which only the sentence encoder understands anything."""
VAGUE_WORDS = 2
"""A question that names nothing, in so few words, is asked back rather than declined."""
VAGUE_BELOW = 0.6
"""Confidence below which so short a question is vague."""
DECLINE_BELOW = 0.12
"""Confidence below which a question counts as none of ours."""


@dataclass(frozen=True, slots=True)
class Turn:
    """A reply, and the conversation that it leaves."""

    reply: Reply
    conversation: Conversation


class Dialogue:
    """Chooses what to say; knows nothing of surfaces and keeps nothing between calls."""

    def __init__(self, knowledge: Knowledge) -> None:
        self._knowledge = knowledge
        self._selector = Selector(knowledge)
        self._context = Context(knowledge, Lexicon(knowledge.words), self._selector.facts)
        self._composer = Composer(knowledge)

    def reply(self, interpretation: Interpretation, conversation: Conversation, preferred: Language) -> Turn:
        """The reply to a message, in its language, else the conversation's, else the preferred one."""
        language = interpretation.language or conversation.language or preferred
        if not interpretation.readings:
            return Turn(self._composer.out_of_scope(language, None), conversation)
        replies: list[Reply] = []
        for reading in interpretation.readings:
            completed = self._context.complete(reading, conversation)
            if interpretation.foreign:
                completed = self._as_foreign(completed)
            reply, conversation = self._answer(completed, conversation, language)
            replies.append(reply)
        reply = self._composer.join(replies)
        if interpretation.foreign:
            reply = self._composer.in_english(reply)
        if interpretation.cut and reply.status != "answered":
            reply = self._composer.too_long(reply)
        return Turn(reply, conversation)

    def _as_foreign(self, reading: Reading) -> Reading:
        """A reading in another language: its words explain nothing, and what it leaves unnamed cannot be checked."""
        reading = replace(reading, unexplained=(), confidence=max(0.0, min(1.0, reading.candidates[0].score)))
        outcome = self._selector.select(reading, self._knowledge.intents[reading.intent])
        if not isinstance(outcome, Chosen):
            return reading
        of_a_place = any(fact.about.place and not fact.about.person for fact in outcome.facts)
        is_checked = not of_a_place or bool(reading.ids("place") or reading.ids("topic"))
        clear = reading.confidence >= FOREIGN_FROM and is_checked
        return reading if clear else replace(reading, confidence=0.0)

    def choose(self, intent: str, topic: str, language: Language) -> Turn:
        """The reply to a suggestion that a person picked; raises KeyError for ids the content does not have."""
        wanted, about = self._knowledge.intents[intent], self._knowledge.topics[topic]
        reading = chosen_reading(wanted.id, about.topic)
        outcome = self._selector.select(reading, wanted)
        reply = self._composer.outcome(outcome, reading, language)
        return Turn(reply, _after(outcome, reading, language))

    def present(self, findings: Sequence[Finding], language: Language) -> Turn:
        """The reply that states findings, at least one, in a language; a card by its link, or an answer once more."""
        last, readings = findings[-1], [chosen_reading(finding.intent, topic_of(finding)) for finding in findings]
        replies = [self._composer.outcome(*pair, language) for pair in zip(findings, readings, strict=True)]
        return Turn(self._composer.join(replies), _after(last, readings[-1], language))

    def questions_about(self, topic: str, language: Language) -> tuple[Suggestion, ...]:
        """Every question that the documents answer about a topic, in the order of its facts."""
        facts = self._knowledge.topics[topic].facts.values()
        intents = dict.fromkeys(fact.answers[0] for fact in facts)
        offered = (self._composer.suggestion(self._knowledge.intents[intent], topic, language) for intent in intents)
        return tuple(suggestion for suggestion in offered if suggestion)

    def _answer(self, reading: Reading, before: Conversation, language: Language) -> tuple[Reply, Conversation]:
        reading = settle(reading, self._knowledge, self._selector)
        intent = self._knowledge.intents[reading.intent]
        said_only = _after_words(before, reading, language)
        if intent.kind == "smalltalk" and reading.confidence >= DECLINE_BELOW:
            # "And before?" is no small talk, and nothing else that anybody could answer.
            if _says_nothing(reading) and not _is_sure(reading):
                return self._composer.which_topic(reading, language), said_only
            return self._composer.smalltalk(intent, reading, language), said_only
        if intent.kind == "out_of_scope" or _is_none_of_ours(reading):
            return self._declined(reading, language), said_only
        outcome = self._selector.select(reading, intent)
        if _is_vague(outcome, reading):
            return self._composer.which_topic(reading, language), said_only
        if isinstance(outcome, Chosen):
            outcome = with_tied(outcome, reading, self._knowledge, self._selector)
        if isinstance(outcome, Chosen) and not _is_sure(reading):
            return self._composer.ask_which(self._options(reading), reading, language), said_only
        return self._composer.outcome(outcome, reading, language), _after(outcome, reading, language, before.topics)

    def _declined(self, reading: Reading, language: Language) -> Reply:
        if any(mention.kind in ("topic", "person") for mention in reading.mentions):
            return self._composer.unsure(language, reading)
        return self._composer.out_of_scope(language, reading)

    def _options(self, reading: Reading) -> list[tuple[Intent, str | None]]:
        intents = (self._knowledge.intents[candidate.intent] for candidate in reading.candidates[:3])
        topics = reading.ids("topic")
        return [(intent, topics[0] if topics else intent.topic) for intent in intents if intent.kind == "fact"]


def chosen_reading(intent: str, topic: str | None) -> Reading:
    """The reading of a question that was picked, not typed."""
    return Reading(
        text="",
        masked="",
        mentions=(Mention("topic", topic, "", 0, 0),) if topic else (),
        candidates=(Candidate(intent, 1.0),),
        unexplained=(),
        confidence=1.0,
        wants_yes_or_no=False,
        hedged=False,
        asks_for_today=False,
        refers_back=False,
        has_pronoun=False,
        person_pronoun=False,
        content_words=0,
        says_something=True,
        wants=None,
    )


def _is_none_of_ours(reading: Reading) -> bool:
    """Whether a question counts as none of ours: it fits nothing, or it names nothing and holds words we never use."""
    if not reading.mentions and reading.unexplained:
        return reading.confidence < ANSWER_NAMELESS_FROM
    return reading.confidence < DECLINE_BELOW


def _is_sure(reading: Reading) -> bool:
    if any(word[:1].isupper() and not reading.text.startswith(word) for word in reading.unexplained):
        return reading.confidence >= ANSWER_STRANGE_FROM
    # What only the conversation adds speaks for no intent; the question's own words must.
    speaks = reading.mentions and not _says_nothing(reading)
    return reading.confidence >= (ANSWER_FROM if speaks else ANSWER_NAMELESS_FROM)


def _says_nothing(reading: Reading) -> bool:
    return reading.content_words == 0 and not any(mention.text for mention in reading.mentions)


def _is_vague(outcome: Outcome, reading: Reading) -> bool:
    """Whether nothing says of what is asked: "seit wann?", "ab wann nochmal?"."""
    if reading.mentions or isinstance(outcome, Ambiguous):
        return False
    few = reading.content_words <= VAGUE_WORDS and reading.confidence < VAGUE_BELOW
    return reading.content_words == 0 or (few and isinstance(outcome, Missing))


def _after_words(conversation: Conversation, reading: Reading, language: Language) -> Conversation:
    """What stays of a conversation when nothing was answered: a topic just named counts all the same."""
    return replace(conversation, language=language, topics=reading.ids("topic") or conversation.topics)


def _after(outcome: Outcome, reading: Reading, language: Language, before: tuple[str, ...] = ()) -> Conversation:
    """What the next question may leave out; what shows no topic is about those that were spoken of before."""
    facts = outcome.facts if isinstance(outcome, Chosen) else ()
    topics: tuple[str, ...] = tuple(dict.fromkeys(fact.topic for fact in facts))
    if isinstance(outcome, Missing) and outcome.topic:
        topics = (outcome.topic,)
    organisations = {fact.about.organisation for fact in facts}
    lone = next(iter(organisations)) if len(organisations) == 1 else ()
    return Conversation(
        topics=topics or reading.ids("topic") or before,
        persons=reading.ids("person") or tuple(dict.fromkeys(name for fact in facts for name in fact.about.person)),
        organisations=lone if len(lone) == 1 else (),
        places=reading.ids("place"),
        intent=outcome.intent,
        language=language,
    )
