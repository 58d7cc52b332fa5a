"""Every command that Telegram's menu offers is one that the running bot knows."""

import pytest

from bot.content.model import Knowledge
from bot.telegram.profile import COMMANDS
from tests.telegram.conftest import Person

NOT_YET_ANSWERED = {"forget", "about"}


@pytest.mark.parametrize(
    "name",
    [
        pytest.param(
            name, marks=[pytest.mark.xfail(strict=True, reason="has no handler yet")] * (name in NOT_YET_ANSWERED)
        )
        for name in COMMANDS["private"]
    ],
)
def test_command_of_the_private_menu_is_known(person: Person, knowledge: Knowledge, name: str) -> None:
    assert person.ask(f"/{name}")["text"] != knowledge.phrases["unknown_command"].de
