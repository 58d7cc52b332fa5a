"""A message to an Interpretation: normalise, language, entities, intents, unexplained words."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from bot.content.model import Knowledge, Language
from bot.understanding import questions
from bot.understanding.entities import EntityFinder
from bot.understanding.foreign import is_foreign
from bot.understanding.interpretation import Candidate, Interpretation, Reading, Wanted
from bot.understanding.language import LanguageDetector
from bot.understanding.lexicon import Lexicon
from bot.understanding.mentions import Mention, is_joint, without
from bot.understanding.ranking import Ranker
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
WHOLE_ADVANTAGE = 0.25
"""A message stays whole when it fits its intent by so much better than its weakest part does."""
SHORT_QUESTION = 5
"""Up to so many words a question may lean on what was said before."""
SHORTEST_CLAIM = 4
"""Words from which a question without a question word counts as a claim to confirm."""
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
        whole = clean(message)
        said = whole[:LONGEST_TEXT]
        if not _LETTER.search(said):
            return Interpretation(None, ())
        text = self.lexicon.after_opening("corrections", said, before="filler")
        reading = self.read(text, subject)
        if text != said:
            reading = replace(reading, refers_back=True)
        unquoted = _QUOTED.sub(lambda quotation: " " * len(quotation.group()), text)
        plain = without(unquoted if _LETTER.search(unquoted) else text, reading.mentions)
        foreign = self.knows_foreign and is_foreign(plain, self.detector.known_share(plain))
        language = "en" if foreign else self._language(plain)
        return Interpretation(language, self._readings(reading, subject), foreign=foreign, cut=len(said) < len(whole))

    def _language(self, plain: str) -> Language | None:
        """The language of words that are no names, as they are or spelt right."""
        return self.detector.detect(plain) or self.detector.detect(self.ranker.correct(plain))

    def nearest(self, reading: Reading, count: int) -> list[tuple[str, str, float]]:
        """Place, words and similarity of the best intent's examples that are most like the question."""
        hits = self.ranker.nearest(reading.masked, reading.intent, count)
        found = ((self.examples[index], similarity) for index, similarity in hits)
        places = self.knowledge.example_places
        return [(places.get(text, "a suggested question"), text, similarity) for text, similarity in found]

    def _readings(self, whole: Reading, subject: str | None) -> tuple[Reading, ...]:
        sentences = self._asking(questions.sentences(whole.text))
        if len(sentences) < 2:
            return self._parts(whole, subject)
        read = self._in_turn(sentences, subject)
        asked = [part for reading in read for part in self._parts(reading, subject) if self._is_question(part)]
        return self._several(whole, asked)

    def _asking(self, sentences: list[str]) -> list[str]:
        """The sentences without what is only told before a question: "I have their address. Who pays for it?"."""
        is_asked = [text.endswith("?") or self.lexicon.has("question_words", text) for text in sentences]
        last = max((place for place, asked in enumerate(is_asked) if asked), default=0)
        return [
            text
            for place, text in enumerate(sentences)
            if is_asked[place] or place > last or self.lexicon.has("requests", text)
        ]

    def _in_turn(self, texts: list[str], subject: str | None) -> list[Reading]:
        """Each text in the light of those before it: a topic that one names holds for those after it that name none."""
        readings: list[Reading] = []
        named: Mention | None = None
        for text in texts:
            reading = self.read(text, named.id if named else subject)
            own = next((one for one in reading.mentions if one.kind == "topic" and not one.else_wanted), None)
            readings.append(
                reading if own or not named else reading.with_mentions(replace(named, text="", start=0, end=0))
            )
            named = own or named
        return readings

    def _parts(self, whole: Reading, subject: str | None) -> tuple[Reading, ...]:
        """The clauses, if each asks something; "please" and "would you?" are left out."""
        clauses = questions.clauses(self._with_names_together(whole))
        parts = [part for part in self._in_turn(clauses, subject) if part.says_something] if len(clauses) > 1 else []
        surest = max((part.confidence for part in parts), default=0.0)
        least = SURE_PART if surest < CLEAR_PART else SURE_PART_BESIDE_CLEAR
        if len(parts) < 2 or not all(self._is_question(part, least) for part in parts):
            return (whole,)
        return self._several(whole, parts)

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
        fits_better = weakest < CLEAR_PART and whole.confidence > weakest + WHOLE_ADVANTAGE
        if fits_better or len(distinct) < 2:
            return (whole,)
        return (parts[0], *(replace(part, refers_back=True) for part in parts[1:]))

    def _is_question(self, reading: Reading, least: float = SURE_PART) -> bool:
        kind = self.knowledge.intents[reading.intent].kind
        return kind in ("fact", "gap") and reading.confidence >= least

    def read(self, text: str, subject: str | None = None) -> Reading:
        """Understand a text as one question, in the light of what was spoken of before."""
        mentions, lexicon = tuple(self.finder.find(text)), self.lexicon
        plain, found = without(text, mentions), words(text)
        masked = self.finder.mask(text, mentions)
        unexplained = self.vocabulary.unexplained(found, mentions)
        refers_back = len(found) <= SHORT_QUESTION or lexicon.has("references", text)
        names_none = not any(mention.kind == "topic" and not mention.else_wanted for mention in mentions)
        ranked = self._rank(masked, subject if refers_back and names_none else None)
        content_words = self.vocabulary.content_words(plain)
        return Reading(
            text=text,
            masked=masked,
            mentions=mentions,
            candidates=ranked,
            unexplained=unexplained,
            confidence=_confidence(ranked, unexplained),
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

    def _rank(self, masked: str, subject: str | None) -> tuple[Candidate, ...]:
        """The best intents of the text as it stands, or with the subject it leaves out, whichever is clearer."""
        texts = [masked, f"{masked} {self.finder.stand_in(subject)}"] if subject else [masked]
        ranked = max((self.ranker.rank(text)[:CANDIDATES] for text in texts), key=lambda hits: hits[0].score)
        return tuple(Candidate(hit.label, hit.score) for hit in ranked)


def _names_something(mentions: Sequence[Mention]) -> bool:
    return any(mention.kind not in ("year", "number") for mention in mentions)


def _confidence(ranked: Sequence[Candidate], unexplained: tuple[str, ...]) -> float:
    cost = UNEXPLAINED_COST * min(len(unexplained), MOST_UNEXPLAINED)
    return max(0.0, min(1.0, ranked[0].score - cost))


def wants_yes_or_no(text: str, lexicon: Lexicon, language: Language | None) -> bool:
    """Whether yes or no answers the question: it asks for no value, and opens with a verb, ends with a tag or a mark.

    The language decides what a question word is: "was" asks in German and is a verb in English.
    """
    if lexicon.has("question_words", text, language):
        return lexicon.ends("check_tags", text) and not lexicon.opens("question_words", text)
    if lexicon.ends("check_tags", text) or lexicon.opens("check_openers", text):
        return True
    return text.rstrip().endswith("?") and len(words(text)) >= SHORTEST_CLAIM


_WANTED: tuple[tuple[str, Wanted], ...] = (
    ("asks_until", "end"),
    ("asks_how_often", "frequency"),
    ("asks_how_long", "time"),
    ("asks_how_many", "count"),
    ("asks_by_name", "name"),
    ("asks_when", "time"),
)
"""Word lists and the kind of value they ask for; the first that occurs decides."""


def wanted_value(text: str, lexicon: Lexicon) -> Wanted | None:
    """The kind of value a question wants, by its question words."""
    asked = lexicon.removed("relative_times", text)
    return next((kind for name, kind in _WANTED if lexicon.has(name, asked)), None)
