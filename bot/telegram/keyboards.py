"""Rows of buttons under a message, each with the words of what it does.

A surface puts groups of buttons together with `rows`; a group stands in one row where all its words are short.
"""

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache

from telegram import CopyTextButton, InlineKeyboardButton, InlineKeyboardMarkup

from bot.content.model import LANGUAGE_NAMES, LANGUAGES, Contact, Knowledge, Language
from bot.dialogue.outcome import topic_of
from bot.dialogue.reply import Reply, Suggestion
from bot.dialogue.shorthand import facts_as_codes, in_shorthand
from bot.telegram.callbacks import (
    LONGEST_DATA,
    AgainPress,
    BrowsePress,
    ContactPress,
    FeedbackPress,
    LanguagePress,
    MenuPress,
    MorePress,
    Press,
    QuestionPress,
    SourcePress,
    TopicPress,
    format_press,
    parse_press,
)
from bot.telegram.render import shorten
from bot.telegram.vcard import dialable

LONGEST_BUTTON = 64
"""Letters of a button that a telephone shows; longer questions end in an ellipsis."""
SHORT_BUTTON = 22
"""Letters of a button that may share its row with another."""
QUESTIONS_A_PAGE = 8
"""More questions than this under one message are hard to take in."""
MOST_KEPT = 1024
"""Different rows of buttons in memory; answers have few, since buttons tell what was answered and never who asked."""
Button = tuple[str, Press]
"""The words of a button and what it does."""


class WrittenRows(InlineKeyboardMarkup):
    """Rows of buttons that are written out as JSON once, however often they are sent."""

    __slots__ = ("_json",)

    def __init__(self, lines: Sequence[Sequence[InlineKeyboardButton]]) -> None:
        super().__init__(lines)
        self._json = super().to_json()

    def to_json(self) -> str:
        """What Telegram gets."""
        return self._json


def topics(knowledge: Knowledge, language: Language) -> InlineKeyboardMarkup | None:
    """A button for each topic."""
    ordered = (knowledge.topics[key] for key in knowledge.ordered_topics())
    return rows([(topic.name.in_language(language), TopicPress(topic.topic, 1, language))] for topic in ordered)


