"""The ranker learns intents from examples, forgives typos, and says the same after it was saved."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from bot.understanding.encoder import DIMENSIONS, FloatMatrix
from bot.understanding.features import Speller
from bot.understanding.ranking import Ranker
from bot.understanding.text import words

EXAMPLES = [
    ("Seit wann gibt es den Verband?", "founded"),
    ("Wann wurde das Netzwerk gegründet?", "founded"),
    ("In welchem Jahr ist der Verband entstanden?", "founded"),
    ("When was the network founded?", "founded"),
    ("How old is the network?", "founded"),
    ("Wie viele Mitglieder hat der Verband?", "members"),
    ("Zahl der Mitgliedsstädte", "members"),
    ("How many member cities are there?", "members"),
    ("Number of members", "members"),
    ("Wie lautet die Adresse der Webseite?", "website"),
    ("Link zur Homepage für Gäste", "website"),
    ("What is the website of the network?", "website"),
    ("Do they have a homepage?", "website"),
]
MEMBERS = [text for text, label in EXAMPLES if label == "members"]


class LetterEncoder:
    """A small encoder: a text is the direction of its letter counts."""

    def encode(self, texts: Sequence[str]) -> FloatMatrix:
        counts = np.zeros((len(texts), DIMENSIONS), np.float32)
        for row, text in enumerate(texts):
            for letter in text:
                counts[row, ord(letter) % DIMENSIONS] += 1
        lengths = np.sqrt((counts * counts).sum(axis=1, keepdims=True))
        rows: FloatMatrix = counts / np.maximum(lengths, np.float32(1))
        return rows


class CountingEncoder(LetterEncoder):
    """Counts the texts that it encodes."""

    encoded = 0

    def encode(self, texts: Sequence[str]) -> FloatMatrix:
        self.encoded += len(texts)
        return super().encode(texts)


@pytest.fixture(scope="module")
def ranker() -> Ranker:
    return Ranker.train(EXAMPLES, None)


@pytest.mark.parametrize(
    ("question", "label"),
    [
        ("Wann wurde der Verband gegründet?", "founded"),
        ("wann wurde der verband gegruendet", "founded"),
        ("Wie viele Mitgleider gibt es?", "members"),
        ("numbr of membrs", "members"),
        ("which homepage?", "website"),
        ("Adrese der Webseite", "website"),
    ],
)
def test_best_label_fits_question(ranker: Ranker, question: str, label: str) -> None:
    assert ranker.rank(question)[0].label == label


def test_every_label_is_ranked_best_first(ranker: Ranker) -> None:
    ranking = ranker.rank("How many members?")
    assert sorted(ranked.label for ranked in ranking) == ["founded", "members", "website"]
    assert [ranked.score for ranked in ranking] == sorted((ranked.score for ranked in ranking), reverse=True)


@pytest.mark.parametrize("stranger", ["", "?!", "xyz", "Kartoffelsuppe kochen"])
def test_unlike_question_scores_lower_than_a_likely_one(ranker: Ranker, stranger: str) -> None:
    assert ranker.rank(stranger)[0].score < ranker.rank("How many member cities?")[0].score / 2


def test_training_twice_gives_the_same(ranker: Ranker) -> None:
    assert Ranker.train(EXAMPLES, None).rank("Wer ist Mitglied?") == ranker.rank("Wer ist Mitglied?")


@pytest.mark.parametrize("encoder", [None, LetterEncoder()], ids=["without encoder", "with encoder"])
def test_saved_ranker_says_the_same(tmp_path: Path, encoder: LetterEncoder | None) -> None:
    trained = Ranker.train(EXAMPLES, encoder)
    trained.save(tmp_path / "ranker.npz")
    loaded = Ranker.load(tmp_path / "ranker.npz", encoder)
    for question in ["Wie viele Mitgleider?", "since when", "xyz"]:
        assert loaded.rank(question) == trained.rank(question)
        assert loaded.nearest(question, MEMBERS, 2) == trained.nearest(question, MEMBERS, 2)
    assert loaded.misjudged() == trained.misjudged()


def test_saved_with_encoder_is_refused_without(tmp_path: Path) -> None:
    Ranker.train(EXAMPLES, LetterEncoder()).save(tmp_path / "ranker.npz")
    with pytest.raises(ValueError, match="train anew"):
        Ranker.load(tmp_path / "ranker.npz", None)


def test_given_vectors_replace_encoding() -> None:
    encoder = LetterEncoder()
    vectors = encoder.encode([text for text, _ in EXAMPLES])
    given, made = Ranker.train(EXAMPLES, encoder, vectors), Ranker.train(EXAMPLES, encoder)
    assert given.rank("How many members?") == made.rank("How many members?")


def test_nearest_examples_share_the_most_words(ranker: Ranker) -> None:
    found = ranker.nearest("number of member cities", MEMBERS, 2)
    assert [MEMBERS[index] for index, _ in found] == ["Number of members", "How many member cities are there?"]
    assert ranker.nearest("number of member cities", [], 2) == []


@pytest.mark.parametrize("encoder", [None, LetterEncoder()], ids=["without encoder", "with encoder"])
def test_texts_ranked_together_are_ranked_as_alone(encoder: LetterEncoder | None) -> None:
    asked = ["Wie viele Mitgleider?", "since when", "xyz", "", "Do they have a homepage?"]
    trained = Ranker.train(EXAMPLES, encoder)
    together = trained.rank_each(asked, 2)
    for text, ranking in zip(asked, together, strict=True):
        alone = trained.rank(text)[:2]
        assert [ranked.label for ranked in ranking] == [ranked.label for ranked in alone]
        assert [ranked.score for ranked in ranking] == pytest.approx([ranked.score for ranked in alone], abs=1e-5)


def test_clear_question_does_without_the_encoder() -> None:
    encoder = CountingEncoder()
    trained = Ranker.train(EXAMPLES, encoder)
    encoder.encoded = 0
    assert trained.rank("Wie viele Mitglieder hat der Verband?")[0].label == "members"
    assert encoder.encoded == 0
    first = trained.rank("Was gibt es zu berichten?")
    encoded = encoder.encoded
    assert encoded > 0
    assert trained.rank_each(["Was gibt es zu berichten?"] * 3) == [first] * 3
    assert encoder.encoded == encoded


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("fuer", "für"),
        ("Mitgleider", "Mitglieder"),
        ("NETZWERK", "NETZWERK"),
        ("Netwzerk?", "Netzwerk?"),
        ("Kartoffel", "Kartoffel"),
        ("1985", "1985"),
        ("der", "der"),
    ],
)
def test_speller_corrects_only_what_resembles_a_known_word(written: str, meant: str) -> None:
    speller = Speller.from_sentences(words(text) for text in [*(text for text, _ in EXAMPLES), "gegründet 1986"])
    assert speller.correct(written) == meant
