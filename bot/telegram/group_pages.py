"""Commands in groups: the bot's own pages, as short as a group wants them."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass

from telegram import ChatMember
from telegram.error import BadRequest, Forbidden

from bot.telegram import keyboards, render
from bot.telegram.group_cards import topic_links
from bot.telegram.group_talk import GroupTalk
from bot.telegram.handlers import Context, Handlers
from bot.telegram.pages import phrases_for

_ADMINISTRATORS = (ChatMember.OWNER, ChatMember.ADMINISTRATOR)


@dataclass(frozen=True)
class GroupPages:
    """One method for each command that does more than say a sentence."""

    handlers: Handlers

    def by_command(self) -> Mapping[str, Callable[[GroupTalk], Awaitable[None]]]:
        """What each command does."""
        return {
            "start": self.help,
            "help": self.help,
            "networks": self.topics,
            "topics": self.topics,
            "contact": self.contact,
            "sources": self.sources,
            "language": self.choose_language,
            "privacy": self.privacy,
            "forget": self.forget,
            "about": self.about,
        }

    async def help(self, talk: GroupTalk) -> None:
        """Explain how to ask in a group."""
        await talk.say("group_help")

    async def privacy(self, talk: GroupTalk) -> None:
        """Say what is remembered."""
        await talk.say("privacy")

    async def topics(self, talk: GroupTalk) -> None:
        """Lead to the topics in the private chat."""
        language = talk.visitor.language
        links = topic_links(self.handlers.knowledge, talk.context.bot.username, language)
        await talk.reply(render.phrase_html(self.handlers.knowledge, "group_topics", language), links)

    async def contact(self, talk: GroupTalk) -> None:
        """Say whom to ask."""
        knowledge, language = self.handlers.knowledge, talk.visitor.language
        buttons = keyboards.copy_contact(knowledge.contact, knowledge, language)
        await talk.reply(render.contact_html(knowledge, language), buttons)

    async def sources(self, talk: GroupTalk) -> None:
        """List the documents."""
        await talk.reply(render.sources_html(self.handlers.knowledge, talk.visitor.language))

    async def about(self, talk: GroupTalk) -> None:
        """Say what the bot is and how old its content."""
        await talk.reply(render.escaped(self.handlers.assistant.about(talk.visitor.language)))

    async def forget(self, talk: GroupTalk) -> None:
        """Remove what is kept of the person in this group, and say what that was."""
        visitor = talk.visitor
        forgotten = await self.handlers.conversations.forget(visitor.chat, visitor.user)
        names = phrases_for(forgotten, questions=await self.handlers.unanswered.forget(visitor.user))
        await talk.reply("\n".join(self.handlers.phrase(name, visitor.language) for name in names))

    async def choose_language(self, talk: GroupTalk) -> None:
        """Offer the languages to those who run the group."""
        if not await _may_choose(talk):
            await talk.say("group_language_administrators")
            return
        title = render.phrase_html(self.handlers.knowledge, "language_title", talk.visitor.language)
        await talk.reply(title, keyboards.languages())


async def is_administrator(chat: int, user: int, context: Context) -> bool:
    """Whether a person runs a group; not if Telegram does not say so."""
    try:
        member = await context.bot.get_chat_member(chat, user)
    except (BadRequest, Forbidden):
        return False
    return member.status in _ADMINISTRATORS


async def _may_choose(talk: GroupTalk) -> bool:
    """Only administrators can write in the group's own name; whoever writes in another chat's name stays unknown."""
    if talk.message.sender_chat:
        return talk.message.sender_chat.id == talk.message.chat_id
    return await is_administrator(talk.visitor.chat, talk.visitor.user, talk.context)
