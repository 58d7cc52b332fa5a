"""Sends and changes messages, and reads what an update carries."""

from typing import Any

from telegram import CallbackQuery, InlineKeyboardMarkup, Message, Update
from telegram.error import BadRequest
from telegram.ext import CallbackContext

from bot.telegram.short_way import ShortWayBot
from bot.telegram.visitor import Visitor

Context = CallbackContext[ShortWayBot, dict[Any, Any], dict[Any, Any], dict[Any, Any]]
"""What the library hands to each handler."""
NO_MARKUP = {"parse_mode": None}
"""The library sends the default markup along with everything; what has no text knows of none."""
_UNCHANGED, _GONE = "message is not modified", "message to edit not found"


async def send(
    context: Context,
    visitor: Visitor,
    html: str,
    buttons: InlineKeyboardMarkup | None = None,
) -> int:
    """Send a message and return its number."""
    return await context.bot.send_html(visitor.chat, html, buttons)


async def put(
    context: Context, visitor: Visitor, html: str, buttons: InlineKeyboardMarkup | None, shown: int | None
) -> int:
    """Put a text in the place of a message that is shown, else send it; returns the number of its message."""
    if shown is not None and await edited(context, visitor, shown, html, buttons):
        return shown
    return await send(context, visitor, html, buttons)


async def edited(
    context: Context, visitor: Visitor, shown: int, html: str, buttons: InlineKeyboardMarkup | None
) -> bool:
    """Change a message that is shown; False if the person has deleted it."""
    try:
        await context.bot.edit_message_text(html, visitor.chat, shown, reply_markup=buttons)
    except BadRequest as error:
        return _UNCHANGED in error.message.lower()
    return True


async def put_buttons(context: Context, visitor: Visitor, shown: int, buttons: InlineKeyboardMarkup | None) -> None:
    """Change the buttons below a message; one that has gone, or has them already, needs none."""
    try:
        await context.bot.edit_message_reply_markup(visitor.chat, shown, reply_markup=buttons, api_kwargs=NO_MARKUP)
    except BadRequest as error:
        if not any(reason in error.message.lower() for reason in (_UNCHANGED, _GONE)):
            raise


async def close(query: CallbackQuery, notice: str | None = None, *, alert: bool = False) -> None:
    """End the button's waiting sign; Telegram refuses that after a while, which hurts nobody."""
    try:
        await query.answer(notice, show_alert=alert)
    except BadRequest:
        return


def message_of(update: Update) -> Message:
    """The message of an update that has one; raises ValueError for others."""
    if update.effective_message is None:
        raise ValueError("the update carries no message")
    return update.effective_message


def query_of(update: Update) -> CallbackQuery:
    """The pressed button of an update that has one; raises ValueError for others."""
    if update.callback_query is None:
        raise ValueError("the update carries no pressed button")
    return update.callback_query


def number_of(query: CallbackQuery) -> int | None:
    """The number of the message below which the button hangs."""
    return query.message.message_id if query.message else None


def buttons_of(query: CallbackQuery) -> InlineKeyboardMarkup | None:
    """The buttons below the message as they are now; None where it is too old for Telegram to show it."""
    return query.message.reply_markup if isinstance(query.message, Message) else None
