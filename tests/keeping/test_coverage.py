"""Which sentences the facts rest on, as text and as a page."""

import re
import shutil
import subprocess
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path

import pytest

from bot.content.loader import load_knowledge
from bot.keeping.coverage import coverage, coverage_lines
from bot.keeping.coverage_page import coverage_page
from tests.conftest import PROJECT, RunBot

BROWSERS = ("chromium", "chromium-browser", "google-chrome")
CSS = PROJECT / "bot/keeping/data/coverage.css"
READABLE = 4.5
"""Contrast that text needs at least (WCAG 2.2, success criterion 1.4.3, level AA)."""


@pytest.fixture(scope="module")
def page(library_to_read: Path) -> str:
    knowledge = load_knowledge(library_to_read)
    return coverage_page(knowledge, coverage(knowledge))


def test_states_of_sentences(library_to_read: Path) -> None:
    [document] = coverage(load_knowledge(library_to_read))
    states = {" ".join(one.sentence.text.split()): (one.state, one.facts) for one in document.sentences}
    assert states["Sie wurde 1974 gegründet."] == ("covered", ("library.founded",))
    assert states["Montag und Sonntag geschlossen."] == ("open", ())
    assert states["Öffnungszeiten"] == ("heading", ())
    assert states["Lindenplatz 4"] == ("covered", ("contact library",))


def test_a_sentence_quoted_in_part(library: Path) -> None:
    file = library / "knowledge/library.yaml"
    text = file.read_text(encoding="utf-8").replace('"Sie wurde 1974 gegründet."', '"wurde 1974"')
    file.write_text(text, encoding="utf-8")
    [document] = coverage(load_knowledge(library))
    [partly] = [one for one in document.sentences if one.state == "partly"]
    assert [document.document.text[slice(*span)] for span in partly.quoted] == ["wurde 1974"]


def test_text_summary(library_to_read: Path) -> None:
    assert list(coverage_lines(coverage(load_knowledge(library_to_read)))) == [
        "Stadtbücherei Lindenau (library): 85 % of 13 sentences covered",
        "  11 covered, 0 partly covered, 2 not covered; headings: 5",
        "  not covered: Montag und Sonntag geschlossen.",
        "  not covered: Bücher können Sie vier Wochen lang ausleihen, Filme zwei Wochen.",
        "Next: write a fact for each sentence that people may ask about.",
        "All sentences and facts as a page: python -m bot coverage --html FILE",
    ]


def test_every_sentence_of_the_real_documents_has_a_fact(run_bot: RunBot) -> None:
    done = run_bot("coverage")
    assert done.returncode == 0
    assert done.stdout.count("0 not covered") == 2
    assert "python -m bot coverage --html FILE" in done.stdout


def test_page_of_the_real_content(run_bot: RunBot, tmp_path: Path) -> None:
    file = tmp_path / "coverage.html"
    done = run_bot("coverage", "--html", str(file))
    assert done.stdout == f"{file} is written. Next: open it in a browser; it needs no network.\n"
    read = _Read(file.read_text(encoding="utf-8"))
    facts = load_knowledge(PROJECT).facts()
    assert {f"fact-{name}" for name in facts} <= read.ids
    assert set(read.targets) <= read.ids


