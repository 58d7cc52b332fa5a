"""`python -m bot qr`: every drawing is read back by an independent reader of QR codes."""

import re
import struct
import zlib
from pathlib import Path
from xml.etree import ElementTree

import numpy as np
import pytest
import zxingcpp
from numpy.typing import NDArray

from bot.content.loader import load_knowledge
from bot.content.model import Knowledge, Language
from bot.errors import InputError
from bot.qr_code import FONT_SIZE, QUIET_ZONE, for_terminal, link_for, write
from tests.conftest import PROJECT
from tests.telegram.command import run_command
from tests.telegram.fake_api import FakeTelegram

NAME = "city_networks_bot"
LINK = f"https://t.me/{NAME}?start="
Image = NDArray[np.uint8]
PIXELS = 4
"""For each module; the reader wants more than one."""


@pytest.fixture(scope="module")
def knowledge() -> Knowledge:
    return load_knowledge(PROJECT)


def read(image: Image) -> str:
    """The text of the one code in a picture, which must have the highest correction."""
    [code] = zxingcpp.read_barcodes(image)
    assert code.ec_level == "H"
    return code.text


def from_png(path: Path) -> Image:
    """The pixels of a PNG with one bit for each, in which a row stands whole or as the difference to the one above."""
    data = path.read_bytes()
    width, height, depth, colour = struct.unpack(">IIBB", data[16:26])
    assert (depth, colour) == (1, 0)
    start = data.index(b"IDAT") + 4
    rows = np.frombuffer(zlib.decompressobj().decompress(data[start:]), np.uint8).reshape(height, -1)
    shown = np.zeros_like(rows[:, 1:])
    for number, (filter_type, *row) in enumerate(rows.tolist()):
        assert filter_type in (0, 2)
        shown[number] = np.array(row, np.uint8) + (shown[number - 1] if filter_type else np.uint8(0))
    return np.unpackbits(shown, axis=1)[:, :width] * np.uint8(255)


def from_svg(path: Path) -> Image:
    """The modules of an SVG that are drawn as strokes, line by line."""
    drawing = ElementTree.parse(path).getroot()
    size = int(drawing.attrib["viewBox"].split()[2])
    image = np.full((size, size), 255, np.uint8)
    x, y = 0.0, 0.0
    [strokes] = [element.attrib["d"] for element in drawing.iter() if element.tag.endswith("path")]
    for command, numbers in re.findall(r"([Mmh])([-\d. ]+)", strokes):
        first, *rest = (float(number) for number in numbers.split())
        if command == "h":
            image[int(y), int(x) : int(x + first)] = 0
            x += first
        else:
            x, y = (first, rest[0]) if command == "M" else (x + first, y + rest[0])
    return np.kron(image, np.ones((PIXELS, PIXELS), np.uint8))


def from_terminal(text: str) -> Image:
    """The modules of half blocks; a drawn half is light."""
    lines = [line for line in re.sub(r"\x1b\[[\d;]*m", "", text).splitlines() if set(line) <= set("█▀▄ ")]
    halves = [[[char in shown for char in line] for shown in ("█▀", "█▄")] for line in lines]
    modules = np.array([half for pair in halves for half in pair], np.uint8) * np.uint8(255)
    return np.kron(modules, np.ones((PIXELS, PIXELS), np.uint8))


