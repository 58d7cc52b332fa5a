"""`python -m tests.pictures`: talk to the running bot and put a picture of each scene into docs/pictures/."""

from pathlib import Path
from tempfile import TemporaryDirectory

from bot.content.loader import load_knowledge
from tests.pictures.photo import photograph
from tests.pictures.scenes import SCENES, Stage
from tests.telegram.bot_process import PROJECT, BotProcess
from tests.telegram.fake_api import FakeTelegram

FOLDER = PROJECT / "docs" / "pictures"
"""Where the README finds them."""


def main() -> None:
    """Renew all pictures."""
    names = load_knowledge(PROJECT).phrases["profile_name"]
    with TemporaryDirectory() as scratch, FakeTelegram() as fake, BotProcess.on(fake, Path(scratch)) as bot:
        bot.wait_for(fake)
        for scene in SCENES:
            page = scene.page(Stage(fake, names.in_language(scene.language)))
            picture = FOLDER / f"{scene.name}.png"
            photograph(page, picture)
            print(f"{picture.relative_to(PROJECT)}: {picture.stat().st_size // 1000} KB")


if __name__ == "__main__":
    main()
