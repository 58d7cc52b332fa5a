"""Groups: answers to commands, to mentions of the bot's name, and to replies to its messages; silence otherwise."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from functools import cached_property

from telegram import Message, Update

from bot.storage.limits import Verdict
from bot.storage.memory import Memory
from bot.telegram.activity import with_sign
from bot.telegram.addressing import Request, request_in
from bot.telegram.group_cards import compact_buttons, compact_html
from bot.telegram.group_pages import GroupPages
from bot.telegram.group_talk import GroupTalk, visitor_of
from bot.telegram.handlers import Context, Handlers
from bot.telegram.messages import edited, message_of
from bot.telegram.questions import Questions


@dataclass(frozen=True)
class Groups:
    """Finds out whether and how to answer a message."""

    handlers: Handlers

    @cached_property
    def commands(self) -> Mapping[str, Callable[[GroupTalk], Awaitable[None]]]:
        """The commands that show a page; `ask` is a question and `start` is a matter of its own."""
        return GroupPages(self.handlers).by_command()

    async def message(self, update: Update, context: Context) -> None:
        """Answer a new message that is meant for the bot."""
        message = message_of(update)
        request = request_in(message, context.bot.bot)
        if request is None or self._needs_no_answer(request):
            return
        visitor = await visitor_of(message, self.handlers.conversations, self.handlers.language)
        talk = GroupTalk(self.handlers, message, visitor, context)
        match await self.handlers.limits.allow("group", visitor.chat, visitor.user):
            case Verdict.ALLOWED:
                await self._follow(request, talk)
            case Verdict.NOTICE:
                await talk.say("too_many_questions")

    async def correction(self, update: Update, context: Context) -> None:
        """Answer the last question anew, in the place of its answer, when its words were changed."""
        message = message_of(update)
        request = request_in(message, context.bot.bot)
        if request is None or request.is_empty or request.command not in (None, "ask"):
            return
        visitor = await visitor_of(message, self.handlers.conversations, self.handlers.language)
        memory = await self.handlers.conversations.recall(visitor.chat, visitor.user)
        if memory.question != message.message_id or memory.answer is None:
            return
        if await self.handlers.limits.allow("group", visitor.chat, visitor.user) is Verdict.ALLOWED:
            await self._answer(request.text, GroupTalk(self.handlers, message, visitor, context), memory, memory.answer)

    async def apologise(self, message: Message, context: Context) -> None:
        """Say that something went wrong, to those who were to get an answer."""
        if request_in(message, context.bot.bot):
            visitor = await visitor_of(message, self.handlers.conversations, self.handlers.language)
            await GroupTalk(self.handlers, message, visitor, context).say("failure")

    def _needs_no_answer(self, request: Request) -> bool:
        """A command may be meant for another bot, and a reply without words is applause."""
        if request.command == "start":
            # Telegram sends it with a payload when somebody adds the bot by a link; then the bot introduces itself.
            return bool(request.text) or not request.named
        if request.command in (None, "ask"):
            return request.is_empty and not request.named and request.command is None
        return request.command not in self.commands and not request.named

    async def _follow(self, request: Request, talk: GroupTalk) -> None:
        if page := self.commands.get(request.command or ""):
            await page(talk)
        elif request.command not in (None, "ask"):
            await talk.say("unknown_command")
        elif request.is_empty:
            await talk.say("group_how_to_ask")
        else:
            memory = await self.handlers.conversations.recall(talk.visitor.chat, talk.visitor.user)
            await self._answer(request.text, talk, memory)

    async def _answer(self, text: str, talk: GroupTalk, memory: Memory, shown: int | None = None) -> None:
        """Answer a question, or with `shown` the corrected last one in the place of that answer."""
        before = memory.conversation if shown is None else memory.before
        turn = await with_sign(Questions(self.handlers).think(text, before, talk.visitor), talk.show_typing)
        html = compact_html(turn.reply, self.handlers.knowledge)
        buttons = compact_buttons(turn.reply, self.handlers.knowledge, talk.context.bot.username)
        if shown is None or not await edited(talk.context, talk.visitor, shown, html, buttons):
            shown = await talk.reply(html, buttons)
        kept = Memory(turn.conversation, before, talk.message.message_id, shown)
        await self.handlers.conversations.remember(talk.visitor.chat, talk.visitor.user, kept)
