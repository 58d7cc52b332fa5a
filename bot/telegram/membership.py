"""Joining and leaving chats, and groups that become supergroups."""

from dataclasses import dataclass, field

from telegram import Chat, ChatMember, ChatMemberRestricted, ChatMemberUpdated, Update

from bot.storage.limits import Verdict
from bot.telegram import render
from bot.telegram.handlers import Context, Handlers
from bot.telegram.messages import message_of, send
from bot.telegram.recent import RecentNumbers
from bot.telegram.visitor import Visitor, language_of

_GROUPS = (Chat.GROUP, Chat.SUPERGROUP)


@dataclass(frozen=True)
class Membership:
    """Introduces the bot once, and forgets a chat that it has left."""

    handlers: Handlers
    moved: RecentNumbers = field(default_factory=RecentNumbers)
    """Supergroups that were groups before: there the bot is known already."""

    async def changed(self, update: Update, context: Context) -> None:
        """Introduce the bot to a group that it joins; forget a chat that it leaves, or a person who blocks it."""
        change = update.my_chat_member
        if change is None:
            return
        was_here, is_here = _is_present(change.old_chat_member), _is_present(change.new_chat_member)
        if was_here and not is_here:
            await self.handlers.conversations.forget_chat(change.chat.id)
        elif is_here and not was_here and change.chat.type in _GROUPS and change.chat.id not in self.moved:
            await self._introduce(change, context)

    async def migrated(self, update: Update, context: Context) -> None:  # noqa: ARG002
        """Take along what is kept of a group that became a supergroup; both of them say so, in either order."""
        message = message_of(update)
        old = message.migrate_from_chat_id or message.chat_id
        new = message.migrate_to_chat_id or message.chat_id
        self.moved.add(new)
        await self.handlers.conversations.move_chat(old, new)

    async def _introduce(self, change: ChatMemberUpdated, context: Context) -> None:
        if not _may_write(change.new_chat_member):
            return
        chat, inviter, knowledge = change.chat.id, change.from_user, self.handlers.knowledge
        # Adding and removing the bot again and again is a way of asking, too.
        if await self.handlers.limits.allow("group", chat, inviter.id) is not Verdict.ALLOWED:
            return
        chosen = await self.handlers.conversations.language(chat)
        language = chosen or language_of(inviter.language_code) or self.handlers.language
        html = render.phrase_html(knowledge, "group_introduction", language, username=context.bot.username)
        await send(context, Visitor(chat, inviter.id, chosen, language), html)


def _is_present(member: ChatMember) -> bool:
    if isinstance(member, ChatMemberRestricted):
        return member.is_member
    return member.status not in (ChatMember.LEFT, ChatMember.BANNED)


def _may_write(member: ChatMember) -> bool:
    return not isinstance(member, ChatMemberRestricted) or member.can_send_messages