def test_a_page_that_cannot_be_written(run_bot: RunBot, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    done = run_bot("coverage", "--html", str(tmp_path / "file" / "page.html"))
    assert (done.returncode, done.stdout) == (1, "")
    assert "cannot be written" in done.stderr


class _Read(HTMLParser):
    """What a test asks of a page."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.ids: set[str] = set()
        self.targets: list[str] = []
        self.sources: list[str] = []
        self.open: list[str] = []
        self.unlabelled: list[str] = []
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        self.tags.append(tag)
        if tag not in ("meta", "br"):
            self.open.append(tag)
        if "id" in found:
            assert found["id"] not in self.ids, f"the id {found['id']} stands twice"
            self.ids.add(found["id"] or "")
        target = found.get("href") or ""
        self.targets.extend([target[1:]] if target.startswith("#") else [])
        self.sources.extend(filter(None, [found.get("src"), None if target.startswith("#") else target]))
        if tag == "section" and found.get("aria-labelledby") is None:
            self.unlabelled.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def test_page_is_self_contained_and_whole(page: str) -> None:
    read = _Read(page)
    assert read.open == []
    assert read.sources == []
    assert "script" not in read.tags
    assert "url(" not in page
    assert "@import" not in page
    assert set(read.targets) <= read.ids


def test_page_has_landmarks_headings_and_languages(page: str) -> None:
    read = _Read(page)
    assert [read.tags.count(tag) for tag in ("header", "nav", "main", "footer", "h1", "caption")] == [1] * 6
    assert read.unlabelled == []
    levels = [int(tag[1]) for tag in read.tags if re.fullmatch("h[1-6]", tag)]
    assert all(after <= before + 1 for before, after in pairwise(levels))
    assert page.startswith('<!doctype html>\n<html lang="en">')
    assert '<dd lang="de">Die Stadtbücherei Lindenau wurde 1974 gegründet.</dd>' in page
    assert '<dd lang="en">The Lindenau town library was founded in 1974.</dd>' in page
    assert '<span lang="de">Wann wurde die Stadtbücherei gegründet?</span>' in page


def test_states_are_told_in_words(page: str) -> None:
    assert '<span class="state">Not covered</span>' in page
    assert '<span class="state">Covered</span>: <a href="#fact-library.founded">library.founded</a>' in page


def test_what_the_content_says_is_no_markup(library: Path) -> None:
    file = library / "knowledge/documents.yaml"
    file.write_text(file.read_text(encoding="utf-8").replace('"Stadt', '"<b>&Stadt'), encoding="utf-8")
    knowledge = load_knowledge(library)
    page = coverage_page(knowledge, coverage(knowledge))
    assert "&lt;b&gt;&amp;Stadtbücherei" in page
    assert "<b>" not in page


def test_contrast() -> None:
    """Every colour of text on every ground it stands on, light and dark."""
    themes = [dict(re.findall(r"--([\w-]+): (#\w{6})", part)) for part in _roots()]
    assert len(themes) == 2
    for theme in themes:
        pairs = [(text, ground) for text in ("text", "quiet", "link") for ground in ("ground", "panel")]
        pairs += [("text", f"{state}-ground") for state in ("covered", "partly", "open")]
        pairs += [(state, ground) for state in ("covered", "partly", "open") for ground in ("panel", "ground")]
        low = {pair: ratio for pair in pairs if (ratio := _contrast(theme[pair[0]], theme[pair[1]])) < READABLE}
        assert low == {}


def _roots() -> list[str]:
    screen = CSS.read_text(encoding="utf-8").partition("@media print")[0]
    return re.findall(r":root \{(.*?)\}", screen, re.DOTALL)


def _contrast(first: str, second: str) -> float:
    light, dark = sorted((_luminance(first), _luminance(second)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: str) -> float:
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("width", [1100, 500])
def test_in_a_browser(width: int, page: str, tmp_path: Path) -> None:
    """The page as a browser builds it: nothing is lost, and nothing is wider than the window."""
    browser = next(filter(None, map(shutil.which, BROWSERS)), None)
    if browser is None:
        pytest.skip("no Chromium is installed")
    file = tmp_path / "page.html"
    probe = "<script>document.title = document.documentElement.scrollWidth + ' of ' + window.innerWidth</script>"
    open_page = re.sub(r"<meta http-equiv=[^>]*>", "", page).replace("</body>", f"{probe}</body>")
    file.write_text(open_page, encoding="utf-8")
    done = subprocess.run(
        [browser, "--headless=new", "--no-sandbox", "--disable-gpu", f"--user-data-dir={tmp_path / 'profile'}",
         f"--window-size={width},900", "--dump-dom", file.as_uri()],
        capture_output=True, encoding="utf-8", timeout=120, check=False,
    )  # fmt: skip
    title = re.search(r"<title>(\d+) of (\d+)</title>", done.stdout)
    assert title, done.stderr[-500:]
    assert int(title[1]) <= int(title[2])
    assert done.stdout.count('class="fact"') == page.count('class="fact"')
