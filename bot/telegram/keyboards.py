"""Rows of buttons under a message, each with the words of what it does."""

from collections.abc import Iterable, Sequence

from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from bot.content.model import LANGUAGE_NAMES, Knowledge, Language
from bot.dialogue.reply import Suggestion
from bot.telegram.callbacks import (
    LONGEST_DATA,
    LanguagePress,
    MenuPress,
    Press,
    QuestionPress,
    TopicPress,
    format_press,
)
from bot.telegram.render import shorten

LONGEST_BUTTON = 64
"""Letters of a button that a telephone shows; longer questions end in an ellipsis."""


def topics(knowledge: Knowledge, language: Language) -> InlineKeyboardMarkup | None:
    """A button for each topic that has a name of its own."""
    named = (knowledge.topics[key] for key in knowledge.ordered_topics() if knowledge.topics[key].aliases)
    return _rows((topic.name.in_language(language), TopicPress(topic.topic)) for topic in named)


def questions(offered: Sequence[Suggestion], knowledge: Knowledge, language: Language) -> InlineKeyboardMarkup | None:
    """The questions about a topic, and the way back to all topics."""
    back = (knowledge.phrases["all_topics"].in_language(language), MenuPress())
    return _rows([*_asking(offered, language), back])


def suggestions(offered: Sequence[Suggestion], language: Language) -> InlineKeyboardMarkup | None:
    """The questions that a reply offers to go on with."""
    return _rows(_asking(offered, language))


def languages() -> InlineKeyboardMarkup | None:
    """The choice of a language."""
    return _rows((name, LanguagePress(language)) for language, name in LANGUAGE_NAMES.items())


def _asking(offered: Sequence[Suggestion], language: Language) -> list[tuple[str, Press]]:
    return [(choice.text, QuestionPress(choice.intent, choice.topic, language)) for choice in offered]


def _rows(buttons: Iterable[tuple[str, Press]]) -> InlineKeyboardMarkup | None:
    """One button a row; one whose data Telegram would refuse is left out rather than losing the message."""
    labelled = ((shorten(text, LONGEST_BUTTON), format_press(press)) for text, press in buttons)
    fitting = [(text, data) for text, data in labelled if len(data.encode()) <= LONGEST_DATA]
    rows = [[InlineKeyboardButton(text, callback_data=data)] for text, data in fitting]
    return InlineKeyboardMarkup(rows) if rows else None
