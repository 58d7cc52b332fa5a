"""Every command that Telegram's menu offers is one that the running bot knows."""

import pytest

from bot.content.model import Knowledge
from bot.telegram.profile import COMMANDS
from tests.telegram.conftest import Person


@pytest.mark.parametrize("name", COMMANDS["private"])
def test_command_of_the_private_menu_is_known(person: Person, knowledge: Knowledge, name: str) -> None:
    assert person.ask(f"/{name}")["text"] != knowledge.phrases["unknown_command"].de
