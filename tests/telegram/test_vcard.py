"""Contacts as vCards, read back by the rules of RFC 2426."""

import pytest

from bot.content.model import Contact, Knowledge, Quote
from bot.telegram.vcard import dialable, vcard

LETTERS = {"\\n": "\n", "\\,": ",", "\\;": ";", "\\\\": "\\"}


def contact(name: str = "Partner", address: str = "Weg 1", email: str = "a@b.example") -> Contact:
    quote = Quote(document="letter", text="anything")
    return Contact(name=name, address=address, email=email, phone="+49 (0)231 1", quotes=(quote,))


def fields(card: str | None) -> dict[str, str]:
    """The lines of a card by name, unfolded."""
    assert card is not None
    assert [line for line in card.split("\r\n") if len(line.encode()) > 75] == []
    assert card.endswith("END:VCARD\r\n")
    return dict(line.split(":", 1) for line in card.replace("\r\n ", "").split("\r\n")[:-1])


def plain(value: str) -> str:
    """A value without its escapes."""
    read, at = "", 0
    while at < len(value):
        pair = value[at : at + 2]
        read += LETTERS.get(pair, value[at])
        at += 2 if pair in LETTERS else 1
    return read


def test_it_holds_what_the_documents_hold(knowledge: Knowledge) -> None:
    assert fields(vcard(knowledge.contact)) == {
        "BEGIN": "VCARD",
        "VERSION": "3.0",
        "FN": "Auslandsgesellschaft.de",
        "N": "Auslandsgesellschaft.de;;;;",
        "ORG": "Auslandsgesellschaft.de",
        "TEL;TYPE=WORK,VOICE": "+492318380046",
        "EMAIL;TYPE=INTERNET": "becker@auslandsgesellschaft.de",
        "ADR;TYPE=WORK": ";;Steinstr. 48\\, 44147 Dortmund;;;;",
        "END": "VCARD",
    }


@pytest.mark.parametrize(
    "name",
    ["a;b", "a,b", "a\\b", "a\\nb", "a\nb", "a:b", "Städtepartnerschaft " * 9, "é" * 200, "😀" * 100, "a\\;,\nb" * 20],
)
def test_any_name_is_read_back(name: str) -> None:
    assert plain(fields(vcard(contact(name)))["FN"]) == name


def test_nothing_can_be_slipped_in() -> None:
    assert "\r\nTEL:666" not in str(vcard(contact("a\nTEL:666")))
    assert "TEL" not in fields(vcard(contact("a\nTEL:666")))


def test_too_much_for_telegram_is_no_card() -> None:
    assert vcard(contact(address="x" * 2048)) is None
    assert len(str(vcard(contact(address="x" * 1500))).encode()) <= 2048


@pytest.mark.parametrize(
    ("phone", "expected"),
    [
        ("+49 (0)231 838 00 46", "+492318380046"),
        ("+49(0) 231/838-00", "+4923183800"),
        ("+44 20 7946 0000", "+442079460000"),
        ("0231 838 00 46", "02318380046"),
        ("(0231) 838", "0231838"),
    ],
)
def test_dialable(phone: str, expected: str) -> None:
    assert dialable(phone) == expected
