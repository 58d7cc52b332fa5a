"""Who wrote in which chat, and the language to use where a message shows none."""

from dataclasses import dataclass
from typing import Self

from telegram import Chat, Update, User

from bot.content.model import Language
from bot.storage.conversations import Conversations


@dataclass(frozen=True, slots=True)
class Visitor:
    """A person in a chat, for the time of one update."""

    chat: int
    user: int
    choice: Language | None
    """The language the person chose, if any."""
    language: Language
    """The language of the bot's own pages: the choice, else Telegram's setting, else the bot's."""

    @classmethod
    async def of(cls, update: Update, conversations: Conversations, default: Language) -> Self:
        """The person behind an update; raises ValueError for an update that nobody sent."""
        chat, user = origin_of(update)
        choice = await conversations.language(chat.id, user.id)
        return cls(chat.id, user.id, choice, choice or language_of(user.language_code) or default)


def origin_of(update: Update) -> tuple[Chat, User]:
    """Where an update comes from, and from whom; raises ValueError for an update that nobody sent."""
    chat, user = update.effective_chat, update.effective_user
    if chat is None or user is None:
        raise ValueError("the update names no chat or no user")
    return chat, user


def language_of(code: str | None) -> Language | None:
    """German for every kind of German, English for every other language Telegram names."""
    if not code:
        return None
    return "de" if code.lower().split("-")[0] == "de" else "en"
