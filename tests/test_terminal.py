"""The chat in the terminal: what lines are answered with, how it is drawn, and the real process behind a pipe."""

import io
import logging
from collections.abc import Iterator

import pytest
from rich.cells import cell_len
from rich.console import Console

from bot.assistant import Assistant
from bot.content.model import Language
from bot.dialogue.conversation import EXPIRES_AFTER_SECONDS
from bot.preparation import preparation_shown
from bot.terminal import Choice, Screen, TerminalChat, hold, plain, show
from tests.conftest import RunBot

FOUNDED = "Wann wurde Metropolis gegründet?"
MEMBER = "Since when has Berlin been a member of Metropolis?"
EMAIL = "becker@auslandsgesellschaft.de"


class Clock:
    """A clock that a test sets."""

    def __init__(self) -> None:
        self.seconds = 0.0

    def __call__(self) -> float:
        return self.seconds


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def german(assistant: Assistant, clock: Clock) -> TerminalChat:
    return TerminalChat(assistant, "de", clock)


def last(chat: TerminalChat, *lines: str) -> Screen:
    """The screen that the last of some lines of a new conversation is answered with."""
    chat.respond("/start")
    screens = [chat.respond(line) for line in lines]
    assert screens[-1] is not None
    return screens[-1]


def console(width: int = 80, **options: bool) -> tuple[Console, io.StringIO]:
    """A terminal of some width, and what it was sent."""
    sent = io.StringIO()
    return Console(file=sent, width=width, highlight=False, color_system="standard", **options), sent  # type: ignore[arg-type]


def phrase(assistant: Assistant, name: str, language: Language = "de") -> str:
    return assistant.knowledge.phrases[name].in_language(language)


@pytest.mark.parametrize("language", ["de", "en"])
def test_greeting_offers_topics_and_says_how_to_go_on(assistant: Assistant, language: Language) -> None:
    greeting = TerminalChat(assistant, language).greeting()
    names = {topic.name.in_language(language) for topic in assistant.knowledge.topics.values()}
    assert greeting.paragraphs == (phrase(assistant, "welcome", language),)
    assert {choice.text for choice in greeting.choices} == names
    for part in ("TELEGRAM_BOT_TOKEN", "python -m bot run", "@BotFather", "/help", "/quit"):
        assert part in " ".join(greeting.notes)


@pytest.mark.parametrize(
    ("line", "answer", "notes"),
    [
        (FOUNDED, "1985", ("Quelle", "https://www.metropolis.org", EMAIL)),
        (MEMBER, "1991", ("Source", "https://www.metropolis.org", EMAIL)),
        ("  Seit wann ist Berlin Mitglied bei Metropolis?\n", "1991", ("Quelle", EMAIL)),
    ],
)
def test_question_is_answered_with_source_website_and_contact(
    german: TerminalChat, line: str, answer: str, notes: tuple[str, ...]
) -> None:
    screen = last(german, line)
    assert answer in "\n".join(screen.paragraphs)
    assert all(note in "\n".join(screen.notes) for note in notes)
    assert not screen.ends


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("/start", "welcome"),
        ("/help", "help"),
        ("/HELP", "help"),
        ("/networks", "topics_title"),
        ("/topics", "topics_title"),
        ("/sources", "sources_title"),
        ("/language", "language_title"),
        ("/language fr", "language_title"),
        ("/privacy", "privacy_terminal"),
        ("/forget", "forgotten_nothing"),
        ("/quit", "goodbye"),
        ("/exit", "goodbye"),
        ("/nonsense", "unknown_command"),
        ("/", "unknown_command"),
        ("0", "no_such_choice"),
        ("99", "no_such_choice"),
    ],
)
@pytest.mark.parametrize("language", ["de", "en"])
def test_command_speaks_the_language_of_the_chat(
    assistant: Assistant, line: str, expected: str, language: Language
) -> None:
    screen = last(TerminalChat(assistant, language), line)
    assert screen.paragraphs[0] == phrase(assistant, expected, language)


@pytest.mark.parametrize("language", ["de", "en"])
def test_about_names_the_version_of_the_content(assistant: Assistant, language: Language) -> None:
    screen = last(TerminalChat(assistant, language), "/about")
    assert screen.paragraphs == (assistant.about(language),)
    assert assistant.knowledge.version[:8] in screen.paragraphs[0]


@pytest.mark.parametrize("line", ["/quit", "/exit", "/Quit"])
def test_only_quitting_ends_the_chat(german: TerminalChat, line: str) -> None:
    assert not last(german, "/help").ends
    assert last(german, line).ends


@pytest.mark.parametrize("line", ["", "   ", "\n", "\t\r\n", "\x1b\x07"])
def test_nothing_is_answered_with_nothing(german: TerminalChat, line: str) -> None:
    assert german.respond(line) is None


