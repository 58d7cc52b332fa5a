"""Whether a message in a group is meant for the bot, and what is left of it without the words that say so."""

from collections.abc import Sequence
from dataclasses import dataclass

from telegram import Message, MessageEntity, User

_IDLE_AROUND_NAMES = " \t\n,;:-–—"
"""What stands between a name and the question, as in “@name, since when …”."""
Entities = Sequence[MessageEntity]


@dataclass(frozen=True, slots=True)
class Request:
    """What a message asks of the bot."""

    command: str | None
    """The command it begins with, in small letters and without the slash."""
    text: str
    """The rest, without the bot's name."""
    named: bool
    """Whether the bot is called by its name, rather than by a reply or a command that other bots may have too."""

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing that could be a question."""
        return not any(letter.isalnum() for letter in self.text)


def request_in(message: Message, bot: User) -> Request | None:
    """The request in a message; None for what others say to each other, to other bots, or through them."""
    if not _is_said_here(message):
        return None
    text, entities = message.text or message.caption or "", message.entities or message.caption_entities
    mentions = [entity for entity in entities if _names(entity, text, bot)]
    if entities and entities[0].type == MessageEntity.BOT_COMMAND and entities[0].offset == 0:
        command, _, receiver = _words_of(entities[0], text)[1:].partition("@")
        if receiver and not _is_name(receiver, bot):
            return None
        return Request(command.lower(), _without([entities[0], *mentions], text), bool(receiver or mentions))
    if mentions or _answers(message, bot):
        return Request(None, _without(mentions, text), bool(mentions))
    return None


def asker_of(message: Message) -> int:
    """Who asks: a person, or the chat in whose name somebody writes; raises ValueError for a message of nobody."""
    sender = message.sender_chat or message.from_user
    if sender is None:
        raise ValueError("the message names no sender")
    return sender.id


def _is_said_here(message: Message) -> bool:
    """Not by way of a bot, nor by a bot, nor brought from elsewhere; who writes for a chat seems to be a bot."""
    brought = message.via_bot or message.is_automatic_forward or message.forward_origin
    sender = message.from_user
    by_bot = sender is not None and sender.is_bot and message.sender_chat is None
    return not brought and not by_bot


def _answers(message: Message, bot: User) -> bool:
    """Whether a message replies to one of the bot's; in a forum all seem to reply to the opening of their topic."""
    original = message.reply_to_message
    if original is None or original.forum_topic_created:
        return False
    return original.from_user is not None and original.from_user.id == bot.id


def _names(entity: MessageEntity, text: str, bot: User) -> bool:
    if entity.type == MessageEntity.TEXT_MENTION:
        return entity.user is not None and entity.user.id == bot.id
    return entity.type == MessageEntity.MENTION and _is_name(_words_of(entity, text)[1:], bot)


def _is_name(name: str, bot: User) -> bool:
    return bot.username is not None and name.casefold() == bot.username.casefold()


def _words_of(entity: MessageEntity, text: str) -> str:
    """Telegram counts in UTF-16 units, of two bytes each."""
    encoded = text.encode("utf-16-le", "surrogatepass")
    return _decoded(encoded[2 * entity.offset : 2 * (entity.offset + entity.length)])


def _without(entities: Entities, text: str) -> str:
    encoded = text.encode("utf-16-le", "surrogatepass")
    for entity in sorted(entities, key=lambda each: each.offset, reverse=True):
        encoded = encoded[: 2 * entity.offset] + encoded[2 * (entity.offset + entity.length) :]
    return " ".join(_decoded(encoded).split()).strip(_IDLE_AROUND_NAMES)


def _decoded(encoded: bytes) -> str:
    return encoded.decode("utf-16-le", "surrogatepass")
