"""Files that people get from elsewhere (text, web page, PDF) as plain text that the content can hold."""

import codecs
import re
import unicodedata
from importlib import import_module
from io import BytesIO
from pathlib import Path
from typing import Any

from bot.errors import InputError

LARGEST = 20_000_000
"""Bytes of a file that is read; a larger one is there by mistake."""
MIN_ZERO_SHARE = 0.2
"""A text with this share of zero bytes and no byte order mark is UTF-16."""
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_HTML = re.compile(r"\s*(?:<!--.*?-->\s*|<\?xml.*?\?>\s*)*<(?:!doctype\s+html|html)\b", re.IGNORECASE | re.DOTALL)
_BROKEN_WORD = re.compile(r"(?<=[^\W\d_])-\n(?=[a-zäöüß])")
_SEPARATORS = re.compile("\r\n?|[\x0b\x0c\x85\u2028\u2029]")
_LIGATURE = re.compile("[\ufb00-\ufb06]")
"""Letters that PDF files draw as one: fi, fl and the like."""
_EMPTY_LINES = re.compile(r"\n[^\S\n]*(?:\n[^\S\n]*){2,}")


def read_source(path: Path) -> str:
    """The text of a text file, web page or PDF; raises InputError for what cannot be read or holds no text."""
    data = _bytes(path)
    if data.startswith(b"%PDF"):
        text = _pdf(data, path)
    else:
        text = decoded(data)
        if path.suffix.lower() in (".html", ".htm", ".xhtml") or _HTML.match(text):
            text = _web_page(text, path)
        elif "\0" in text:
            raise InputError(f"{path} is neither text nor a web page nor a PDF. Save it as text (UTF-8) or as PDF.")
    text = cleaned(text)
    if not text.strip():
        raise InputError(f"{path} holds no text. Is it the right file?")
    return text


def decoded(data: bytes) -> str:
    """Bytes as text: UTF-8, UTF-16, else Latin-1 as Windows writes it."""
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return data.decode(encoding, errors="replace")
    if data.count(0) > MIN_ZERO_SHARE * len(data):
        return data.decode("utf-16-le" if data[1:2] == b"\0" else "utf-16-be", errors="replace")
    for encoding in ("utf-8", "cp1252"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    return data.decode("latin-1")


def cleaned(text: str) -> str:
    """One kind of line break, composed letters, no ligatures, nothing invisible; at most two empty lines at a time."""
    text = unicodedata.normalize("NFC", _SEPARATORS.sub("\n", text))
    text = _LIGATURE.sub(lambda letters: unicodedata.normalize("NFKC", letters[0]), text)
    visible = "".join(letter for letter in text if letter in "\n\t" or _is_visible(letter))
    lines = (line.rstrip() for line in visible.split("\n"))
    return _EMPTY_LINES.sub("\n\n\n", "\n".join(lines)).strip("\n") + "\n"


def _is_visible(letter: str) -> bool:
    return unicodedata.category(letter) not in ("Cc", "Cf", "Cs") and letter not in "\ufffe\uffff"


def _bytes(path: Path) -> bytes:
    try:
        if path.stat().st_size > LARGEST:
            raise InputError(f"{path} is larger than {LARGEST // 1_000_000} MB. Save only the text of it.")
        return path.read_bytes()
    except OSError as error:
        raise InputError(f"{path} cannot be read: {error.strerror}. Check the name of the file.") from error


def _web_page(text: str, path: Path) -> str:
    extract = extra("trafilatura", "Web pages are").extract
    found = extract(text, include_comments=False, include_tables=True, favor_recall=True)
    if not found:
        raise InputError(f"{path} holds no text that could be found. Copy the text of the page into a text file.")
    return str(found)


def _pdf(data: bytes, path: Path) -> str:
    pypdf = extra("pypdf", "PDF files are")
    try:
        pages = [page.extract_text() for page in pypdf.PdfReader(BytesIO(data)).pages]
    except (pypdf.errors.PyPdfError, ValueError, KeyError) as error:
        raise InputError(f"{path} cannot be read as PDF ({error}). Save it anew, without a password.") from error
    if not any(page.strip() for page in pages):
        raise InputError(f"{path} holds pictures of text only. Have its text recognised (OCR), or copy it by hand.")
    return _BROKEN_WORD.sub("", "\n\n".join(pages))


def extra(name: str, what: str) -> Any:
    """A library of the extra “documents”; raises InputError that says how to install it."""
    try:
        return import_module(name)
    except ImportError as error:
        what = f"{what} read with the library {name}, which is not installed."
        raise InputError(f'{what} Install it in the folder of the project: pip install ".[documents]"') from error