def test_every_topic_leads_to_its_questions_and_every_question_to_an_answer(german: TerminalChat) -> None:
    topics = last(german, "/networks").choices
    assert topics
    for number, topic in enumerate(topics, 1):
        listed = last(german, "/networks", str(number))
        assert listed.paragraphs == (topic.text,)
        assert listed.choices, topic.text
        for pick in range(1, len(listed.choices) + 1):
            answer = last(german, "/networks", str(number), str(pick))
            assert answer.notes[0].startswith("Quelle"), listed.choices[pick - 1].text


@pytest.mark.parametrize("number", ["1", " 1 ", "1.", "1)", "01"])
def test_number_may_be_written_as_in_a_list(german: TerminalChat, number: str) -> None:
    expected = last(german, "/networks").choices[0].text
    assert last(german, "/networks", number).paragraphs == (expected,)


def test_numbers_mean_the_last_list_even_after_an_answer_without_one(german: TerminalChat) -> None:
    listed = last(german, "/networks", "1")
    first = last(german, "/networks", "1", "1")
    assert last(german, "/networks", "1", "1", "/contact", "1") == first
    assert listed.choices


def test_suggestions_of_a_reply_can_be_picked(german: TerminalChat) -> None:
    asked_back = last(german, "Wie lautet die Website?")
    assert asked_back.choices
    numbers = range(1, len(asked_back.choices) + 1)
    answers = [last(german, "Wie lautet die Website?", str(number)) for number in numbers]
    assert all(answer.notes[0].startswith("Quelle") for answer in answers)
    assert len({answer.paragraphs for answer in answers}) == len(answers)


def test_follow_up_question_carries_the_topic_of_a_picked_one(german: TerminalChat) -> None:
    topics = [choice.text for choice in last(german, "/networks").choices]
    picked = str(topics.index("Metropolis") + 1)
    assert "1985" in last(german, "/networks", picked, "1", "Wann wurde es gegründet?").paragraphs[0]


@pytest.mark.parametrize(
    ("pause", "carried_over"), [(EXPIRES_AFTER_SECONDS - 1, True), (EXPIRES_AFTER_SECONDS + 1, False)]
)
def test_a_long_pause_ends_the_conversation(
    german: TerminalChat, clock: Clock, pause: float, carried_over: bool
) -> None:
    german.respond("Was ist UCLG?")
    clock.seconds += pause
    screen = german.respond("Wie lautet die Website?")
    assert screen is not None
    assert ("uclg.org" in " ".join(screen.paragraphs)) is carried_over


def test_start_forgets_the_conversation(german: TerminalChat) -> None:
    assert last(german, "Was ist UCLG?", "Wie lautet die Website?").choices == ()
    assert last(german, "Was ist UCLG?", "/start", "Wie lautet die Website?").choices != ()


def test_contact_has_every_detail(assistant: Assistant, german: TerminalChat) -> None:
    shown = plain(last(german, "/contact"))
    contact = assistant.knowledge.contact
    assert all(detail in shown for detail in (contact.name, contact.address, contact.email, contact.phone))


def test_sources_list_every_document_with_its_origin(assistant: Assistant, german: TerminalChat) -> None:
    shown = plain(last(german, "/sources"))
    for document in assistant.knowledge.documents.values():
        assert document.title in shown
        assert document.origin.de in shown
    assert phrase(assistant, "quotes_title") not in shown


@pytest.mark.parametrize("between", [(), ("/help",), ("Danke!",)])
def test_sources_quote_the_last_answer_word_for_word(german: TerminalChat, between: tuple[str, ...]) -> None:
    shown = plain(last(german, "Seit wann ist Berlin Mitglied bei Metropolis?", *between, "/sources"))
    assert "„Berlin ist Mitglied seit 1991.“ (Metropolis)" in shown


def test_forget_ends_the_conversation(assistant: Assistant, german: TerminalChat) -> None:
    assert last(german, FOUNDED, "/forget").paragraphs == (phrase(assistant, "forgotten_conversation"),)
    assert last(german, "/forget").paragraphs == (phrase(assistant, "forgotten_nothing"),)
    assert phrase(assistant, "quotes_title") not in plain(last(german, "/sources"))
    assert last(german, "Und die Website?").choices


def test_sources_quote_nothing_after_a_reply_without_an_answer(assistant: Assistant, german: TerminalChat) -> None:
    shown = plain(last(german, FOUNDED, "Wie wird morgen das Wetter?", "/sources"))
    assert phrase(assistant, "quotes_title") not in shown


@pytest.mark.parametrize("lines", [("/language en",), ("/language EN",), ("/language", "2"), (FOUNDED, "/language en")])
def test_language_changes_commands_and_replies_to_neutral_messages(
    assistant: Assistant, german: TerminalChat, lines: tuple[str, ...]
) -> None:
    assert last(german, *lines).paragraphs == (phrase(assistant, "language_set", "en"),)
    assert last(german, *lines, "/help").paragraphs[0] == phrase(assistant, "help", "en")
    assert last(german, *lines, "UCLG website").notes[-1].startswith("Contact")


