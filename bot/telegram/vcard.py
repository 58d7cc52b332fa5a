"""A contact as a vCard 3.0 (RFC 2426): the version that every telephone reads."""

import re

from bot.content.model import Contact

LONGEST_VCARD = 2048
"""Bytes that Telegram takes."""
LONGEST_LINE = 75
"""Bytes of a line (RFC 2426, section 2.6); what is longer goes on in the next line behind a space."""
_NATIONAL_ZERO = re.compile(r"(?<=\d)\s*\(0\)")


def vcard(contact: Contact) -> str | None:
    """The card with what the documents hold; None if that is more than Telegram takes."""
    name = _escaped(contact.name)
    lines = (
        "BEGIN:VCARD",
        "VERSION:3.0",
        f"FN:{name}",
        f"N:{name};;;;",
        f"ORG:{name}",
        f"TEL;TYPE=WORK,VOICE:{dialable(contact.phone)}",
        f"EMAIL;TYPE=INTERNET:{_escaped(contact.email)}",
        f"ADR;TYPE=WORK:;;{_escaped(contact.address)};;;;",
        "END:VCARD",
    )
    card = "".join(f"{_folded(line)}\r\n" for line in lines)
    return card if len(card.encode()) <= LONGEST_VCARD else None


def dialable(phone: str) -> str:
    """The digits to dial, without the zero in +49 (0)231: it is for calls inside the country only."""
    international = phone.strip().startswith("+")
    digits = re.sub(r"\D", "", _NATIONAL_ZERO.sub("", phone) if international else phone)
    return f"+{digits}" if international else digits


def _escaped(text: str) -> str:
    escaped = re.sub(r"([\\,;])", r"\\\1", text)
    return re.sub(r"\r\n|\r|\n", r"\\n", escaped)


def _folded(line: str) -> str:
    """Broken between characters: half of one would be no text."""
    pieces = [""]
    for letter in line:
        if len((pieces[-1] + letter).encode()) > LONGEST_LINE:
            pieces.append(" ")
        pieces[-1] += letter
    return "\r\n".join(pieces)
