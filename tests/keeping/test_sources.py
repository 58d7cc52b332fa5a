"""Files from elsewhere as plain text."""

import sys
from pathlib import Path

import pytest

from bot.errors import InputError
from bot.keeping.sources import cleaned, decoded, read_source

GERMAN = "Größe „groß“ – schön\n"
ARTICLE = "Die Stadtbücherei ist für alle Menschen da. Sie wurde im Jahr 1974 gegründet und hat viele Bücher."
PAGE = f"""<!DOCTYPE html><html lang="de"><head><title>Bücherei</title><style>p {{color: red}}</style></head>
<body><nav><a href="/a">Menü</a></nav><main><h1>Bücherei</h1><p>{ARTICLE}</p><p>{ARTICLE.replace("1974", "1975")}</p>
</main><script>var hidden = 1;</script></body></html>"""


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"])
def test_encodings(encoding: str) -> None:
    assert decoded(GERMAN.encode(encoding)) == GERMAN


def test_latin_1() -> None:
    assert decoded("Größe\x81".encode("latin-1")) == "Größe\x81"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a\r\nb\rc", "a\nb\nc\n"),
        ("Mit\u00adglied\u200b", "Mitglied\n"),
        ("u\u0308ber", "über\n"),
        ("\ufb01nden", "finden\n"),
        ("a\n\n\n\n\n\nb\n\n", "a\n\n\nb\n"),
        ("\ufeffa  \n", "a\n"),
        ("a\x0cb\x00", "a\nb\n"),
    ],
)
def test_cleaned(text: str, expected: str) -> None:
    assert cleaned(text) == expected


def test_text_file(tmp_path: Path) -> None:
    file = tmp_path / "neu.txt"
    file.write_bytes(GERMAN.encode("utf-16"))
    assert read_source(file) == GERMAN


@pytest.mark.parametrize("name", ["page.html", "page.txt"])
def test_web_page(name: str, tmp_path: Path) -> None:
    file = tmp_path / name
    file.write_text(PAGE, encoding="utf-8")
    text = read_source(file)
    assert ARTICLE in text
    assert "hidden" not in text
    assert "color" not in text


def test_pdf(tmp_path: Path) -> None:
    file = tmp_path / "page.pdf"
    file.write_bytes(pdf("Die Mitglieds-", "zahl ist 150."))
    assert read_source(file) == "Die Mitgliedszahl ist 150.\n"


def test_pdf_without_text(tmp_path: Path) -> None:
    file = tmp_path / "scan.pdf"
    file.write_bytes(pdf())
    with pytest.raises(InputError, match=r"holds pictures of text only\. Have its text recognised"):
        read_source(file)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "holds no text. Is it the right file?"),
        (b" \n", "holds no text. Is it the right file?"),
        (b"%PDF-1.4 broken", "cannot be read as PDF"),
        (b"\x89PNG\r\n\x1a\n\x00 rest of a picture", "is neither text nor a web page nor a PDF"),
        (b"<html><body></body></html>", "holds no text that could be found"),
    ],
)
def test_useless_files(content: bytes, said: str, tmp_path: Path) -> None:
    file = tmp_path / "neu"
    file.write_bytes(content)
    with pytest.raises(InputError, match=said):
        read_source(file)


def test_missing_file(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"cannot be read: No such file or directory\. Check the name of the file\."):
        read_source(tmp_path / "neu.txt")


@pytest.mark.parametrize(("content", "library"), [(PAGE.encode(), "trafilatura"), (b"%PDF-1.4", "pypdf")])
def test_missing_extra(content: bytes, library: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, library, None)  # as Python marks a module that cannot be imported
    file = tmp_path / "neu"
    file.write_bytes(content)
    with pytest.raises(InputError, match=rf"{library}, which is not installed.*pip install \"\.\[documents\]\""):
        read_source(file)


def pdf(*lines: str) -> bytes:
    """A PDF with a page that shows the lines."""
    shown = "".join(f"1 0 0 1 50 {700 - 20 * number} Tm ({line}) Tj " for number, line in enumerate(lines))
    stream = f"BT /F1 12 Tf {shown}ET".encode("latin-1") if lines else b""
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R "
        b"/Resources << /Font << /F1 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream),
    ]
    body, places = b"%PDF-1.4\n", []
    for number, entry in enumerate(objects, 1):
        places.append(len(body))
        body += b"%d 0 obj\n%s\nendobj\n" % (number, entry)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    count = len(objects) + 1
    tail = b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (count, len(body))
    return body + b"xref\n0 %d\n0000000000 65535 f \n" % count + table + tail
