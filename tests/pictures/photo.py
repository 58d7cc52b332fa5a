"""A page of HTML as a PNG, taken by Chromium without a window."""

import re
import shutil
import subprocess
from pathlib import Path
from tempfile import TemporaryDirectory

WIDTH = 420
"""Of the page in CSS pixels."""
SCALE = 1.5
"""Pixels of the picture for each CSS pixel, so that letters stay sharp on good screens."""
MOST_BYTES = 150_000
"""A README with larger pictures loads slowly on a telephone."""
SECONDS = 60
_NAMES = ("chromium", "chromium-browser", "google-chrome")
_MEASURE = '<script>document.documentElement.dataset.height = document.querySelector("main").offsetHeight</script>'


def photograph(page: str, picture: Path) -> None:
    """Write the picture of a page, as high as the page is; raises ValueError if it is too large."""
    with TemporaryDirectory() as scratch:
        file = Path(scratch) / "page.html"
        file.write_text(page + _MEASURE, encoding="utf-8")
        dump = _chromium("--dump-dom", file.as_uri())
        height = int(re.findall(r'data-height="(\d+)"', dump)[0])
        size = (f"--window-size={WIDTH},{height}", f"--force-device-scale-factor={SCALE}", "--hide-scrollbars")
        _chromium(*size, f"--screenshot={picture}", file.as_uri())
    if picture.stat().st_size > MOST_BYTES:
        raise ValueError(f"{picture.name} has {picture.stat().st_size} bytes, more than {MOST_BYTES}.")


def _chromium(*options: str) -> str:
    path = next((path for name in _NAMES if (path := shutil.which(name))), None)
    if path is None:
        raise FileNotFoundError("There is no Chromium. On Debian: apt-get install chromium fonts-inter.")
    # The sandbox does not start as root, as in a container; the page is our own and loads nothing.
    command = [path, "--headless", "--no-sandbox", "--disable-gpu", *options]
    return subprocess.run(command, capture_output=True, encoding="utf-8", timeout=SECONDS, check=True).stdout
