"""Puts a reply into words: facts as they stand, the bot's own phrases, sources, contact, suggestions."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import islice

from bot.content.model import Fact, Intent, Knowledge, Language
from bot.dialogue.outcome import Ambiguous, Chosen, Finding, Missing, Outcome
from bot.dialogue.reply import Reply, Status, Suggestion
from bot.understanding.interpretation import Reading
from bot.understanding.mentions import UNKNOWN_PERSON, Mention
from bot.understanding.names import display_name

MOST_SUGGESTIONS = 3
"""More choices than this are no help."""
Option = tuple[Intent, str | None]
"""A question that may be meant: its intent, and its topic if one is known."""
_RANK: tuple[Status, ...] = ("answered", "clarify", "unknown", "out_of_scope", "smalltalk")


class Composer:
    """Writes replies in both languages from the content alone."""

    def __init__(self, knowledge: Knowledge) -> None:
        self._knowledge = knowledge
        self._order = {topic: place for place, topic in enumerate(knowledge.ordered_topics())}

    def phrase(self, name: str, language: Language, **values: str) -> str:
        return self._knowledge.phrases[name].in_language(language).format(**values)

    def outcome(self, outcome: Outcome, reading: Reading, language: Language) -> Reply:
        """The reply for what the selection found."""
        if isinstance(outcome, Chosen):
            return self._answer(outcome, reading, language)
        if isinstance(outcome, Missing):
            return self._missing(outcome, reading, language)
        return self._which_topic(outcome, reading, language)

    def smalltalk(self, intent: Intent, reading: Reading, language: Language) -> Reply:
        text = intent.reply.in_language(language) if intent.reply else ""
        reply = self._reply("smalltalk", language, [text], reading)
        return reply if intent.with_contact else replace(reply, contact=None)

    def out_of_scope(self, language: Language, reading: Reading | None) -> Reply:
        return self._reply("out_of_scope", language, [self.phrase("out_of_scope", language)], reading)

    def unsure(self, language: Language, reading: Reading) -> Reply:
        topic = next(iter(reading.ids("topic")), None)
        return self._reply("unknown", language, [self.phrase("unsure", language)], reading, topic=topic)

    def ask_which(self, options: Sequence[Option], reading: Reading, language: Language) -> Reply:
        """A question back with up to three full questions."""
        return self._ask("which_question", options, reading, language)

    def which_topic(self, reading: Reading, language: Language) -> Reply:
        """A question back when nothing says what is spoken of."""
        intent = self._knowledge.intent_of_lone("topic")
        options = [(intent, topic) for topic in islice(self._order, MOST_SUGGESTIONS) if intent]
        return self._ask("which_topic", options, reading, language)

    def in_english(self, reply: Reply) -> Reply:
        """The reply to a question in another language, with a line that says so."""
        return replace(reply, sentences=(*reply.sentences, self.phrase("in_english", "en")))

    def too_long(self, reply: Reply) -> Reply:
        """The same reply for a message that was read only in part: it says so instead of guessing."""
        text = self.phrase("too_long", reply.language)
        return replace(
            reply, status="unknown", sentences=(text,), evidence=(), websites=(), suggestions=(), findings=()
        )

    def join(self, replies: Sequence[Reply]) -> Reply:
        """Several replies as one: every sentence in order, one source line, one contact."""
        if len(replies) == 1:
            return replies[0]
        useful = [reply for reply in replies if reply.status in ("answered", "unknown", "clarify")] or list(replies[:1])
        best = min(useful, key=lambda reply: _RANK.index(reply.status))
        return Reply(
            status=best.status,
            language=best.language,
            sentences=_each_once(sentence for reply in useful for sentence in reply.sentences),
            facts=_facts_once(fact for reply in useful for fact in reply.facts),
            evidence=_facts_once(fact for reply in useful for fact in reply.evidence),
            websites=_facts_once(fact for reply in useful for fact in reply.websites),
            contact=best.contact,
            suggestions=next((reply.suggestions for reply in useful if reply.suggestions), ()),
            intents=_each_once(intent for reply in useful for intent in reply.intents[:1]),
            confidence=min(reply.confidence for reply in useful),
            findings=_all_findings(useful),
        )

    def suggestion(self, intent: Intent, topic: str | None, language: Language) -> Suggestion | None:
        """The intent as a full question about a topic, if it can be put so."""
        if intent.question is None or topic is None:
            return None
        text = intent.question.in_language(language).format(topic=self._knowledge.topic_name(topic, language))
        return Suggestion(text, intent.id, topic)

    def _answer(self, chosen: Chosen, reading: Reading, language: Language) -> Reply:
        sentences = [fact.in_language(language) for fact in chosen.facts]
        if chosen.verdict:
            sentences[0] = f"{self.phrase(chosen.verdict, language)} {sentences[0]}"
        lacking = (self._gap_sentence(Missing(chosen.intent, one), language) for one in chosen.without)
        sentences.extend(lacking)
        topic = chosen.facts[0].topic
        return self._reply("answered", language, sentences, reading, facts=chosen.facts, topic=topic, finding=chosen)

    def _missing(self, missing: Missing, reading: Reading, language: Language) -> Reply:
        sentences = [self._gap_sentence(missing, language)]
        nearby: tuple[Fact, ...] = ()
        if missing.nearby:
            nearby = (missing.nearby,)
            sentences.append(self.phrase("nearby", language, fact=missing.nearby.in_language(language)))
        return self._reply(
            "unknown", language, sentences, reading, evidence=nearby, topic=missing.topic, finding=missing
        )

    def _gap_sentence(self, missing: Missing, language: Language) -> str:
        wanted = self._knowledge.intents[missing.intent].wanted
        topic = missing.topic if missing.topic and self._knowledge.topics[missing.topic].aliases else None
        if wanted is None or (topic is None and "{topic}" in wanted.de):
            return self.phrase("gap_plain", language)
        text = wanted.in_language(language).format(topic=self._knowledge.topic_name(topic, language) if topic else "")
        detail = self._details(missing, text, language)
        return self.phrase("gap_detail" if detail else "gap", language, wanted=text, detail=detail)

    def _details(self, missing: Missing, said: str, language: Language) -> str:
        """The named things that no fact covers, as far as they are not said yet; unknown persons stay unnamed."""
        named = (mention for mention in missing.details if mention.id != UNKNOWN_PERSON)
        names = [_shown(self._knowledge, mention, language) for mention in named]
        if missing.today:
            names.append(self.phrase("today", language))
        return ", ".join(dict.fromkeys(name for name in names if name not in said))

    def _which_topic(self, ambiguous: Ambiguous, reading: Reading, language: Language) -> Reply:
        intent = self._knowledge.intents[ambiguous.intent]
        ordered = sorted(ambiguous.topics, key=self._order.__getitem__)
        return self._ask("which_topic", [(intent, topic) for topic in ordered], reading, language)

    def _ask(self, phrase: str, options: Sequence[Option], reading: Reading, language: Language) -> Reply:
        offered = (self.suggestion(intent, topic, language) for intent, topic in options)
        known = tuple({one.text: one for one in offered if one}.values())[:MOST_SUGGESTIONS]
        if not known:
            return self.unsure(language, reading)
        return self._reply("clarify", language, [self.phrase(phrase, language)], reading, suggestions=known)

    def _reply(
        self,
        status: Status,
        language: Language,
        sentences: Sequence[str],
        reading: Reading | None,
        *,
        facts: tuple[Fact, ...] = (),
        evidence: tuple[Fact, ...] = (),
        topic: str | None = None,
        suggestions: tuple[Suggestion, ...] = (),
        finding: Finding | None = None,
    ) -> Reply:
        website = self._knowledge.website_of(topic) if topic else None
        return Reply(
            status=status,
            language=language,
            sentences=tuple(sentences),
            facts=facts,
            evidence=facts or evidence,
            websites=(website,) if website and website not in facts else (),
            contact=self._knowledge.contact,
            suggestions=suggestions,
            intents=tuple(candidate.intent for candidate in reading.candidates[:3]) if reading else (),
            confidence=reading.confidence if reading else 0.0,
            findings=(finding,) if finding else (),
        )


def _shown(knowledge: Knowledge, mention: Mention, language: Language) -> str:
    if mention.kind in ("year", "number"):
        # A month reads the same in both languages: 05/2018.
        return "/".join(reversed(mention.id.split("-")))
    return display_name(knowledge, mention.id, german=language == "de")


def _each_once(texts: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(texts))


def _facts_once(facts: Iterable[Fact]) -> tuple[Fact, ...]:
    return tuple({fact.id: fact for fact in facts}.values())


def _all_findings(replies: Sequence[Reply]) -> tuple[Finding, ...]:
    """What all replies state; nothing where one of them states none, for then the whole cannot be said again."""
    stated = all(reply.findings for reply in replies)
    return tuple(finding for reply in replies for finding in reply.findings) if stated else ()