def test_chat_follows_the_language_of_the_last_question(assistant: Assistant, german: TerminalChat) -> None:
    assert last(german, MEMBER, "/help").paragraphs[0] == phrase(assistant, "help", "en")


@pytest.mark.parametrize("width", [20, 40, 80, 200])
@pytest.mark.parametrize("lines", [("/networks",), ("/sources",), ("/networks", "2"), (FOUNDED,), ("/help",)])
def test_panel_fits_the_window_and_loses_no_word(german: TerminalChat, width: int, lines: tuple[str, ...]) -> None:
    screen = last(german, *lines)
    terminal, sent = console(width, force_terminal=True, no_color=True)
    show(screen, terminal)
    shown = sent.getvalue().replace("\x1b[1m", "").replace("\x1b[2m", "").replace("\x1b[0m", "")
    assert "\x1b" not in shown
    assert max(map(cell_len, shown.splitlines())) <= width
    inside = "".join(line.strip("│ ") for line in shown.splitlines()[1:-1])
    for text in (*screen.paragraphs, *(choice.text for choice in screen.choices), *screen.notes):
        for word in text.split():
            assert word in inside


@pytest.mark.parametrize("text", ["[bold]Bonn[/bold]", "[/red]", "[link=x]", ":smile:", "{name}", "\\[x]"])
def test_text_is_never_read_as_markup(text: str) -> None:
    screen = Screen((text,), (Choice(text, lambda: screen),), (text,))
    for options in ({"force_terminal": True}, {"force_terminal": False}):
        terminal, sent = console(**options)
        show(screen, terminal)
        assert sent.getvalue().count(text) == 3


def test_reply_that_repeats_words_of_the_question_cannot_steer_the_terminal(german: TerminalChat) -> None:
    shown = plain(last(german, "Seit wann ist \x1b[31mHamburg\x07\x1b]0;x\x07 Mitglied bei Metropolis?"))
    assert not any(letter in shown for letter in "\x1b\x07")


def test_piped_output_is_plain_text_without_line_breaks_of_its_own(german: TerminalChat) -> None:
    screen = last(german, "/help")
    terminal, sent = console(40, force_terminal=False)
    show(screen, terminal)
    assert sent.getvalue() == "\n\n".join(screen.paragraphs) + "\n\n"


def interrupted() -> Iterator[str]:
    yield FOUNDED
    raise KeyboardInterrupt


@pytest.mark.parametrize("lines", [[FOUNDED], [FOUNDED, "/quit", FOUNDED], interrupted()])
def test_chat_greets_answers_and_takes_leave_once(
    assistant: Assistant, german: TerminalChat, lines: Iterator[str]
) -> None:
    terminal, sent = console(force_terminal=False)
    hold(german, lines, terminal)
    shown = sent.getvalue()
    assert shown.startswith(phrase(assistant, "welcome"))
    assert shown.count("1985") == 1
    assert shown.count(phrase(assistant, "goodbye")) == 1
    assert shown.endswith(phrase(assistant, "goodbye") + "\n\n")


@pytest.mark.parametrize(("on_a_terminal", "shown"), [(True, "Learning [the] questions.\n"), (False, "")])
def test_preparation_is_a_short_line_on_a_terminal_and_a_log_line_elsewhere(
    caplog: pytest.LogCaptureFixture, on_a_terminal: bool, shown: str
) -> None:
    terminal, sent = console(force_terminal=on_a_terminal, no_color=True)
    log = logging.getLogger("bot.understanding.training")
    with preparation_shown(terminal):
        log.warning("Learning [the] questions.")
    assert sent.getvalue().replace("\x1b[2m", "").replace("\x1b[0m", "") == shown
    assert (caplog.messages == []) is on_a_terminal
    log.warning("Later.")
    assert caplog.messages[-1] == "Later."


def test_process_chats_through_pipes(assistant: Assistant, run_bot: RunBot) -> None:
    typed = f"{FOUNDED}\n/networks\n1\n1\n/sources\nund [bold]:smile:[/bold]\x1b[31m\n\n"
    done = run_bot(text=typed, TERM="xterm-256color", COLUMNS="40")
    assert (done.returncode, done.stderr) == (0, "")
    assert "1985" in done.stdout
    assert EMAIL in done.stdout
    assert "\x1b" not in done.stdout
    assert not [line for line in done.stdout.splitlines() if line.startswith((">", "│", "╭"))]
    assert done.stdout.endswith(phrase(assistant, "goodbye") + "\n\n")


def test_process_survives_bytes_that_are_no_text_and_ends_on_quit(run_bot: RunBot) -> None:
    done = run_bot(text=f"\x00\udcff\udcfe Bonn?\n{FOUNDED}\n/quit\n{FOUNDED}\n")
    assert done.returncode == 0
    assert done.stdout.count("1985") == 1