class TestCode:
    @pytest.mark.parametrize(
        ("name", "language", "payload", "caption"),
        [
            ("uclg", None, "t_uclg", "UCLG"),
            ("town_twinning", "de", "t_town_twinning_de", "Städtepartnerschaften"),
            ("metropolis.founded", "de", "f_metropolis-founded_de", "Wann wurde Metropolis gegründet?"),
            ("metropolis.founded", "en", "f_metropolis-founded_en", "When was Metropolis founded?"),
            ("uclg.website", None, "f_uclg-website", "UCLG"),
        ],
    )
    def test_every_drawing_reads_as_the_link(
        self,
        name: str,
        language: Language | None,
        payload: str,
        caption: str,
        knowledge: Knowledge,
        tmp_path: Path,
    ) -> None:
        link = link_for(name, NAME, language, knowledge, "de")
        svg, png = tmp_path / "code.svg", tmp_path / "code.png"
        write(link, svg)
        write(link, png)
        assert caption in link.caption
        assert read(from_svg(svg)) == read(from_png(png)) == read(from_terminal(for_terminal(link))) == LINK + payload

    def test_every_topic_and_fact_has_a_link_that_telegram_carries(self, knowledge: Knowledge) -> None:
        links = [
            link_for(name, NAME, language, knowledge, "de")
            for name in (*knowledge.topics, *knowledge.facts())
            for language in ("de", "en", None)
        ]
        payloads = [link.link.removeprefix(LINK) for link in links]
        assert [payload for payload in payloads if not re.fullmatch(r"[A-Za-z0-9_-]{1,64}", payload)] == []
        assert len(set(payloads)) == len(payloads)

    def test_quiet_zone_is_kept(self, knowledge: Knowledge, tmp_path: Path) -> None:
        write(link_for("uclg", NAME, None, knowledge, "de"), tmp_path / "code.svg")
        dark = np.argwhere(from_svg(tmp_path / "code.svg") == 0)
        assert dark.min() == QUIET_ZONE * PIXELS
        drawing = ElementTree.parse(tmp_path / "code.svg").getroot()
        first_line = next(element for element in drawing.iter() if element.tag.endswith("text"))
        assert float(first_line.attrib["y"]) - FONT_SIZE >= float(drawing.attrib["viewBox"].split()[2])

    def test_svg_has_the_caption_as_text_and_as_title(self, knowledge: Knowledge, tmp_path: Path) -> None:
        write(link_for("metropolis.founded", NAME, "en", knowledge, "de"), tmp_path / "code.svg")
        drawn = (tmp_path / "code.svg").read_text(encoding="utf-8")
        assert "<title>When was Metropolis founded?</title>" in drawn
        assert f">t.me/{NAME}</text>" in drawn

    @pytest.mark.parametrize("username", [NAME, f"@{NAME}", f"https://t.me/{NAME}"])
    def test_username_in_any_spelling(self, username: str, knowledge: Knowledge) -> None:
        assert link_for("uclg", username, None, knowledge, "de").link == f"{LINK}t_uclg"

    @pytest.mark.parametrize("username", ["bot", "city networks bot", "1city_bot", "city_networks_", "städte_bot", ""])
    def test_impossible_username_is_refused(self, username: str, knowledge: Knowledge) -> None:
        with pytest.raises(InputError, match=f"“{username}” is no bot's name"):
            link_for("uclg", username, None, knowledge, "de")


class TestCommand:
    def test_it_prints_the_code_with_caption_and_link(self) -> None:
        ended = run_command("qr", "uclg", "--username", NAME)
        assert ended.returncode == 0
        assert read(from_terminal(ended.stdout)) == f"{LINK}t_uclg"
        assert ended.stdout.splitlines()[-2:] == ["UCLG", f"{LINK}t_uclg"]

    def test_the_name_comes_from_telegram_with_a_token(self, tmp_path: Path) -> None:
        with FakeTelegram(username="dortmund_bot") as fake:
            ended = run_command("qr", "uclg", "--output", str(tmp_path / "code.png"), fake=fake)
        assert ended.returncode == 0, ended.stderr
        assert read(from_png(tmp_path / "code.png")) == "https://t.me/dortmund_bot?start=t_uclg"

    @pytest.mark.parametrize(
        ("arguments", "message"),
        [
            (["qr", "uclg"], "Which bot is it? Give --username, or set TELEGRAM_BOT_TOKEN."),
            (["qr", "metropolsi", "--username", NAME], "Did you mean “metropolis”?"),
            (["qr", "founded", "--username", NAME], "Did you mean “metropolis.founded”?"),
            (["qr", "zzz", "--username", NAME], "uclg: uclg.name, uclg.what,"),
            (["qr", "uclg", "--username", NAME, "--output", "code.pdf"], "code.pdf ends neither in .svg nor in .png."),
            (["qr", "uclg", "--username", NAME, "--output", "/no/code.svg"], "/no/code.svg cannot be written: "),
        ],
    )
    def test_what_cannot_be_drawn_ends_with_a_sentence(self, arguments: list[str], message: str) -> None:
        ended = run_command(*arguments)
        assert (ended.returncode, ended.stdout) == (1, "")
        assert message in ended.stderr
        assert "Traceback" not in ended.stderr
