"""Builds an Interpreter from the content: trained once, cached by content hash."""

import hashlib
import logging
import os
from collections.abc import Iterator
from pathlib import Path
from zipfile import BadZipFile

from bot.content.model import Knowledge, Language
from bot.understanding.encoder import Encoder, encoder_version, load_encoder
from bot.understanding.entities import EntityFinder
from bot.understanding.foreign import keep_model_in
from bot.understanding.interpreter import Interpreter
from bot.understanding.language import LanguageDetector
from bot.understanding.lexicon import Lexicon
from bot.understanding.ranking import Ranker
from bot.understanding.vocabulary import Vocabulary

_LOG = logging.getLogger(__name__)

_LEARNS_NOTHING = (
    "courtesy",
    "foreign",
    "form",
    "interpretation",
    "interpreter",
    "kept_model",
    "language",
    "overlaps",
    "passages",
    "prefixes",
    "questions",
    "recent",
    "rows",
    "search",
    "vocabulary",
)
"""Modules of this room without which the same is learnt."""
KEPT_RANKERS = 2
"""Trained rankers that stay in the cache folder."""


def build_interpreter(knowledge: Knowledge, cache: Path | None, *, with_encoder: bool = True) -> Interpreter:
    """Everything that understanding needs; the trained ranker is kept in the cache folder, if there is one."""
    encoder = load_encoder(cache) if with_encoder else None
    if encoder and cache:
        keep_model_in(cache)
    lexicon = Lexicon(knowledge.words)
    finder = EntityFinder(knowledge, lexicon)
    return Interpreter(
        knowledge=knowledge,
        finder=finder,
        ranker=_ranker(knowledge, finder, encoder, cache),
        detector=LanguageDetector(_texts(knowledge)),
        vocabulary=Vocabulary(knowledge, lexicon),
        lexicon=lexicon,
        examples=tuple(text for _, text in _examples(knowledge, finder)),
        knows_foreign=encoder is not None,
    )


def _ranker(knowledge: Knowledge, finder: EntityFinder, encoder: Encoder | None, cache: Path | None) -> Ranker:
    file = cache / f"ranker-{_fingerprint(knowledge, finder, encoder)}.npz" if cache else None
    if file and (kept := _kept(file, encoder)):
        return kept
    _LOG.warning("Learning the example questions. This happens once after each change of the content.")
    ranker = Ranker.train(masked_examples(knowledge, finder), encoder)
    if file:
        _keep(ranker, file)
        # What was needed to learn is left behind: some hundred megabytes.
        return _kept(file, encoder) or ranker
    return ranker


def _kept(file: Path, encoder: Encoder | None) -> Ranker | None:
    """The ranker of that file, if there is one that can be read."""
    if not file.is_file():
        return None
    try:
        return Ranker.load(file, encoder)
    except (ValueError, OSError, KeyError, EOFError, BadZipFile) as error:
        _LOG.warning("The trained ranker %s cannot be read and is trained anew: %s", file.name, error)
        return None


def masked_examples(knowledge: Knowledge, finder: EntityFinder) -> list[tuple[str, str]]:
    """Every example with names masked, and its intent."""
    return [(finder.mask(text, finder.find(text)), intent) for intent, text in _examples(knowledge, finder)]


def _examples(knowledge: Knowledge, finder: EntityFinder) -> Iterator[tuple[str, str]]:
    """The examples, and the questions that the bot itself suggests, which it must understand when they are typed.

    Those of topics that look the same to the ranker come once.
    """
    for intent in knowledge.intents.values():
        yield from ((intent.id, text) for text in intent.examples.all)
    first: dict[tuple[str, str], str] = {}
    for fact in knowledge.facts().values():
        for intent_id in fact.answers:
            if first.setdefault((intent_id, finder.stand_in(fact.topic)), fact.topic) == fact.topic:
                yield from ((intent_id, text) for text in knowledge.suggested_questions(intent_id, fact.topic))


def _texts(knowledge: Knowledge) -> Iterator[tuple[str, Language]]:
    for intent in knowledge.intents.values():
        yield from ((text, "de") for text in intent.examples.de)
        yield from ((text, "en") for text in intent.examples.en)


def _fingerprint(knowledge: Knowledge, finder: EntityFinder, encoder: Encoder | None) -> str:
    """Changes with what is learnt from, with the code that learns, and with the encoder and its version."""
    digest = hashlib.sha256("\0".join(_learnt_from(knowledge, finder)).encode())
    for source in sorted(Path(__file__).parent.rglob("*")):
        if source.suffix in (".py", ".txt") and source.stem not in _LEARNS_NOTHING:
            digest.update(source.read_bytes())
    digest.update(encoder_version().encode() if encoder else b"plain")
    return digest.hexdigest()[:16]


def _learnt_from(knowledge: Knowledge, finder: EntityFinder) -> Iterator[str]:
    """The examples and the names in them; another wording of a fact or a phrase needs no new training."""
    for example in _examples(knowledge, finder):
        yield from example
    for topic in knowledge.topics.values():
        yield repr((topic.topic, topic.name, topic.in_sentence, topic.aliases, topic.keywords, topic.not_names))
    yield from map(repr, knowledge.entities.values())
    yield repr(knowledge.words)


def _keep(ranker: Ranker, file: Path) -> None:
    """Save the ranker whole or not at all; a folder that cannot be written costs only time at the next start."""
    draft = file.with_suffix(f".{os.getpid()}.tmp")
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        ranker.save(draft)
        draft.replace(file)
        _forget_older(file)
    except OSError as error:
        draft.unlink(missing_ok=True)
        _LOG.warning("The trained ranker cannot be kept in %s: %s", file.parent, error)


def _forget_older(file: Path) -> None:
    """Keep the two newest rankers, with and without the encoder; each is some hundred megabytes."""
    newest_first = sorted(file.parent.glob("ranker-*.npz"), key=lambda one: one.stat().st_mtime, reverse=True)
    for old in newest_first[KEPT_RANKERS:]:
        old.unlink(missing_ok=True)