def pages_of(offered: Sequence[Suggestion]) -> int:
    """How many pages the questions about a topic fill; at least one."""
    return max(1, -(-len(offered) // QUESTIONS_A_PAGE))


def questions(
    offered: Sequence[Suggestion], knowledge: Knowledge, topic: str, page: int, language: Language
) -> InlineKeyboardMarkup | None:
    """A page of the questions about a topic, the ways to the pages beside it, and back to all topics."""
    first = (page - 1) * QUESTIONS_A_PAGE
    asked = offered[first : first + QUESTIONS_A_PAGE]
    asking = [[(one.text, BrowsePress(one.intent, one.topic, page, language))] for one in asked]
    beside: list[Button] = []
    if page > 1:
        beside.append((_words(knowledge, "previous_page", language), TopicPress(topic, page - 1, language)))
    if page < pages_of(offered):
        beside.append((_words(knowledge, "next_page", language), TopicPress(topic, page + 1, language)))
    back: Button = (_words(knowledge, "all_topics", language), MenuPress(language))
    return rows([*asking, beside, [back]])


def answer(reply: Reply, knowledge: Knowledge, page: int | None = None) -> InlineKeyboardMarkup | None:
    """What one may do after a reply; with a page, the way goes back to that page of questions."""
    if reply.suggestions:
        return suggestions(reply.suggestions, reply.language)
    if reply.status == "smalltalk":
        return None
    way = more(reply, knowledge) if page is None else back_to_questions(reply, knowledge, page)
    return rows(
        [
            [*way, *other_language(reply, knowledge, page)],
            [*source(reply, knowledge), contact(knowledge, reply.language)],
            feedback(reply, knowledge),
        ]
    )


def suggestions(offered: Sequence[Suggestion], language: Language) -> InlineKeyboardMarkup | None:
    """The questions that a reply offers to go on with."""
    return rows([(choice.text, QuestionPress(choice.intent, choice.topic, language))] for choice in offered)


def more(reply: Reply, knowledge: Knowledge) -> list[Button]:
    """The other questions about the topic of a reply, else all topics."""
    topic = _topic(reply)
    if topic is None or not knowledge.topics[topic].aliases:
        return [(_words(knowledge, "all_topics", reply.language), MorePress(None, reply.language))]
    name = knowledge.topic_name(topic, reply.language)
    return [(_words(knowledge, "more_about", reply.language, topic=name), MorePress(topic, reply.language))]


def back_to_questions(reply: Reply, knowledge: Knowledge, page: int) -> list[Button]:
    """The page of questions from which a reply was picked."""
    topic = _topic(reply)
    words = _words(knowledge, "back_to_questions", reply.language)
    return [(words, TopicPress(topic, page, reply.language))] if topic else []


def other_language(reply: Reply, knowledge: Knowledge, page: int | None = None) -> list[Button]:
    """The same in the other language, where it can be said again."""
    if not reply.findings:
        return []
    [other] = (language for language in LANGUAGES if language != reply.language)
    return [(_words(knowledge, "in_this_language", other), AgainPress(in_shorthand(reply.findings), page, other))]


def source(reply: Reply, knowledge: Knowledge) -> list[Button]:
    """The words of the documents that a reply rests on."""
    if not reply.evidence:
        return []
    press = SourcePress(facts_as_codes(reply.evidence), reply.language)
    return [(_words(knowledge, "show_source", reply.language), press)]


def contact(knowledge: Knowledge, language: Language) -> Button:
    """Whom to ask."""
    return (_words(knowledge, "show_contact", language), ContactPress(language))


def feedback(reply: Reply, knowledge: Knowledge) -> list[Button]:
    """Whether a reply helped, where it states or denies something."""
    if not reply.findings:
        return []
    intent, language = reply.findings[0].intent, reply.language
    return [
        (_words(knowledge, "helpful", language), FeedbackPress("helpful", intent, language)),
        (_words(knowledge, "not_helpful", language), FeedbackPress("not_helpful", intent, language)),
    ]


def asks_for_feedback(markup: InlineKeyboardMarkup | None) -> bool:
    """Whether one of the buttons counts an opinion."""
    return markup is not None and any(_counts(button) for row in markup.inline_keyboard for button in row)


def without_feedback(markup: InlineKeyboardMarkup | None) -> InlineKeyboardMarkup | None:
    """The buttons but those that count an opinion."""
    kept = [[button for button in row if not _counts(button)] for row in (markup.inline_keyboard if markup else ())]
    return _markup(row for row in kept if row)


def languages() -> InlineKeyboardMarkup | None:
    """The choice of a language."""
    return rows([(name, LanguagePress(language))] for language, name in LANGUAGE_NAMES.items())


def copy_contact(details: Contact, knowledge: Knowledge, language: Language) -> InlineKeyboardMarkup:
    """E-mail address and telephone number, to be put on the clipboard."""
    texts = {"copy_email": details.email, "copy_phone": dialable(details.phone)}
    row = [
        InlineKeyboardButton(_words(knowledge, name, language), copy_text=CopyTextButton(text))
        for name, text in texts.items()
    ]
    return InlineKeyboardMarkup([[button] for button in row])


def rows(groups: Iterable[Sequence[Button]]) -> InlineKeyboardMarkup | None:
    """Two short buttons a row; one whose data Telegram would refuse is left out rather than losing the message."""
    return _rows(tuple(tuple(group) for group in groups))


@lru_cache(maxsize=MOST_KEPT)
def _rows(groups: tuple[tuple[Button, ...], ...]) -> InlineKeyboardMarkup | None:
    return _markup(row for group in groups for row in _rows_of([found for one in group for found in _button(one)]))


def _rows_of(group: Sequence[InlineKeyboardButton]) -> Iterator[Sequence[InlineKeyboardButton]]:
    if all(len(button.text) <= SHORT_BUTTON for button in group):
        yield from (group[start : start + 2] for start in range(0, len(group), 2))
    else:
        yield from ([button] for button in group)


def _button(button: Button) -> list[InlineKeyboardButton]:
    text, data = shorten(button[0], LONGEST_BUTTON), format_press(button[1])
    return [InlineKeyboardButton(text, callback_data=data)] if len(data.encode()) <= LONGEST_DATA else []


def _markup(lines: Iterable[Sequence[InlineKeyboardButton]]) -> InlineKeyboardMarkup | None:
    kept = list(lines)
    return WrittenRows(kept) if kept else None


def _counts(button: InlineKeyboardButton) -> bool:
    data = button.callback_data
    return isinstance(data, str) and isinstance(parse_press(data), FeedbackPress)


def _topic(reply: Reply) -> str | None:
    """What a reply is about; one that states nothing may still name a topic's website."""
    named = [topic_of(finding) for finding in reply.findings] or [fact.topic for fact in reply.websites]
    return next((topic for topic in named if topic), None)


def _words(knowledge: Knowledge, name: str, language: Language, **values: str) -> str:
    return knowledge.phrases[name].in_language(language).format(**values)
