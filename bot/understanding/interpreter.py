"""A message to an Interpretation: normalise, language, entities, intents, unexplained words."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain, islice, pairwise

from bot.content.model import Knowledge, Language
from bot.understanding import questions
from bot.understanding.courtesy import without_opening
from bot.understanding.entities import EntityFinder
from bot.understanding.foreign import is_foreign
from bot.understanding.form import wanted_value, wants_yes_or_no
from bot.understanding.interpretation import Candidate, Interpretation, Reading
from bot.understanding.language import LanguageDetector
from bot.understanding.lexicon import Lexicon
from bot.understanding.mentions import Mention, is_joint, without
from bot.understanding.ranking import Ranked, Ranker
from bot.understanding.text import clean, words
from bot.understanding.vocabulary import Vocabulary

LONGEST_TEXT = 600
"""Letters of a message that are read; what follows is left out."""
CANDIDATES = 6
"""Intents kept for each question."""
UNEXPLAINED_COST = 0.05
"""Confidence that each unexplained content word costs."""
MOST_UNEXPLAINED = 3
"""More unexplained words than this cost no more."""
SURE_PART = 0.3
"""Confidence from which a part of a message counts as a question of its own."""
CLEAR_PART = 0.5
"""Confidence from which a part is clear; one beside it needs less."""
SURE_PART_BESIDE_CLEAR = 0.24
"""Confidence a part needs beside a clear one."""
FAIR_PART = 0.32
"""Confidence that a part needs beside one for which the whole message was taken."""
WHOLE_ADVANTAGE = 0.25
"""A message stays whole when it fits its intent by so much better than its weakest part does."""
SHORT_QUESTION = 5
"""Up to so many words a question may lean on what was said before."""
_LETTER = re.compile(r"[^\W\d_]")
_QUOTED = re.compile(r"[„“”\"«»][^„“”\"«»]+[“”\"«»]")
"""Words in quotation marks: a title in another language tells nothing of the question's own."""


@dataclass(frozen=True)
class Interpreter:
    """Everything needed to understand a message; holds no state of conversations."""

    knowledge: Knowledge
    finder: EntityFinder
    ranker: Ranker
    detector: LanguageDetector
    vocabulary: Vocabulary
    lexicon: Lexicon
    examples: tuple[str, ...]
    knows_foreign: bool
    """Whether there is an encoder, without which other languages are not understood."""

    def interpret(self, message: str, subject: str | None = None) -> Interpretation:
        """Understand a message of any length; one without a letter has no readings.

        The subject, a topic or an entity, is what the conversation spoke of last; it counts where the message names no
        topic and points back.
        """
        return self.interpret_each([(message, subject)])[0]

    def interpret_each(self, asked: Sequence[tuple[str, str | None]]) -> list[Interpretation]:
        """Understand messages, each with its subject; together they take the sentence encoder less time."""
        plans = [self._plan(message, subject) for message, subject in asked]
        readings = iter(self._ranked([draft for plan in plans if plan for draft in plan.drafts]))
        return [self._conclude(plan, readings) if plan else Interpretation(None, ()) for plan in plans]

    def _plan(self, message: str, subject: str | None) -> _Plan | None:
        """What is to be ranked of a message; None if it has no letter."""
        whole = clean(message)
        said = whole[:LONGEST_TEXT]
        if not _LETTER.search(said):
            return None
        text = self.lexicon.after_opening("corrections", said, before="filler")
        draft = self._draft(text, subject)
        if text != said:
            draft = replace(draft, reading=replace(draft.reading, refers_back=True))
        language, foreign = self._languages(draft.reading)
        sentences = questions.sentences(text)
        drafts = self._asking(sentences, subject) if len(sentences) > 1 else []
        clauses = [self._clauses(one.reading, subject) for one in drafts or [draft]]
        return _Plan(language, foreign, len(said) < len(whole), draft, drafts, clauses)

    def _conclude(self, plan: _Plan, readings: Iterator[Reading]) -> Interpretation:
        """The questions of a message, by the readings of all its drafts in their order."""
        whole, *sentences = islice(readings, 1 + len(plan.sentences))
        parts = [
            self._parts(one, list(islice(readings, len(clauses))))
            for one, clauses in zip(sentences or [whole], plan.clauses, strict=True)
        ]
        found = parts[0]
        if sentences:
            found = self._several(whole, [part for own in parts for part in own if self._is_question(part)])
        return Interpretation(plan.language, found, plan.foreign, plan.cut)

    def _languages(self, whole: Reading) -> tuple[Language | None, bool]:
        """The language of a message, if it shows one, and whether it is in another than German and English."""
        unquoted = _QUOTED.sub(lambda quotation: " " * len(quotation.group()), whole.text)
        plain = without(unquoted if _LETTER.search(unquoted) else whole.text, whole.mentions)
        foreign = self.knows_foreign and is_foreign(plain, self.detector.known_share(plain))
        return ("en" if foreign else self._language(plain)), foreign

    def _language(self, plain: str) -> Language | None:
        """The language of words that are no names, as they are or spelt right."""
        return self.detector.detect(plain) or self.detector.detect(self.ranker.correct(plain))

    def nearest(self, reading: Reading, count: int) -> list[tuple[str, str, float]]:
        """Place, words and similarity of the best intent's examples that are most like the question."""
        examples, places = self.knowledge.intents[reading.intent].examples.all, self.knowledge.example_places
        hits = self.ranker.nearest(reading.masked, [self.masked(text) for text in examples], count)
        found = ((examples[index], similarity) for index, similarity in hits)
        return [(places[text], text, similarity) for text, similarity in found]

    def masked(self, text: str) -> str:
        """The text as the ranker sees it, with names replaced by stand-ins."""
        return self.finder.mask(text, self.finder.find(text))

    def _asking(self, sentences: list[str], subject: str | None) -> list[_Draft]:
        """The sentences without what is only told before a question: "I have their address. Who pays for it?"."""
        is_asked = [text.endswith("?") or self.lexicon.has("question_words", text) for text in sentences]
        last = max((place for place, asked in enumerate(is_asked) if asked), default=0)
        return [
            draft
            for place, draft in enumerate(self._in_turn(sentences, subject))
            if is_asked[place] or place > last or self.lexicon.has("requests", draft.reading.text)
        ]

    def _in_turn(self, texts: list[str], subject: str | None) -> list[_Draft]:
        """Each text in the light of those before it: a topic that one names holds for those after it that name none."""
        drafts: list[_Draft] = []
        named: Mention | None = None
        for text in texts:
            draft = self._draft(text, named.id if named else subject)
            own = _topic_asked_of(draft.reading.mentions)
            if named and not own:
                carried = draft.reading.with_mentions(replace(named, text="", start=0, end=0))
                draft = replace(draft, reading=carried)
            drafts.append(draft)
            named = own or named
        return drafts

    def _clauses(self, whole: Reading, subject: str | None) -> list[_Draft]:
        """The clauses that say something; "please" and "would you?" are left out."""
        clauses = questions.clauses(self._with_names_together(whole))
        drafts = self._in_turn(clauses, subject) if len(clauses) > 1 else []
        return [draft for draft in drafts if draft.reading.says_something]

    def _parts(self, whole: Reading, clauses: list[Reading]) -> tuple[Reading, ...]:
        """The clauses, if each asks something, else the whole."""
        surest = max((clause.confidence for clause in clauses), default=0.0)
        least = SURE_PART if surest < CLEAR_PART else SURE_PART_BESIDE_CLEAR
        if len(clauses) < 2 or not all(self._is_question(clause, least) for clause in clauses):
            return (whole,)
        return self._several(whole, clauses)

    def _with_names_together(self, reading: Reading) -> str:
        """The text, not to be cut between two networks: what is asked of "Metropolis and UCLG" is one question."""
        text = reading.text
        for first, second in pairwise(mention for mention in reading.mentions if mention.text):
            if first.kind == second.kind == "topic" and is_joint(text[first.end : second.start]):
                text = questions.uncut(text, first.end, second.start)
        return text

    def _several(self, whole: Reading, parts: list[Reading]) -> tuple[Reading, ...]:
        """The parts, if they ask different things and the whole does not fit much better."""
        if len(parts) < 2:
            return (max((*parts, whole), key=lambda reading: reading.confidence),)
        distinct = {(part.intent, part.ids("topic")) for part in parts}
        weakest = min(part.confidence for part in parts)
        # A whole that is only taken for its clearest part says little against the others.
        outshone = any(part.intent == whole.intent and part.confidence >= whole.confidence for part in parts)
        needed = FAIR_PART if outshone else CLEAR_PART
        fits_better = weakest < needed and whole.confidence > weakest + WHOLE_ADVANTAGE
        if fits_better or len(distinct) < 2:
            return (whole,)
        return (parts[0], *(replace(part, refers_back=True) for part in parts[1:]))

    def _is_question(self, reading: Reading, least: float = SURE_PART) -> bool:
        kind = self.knowledge.intents[reading.intent].kind
        return kind in ("fact", "gap") and reading.confidence >= least

    def read(self, text: str, subject: str | None = None) -> Reading:
        """Understand a text as one question, in the light of what was spoken of before."""
        return self._ranked([self._draft(text, subject)])[0]

    def _draft(self, text: str, subject: str | None) -> _Draft:
        """All but the intents of a text as one question."""
        mentions, lexicon = tuple(self.finder.find(text)), self.lexicon
        plain, found = without(text, mentions), words(text)
        names_topic = _topic_asked_of(mentions) is not None
        masked = self.finder.mask(text, mentions)
        # Without a topic the opening may be all that is meant.
        masked = without_opening(masked, lexicon.words("filler")) if names_topic else masked
        refers_back = len(found) <= SHORT_QUESTION or lexicon.has("references", text)
        content_words = self.vocabulary.content_words(plain)
        reading = Reading(
            text=text,
            masked=masked,
            mentions=mentions,
            candidates=(),
            unexplained=self.vocabulary.unexplained(found, mentions),
            confidence=0.0,
            wants_yes_or_no=wants_yes_or_no(text, lexicon, self.detector.detect(plain)),
            hedged=lexicon.has("comparisons", text) or lexicon.has("negations", text),
            asks_for_today=lexicon.has("now", text),
            refers_back=refers_back,
            has_pronoun=lexicon.has("pronouns", text),
            person_pronoun=lexicon.has("person_pronouns", text),
            content_words=content_words,
            says_something=content_words > 0 or (_names_something(mentions) and len(words(plain)) > 1),
            wants=wanted_value(text, lexicon),
            asks_for_all=lexicon.has("all_of_them", text),
        )
        if not subject or names_topic or not refers_back:
            return _Draft(reading, (masked,))
        # As it stands, and with the subject it may leave out.
        return _Draft(reading, (masked, f"{masked} {self.finder.stand_in(subject)}"))

    def _ranked(self, drafts: Sequence[_Draft]) -> list[Reading]:
        """The readings of drafts: each with the intents of its clearest text."""
        rankings = iter(self.ranker.rank_each([text for draft in drafts for text in draft.texts], CANDIDATES))
        best = [max(islice(rankings, len(draft.texts)), key=lambda hits: hits[0].score) for draft in drafts]
        return [_with_intents(draft.reading, ranked) for draft, ranked in zip(drafts, best, strict=True)]


@dataclass(frozen=True, slots=True)
class _Draft:
    """A question without its intents."""

    reading: Reading
    texts: tuple[str, ...]
    """What is to be ranked; the clearest counts."""


@dataclass(frozen=True, slots=True)
class _Plan:
    """A message before its intents are ranked."""

    language: Language | None
    foreign: bool
    cut: bool
    whole: _Draft
    sentences: list[_Draft]
    """Its sentences that ask something, where there are several."""
    clauses: list[list[_Draft]]
    """Those of each sentence, or of the whole where there is only one."""

    @property
    def drafts(self) -> Iterator[_Draft]:
        """All drafts in a fixed order."""
        return chain([self.whole], self.sentences, *self.clauses)


def _with_intents(reading: Reading, ranked: Sequence[Ranked]) -> Reading:
    candidates = tuple(Candidate(hit.label, hit.score) for hit in ranked)
    return replace(reading, candidates=candidates, confidence=_confidence(candidates, reading.unexplained))


def _topic_asked_of(mentions: Sequence[Mention]) -> Mention | None:
    return next((mention for mention in mentions if mention.kind == "topic" and not mention.else_wanted), None)


def _names_something(mentions: Sequence[Mention]) -> bool:
    return any(mention.kind not in ("year", "number") for mention in mentions)


def _confidence(ranked: Sequence[Candidate], unexplained: tuple[str, ...]) -> float:
    cost = UNEXPLAINED_COST * min(len(unexplained), MOST_UNEXPLAINED)
    return max(0.0, min(1.0, ranked[0].score - cost))
