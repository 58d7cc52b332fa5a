"""The stand-in for Telegram refuses what Telegram refuses, and python-telegram-bot can talk to it."""

import asyncio
import json
from collections.abc import Awaitable, Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPConnection
from typing import Any

import pytest
from telegram import (
    Bot,
    BotCommand,
    BotCommandScopeAllPrivateChats,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InlineQueryResultArticle,
    InputTextMessageContent,
    ReplyParameters,
    Update,
)
from telegram.error import BadRequest, NetworkError, RetryAfter, TimedOut
from telegram.ext import Application, ContextTypes, MessageHandler, filters

from tests.telegram.fake_api import USER_ID, FakeTelegram

CHAT: dict[str, Any] = {"chat_id": USER_ID}
GROUP = -100200


@pytest.fixture
def fake() -> Iterator[FakeTelegram]:
    """Give a server whose bot knows one user and one message."""
    with FakeTelegram() as server:
        server.say("/start")
        yield server


def post(fake: FakeTelegram, method: str, token: str = "", **parameters: Any) -> tuple[int, dict[str, Any]]:
    """Call a method over HTTP as a form."""
    port = fake.base_url.split(":")[2].partition("/")[0]
    connection = HTTPConnection("127.0.0.1", int(port), timeout=5)
    try:
        body, kind = json.dumps(parameters), {"Content-Type": "application/json"}
        connection.request("POST", f"/bot{token or fake.token}/{method}", body, kind)
        response = connection.getresponse()
        return response.status, json.loads(response.read())
    finally:
        connection.close()


def refusal(fake: FakeTelegram, method: str, **parameters: Any) -> str:
    """Return the description of a refused call."""
    status, answer = post(fake, method, **parameters)
    assert (answer["ok"], answer.get("error_code")) == (False, status), answer
    return str(answer["description"])


def keyboard(**button: Any) -> dict[str, Any]:
    """Return a keyboard of one button."""
    return {"inline_keyboard": [[button]]}


def article(number: str = "a", text: str = "Hello") -> dict[str, Any]:
    """Return an inline result."""
    return {"type": "article", "id": number, "title": "T", "input_message_content": {"message_text": text}}


ENTITIES = "Bad Request: can't parse entities: "
BUTTON = "Bad Request: can't parse inline keyboard button: "
REFUSED_MESSAGES = [
    ({"text": ""}, "Bad Request: message text is empty"),
    ({}, "Bad Request: message text is empty"),
    ({"text": " \n "}, "Bad Request: text must be non-empty"),
    ({"text": "a" * 4097}, "Bad Request: message is too long"),
    ({"text": "😀" * 2049}, "Bad Request: message is too long"),
    ({"text": "x", "chat_id": 77}, "Bad Request: chat not found"),
    ({"text": "x", "chat_id": ""}, "Bad Request: chat_id is empty"),
    ({"text": "x", "colour": "red"}, "Bad Request: unknown parameter colour for the method sendMessage"),
    ({"text": "x", "parse_mode": "Rainbow"}, "Bad Request: unsupported parse_mode"),
    ({"text": "x", "message_thread_id": 5}, "Bad Request: message thread not found"),
    ({"text": "x", "reply_parameters": {"message_id": 99}}, "Bad Request: message to be replied not found"),
    ({"text": "x", "reply_markup": "{"}, "Bad Request: can't parse reply markup JSON object"),
]
REFUSED_HTML = [
    ("<h1>x</h1>", 'Unsupported start tag "h1" at byte offset 0'),
    ("ä <br>", 'Unsupported start tag "br" at byte offset 3'),
    ("3 < 4", 'Unsupported start tag "" at byte offset 2'),
    ("a <b", "Unclosed start tag at byte offset 2"),
    ('<a href="x', "Unclosed start tag at byte offset 0"),
    ("<a href=x/y>z</a>", "Unexpected end of name token at byte offset 8"),
    ("<b>x", 'Can\'t find end tag corresponding to start tag "b"'),
    ("x</b>", "Unexpected end tag at byte offset 1"),
    ("<b><i>x</b></i>", 'Unmatched end tag at byte offset 7, expected "</i>", found "</b>"'),
    ("<b>x</b", "Unclosed end tag at byte offset 4"),
    ("<span>x</span>", 'Tag "span" must have class "tg-spoiler" at byte offset 0'),
]
REFUSED_BUTTONS = [
    ({"text": "x", "callback_data": "ü" * 33}, "Bad Request: BUTTON_DATA_INVALID"),
    ({"text": "x"}, f"{BUTTON}Text buttons are unallowed in the inline keyboard"),
    ({"text": "x", "callback_data": ""}, f"{BUTTON}Text buttons are unallowed in the inline keyboard"),
    ({"text": "", "callback_data": "x"}, f'{BUTTON}Field "text" must be non-empty'),
    ({"text": "x", "callback_data": "x", "url": "https://a.de"}, f"{BUTTON}exactly one action must be specified"),
    ({"text": "x", "copy_text": {"text": "y" * 257}}, "Bad Request: BUTTON_COPY_TEXT_INVALID"),
    ({"text": "x", "url": "no address"}, "Bad Request: BUTTON_URL_INVALID"),
    ({"text": "x", "callback_data": "x", "style": "pink"}, "Bad Request: BUTTON_STYLE_INVALID"),
]
REFUSED_RESULTS = [
    ([article(str(number)) for number in range(51)], "Bad Request: RESULTS_TOO_MUCH"),
    ([article(), article()], "Bad Request: RESULT_ID_DUPLICATE"),
    ([article("ü" * 33)], "Bad Request: RESULT_ID_INVALID"),
    ([article("")], "Bad Request: RESULT_ID_INVALID"),
    ([article(text="a" * 4097)], "Bad Request: message is too long"),
    ([{**article(), "title": ""}], "Bad Request: ARTICLE_TITLE_EMPTY"),
    ([{"type": "article"}], "Bad Request: can't parse inline query result: Can't find field \"id\""),
]
REFUSED_COMMANDS = [
    ("Help", "x", "Bad Request: BOT_COMMAND_INVALID"),
    ("a" * 33, "x", "Bad Request: BOT_COMMAND_INVALID"),
    ("help", "", "Bad Request: command description must be non-empty"),
    ("help", "x" * 257, "Bad Request: command description length must not exceed 256"),
]
SHOWN = [
    ("<b>Grüße</b> 😀 <i>x</i>", "Grüße 😀 x", [("bold", 0, 5), ("italic", 9, 1)]),
    ("<b>a<i>b</i></b>", "ab", [("bold", 0, 2), ("italic", 1, 1)]),
    ("  <code>x</code>\n", "x", [("code", 0, 1)]),
    ("a &amp; b &lt;c&gt; &euro; &#8364;", "a & b <c> &euro; €", []),
    ('<a href="https://a.de/?x=1&amp;y=2">A</a>', "A", [("text_link", 0, 1)]),
    ('<a href="https://a.social/@b">A</a>', "A", [("text_link", 0, 1)]),
    ('<a href="mailto:a@b.de">A</a>', "A", []),
    ("<pre><code class='language-py'>x</code></pre>", "x", [("pre", 0, 1)]),
    ("<blockquote expandable>x</blockquote>", "x", [("expandable_blockquote", 0, 1)]),
    ("/help @someone a@b.de", "/help @someone a@b.de", [("bot_command", 0, 5), ("mention", 6, 8), ("email", 15, 6)]),
    ("<b></b>x", "x", []),
]


@pytest.mark.parametrize(("parameters", "expect"), REFUSED_MESSAGES)
def test_refuses_message(fake: FakeTelegram, parameters: dict[str, Any], expect: str) -> None:
    assert refusal(fake, "sendMessage", **(CHAT | parameters)) == expect
    assert [call.error for call in fake.refusals()] == [expect]


@pytest.mark.parametrize(("html", "expect"), REFUSED_HTML)
def test_refuses_html(fake: FakeTelegram, html: str, expect: str) -> None:
    assert refusal(fake, "sendMessage", **CHAT, text=html, parse_mode="HTML") == ENTITIES + expect


@pytest.mark.parametrize(("button", "expect"), REFUSED_BUTTONS)
def test_refuses_button(fake: FakeTelegram, button: dict[str, Any], expect: str) -> None:
    assert refusal(fake, "sendMessage", **CHAT, text="x", reply_markup=keyboard(**button)) == expect


@pytest.mark.parametrize(
    ("button", "reason"),
    [
        ({"start_parameter": "inline"}, "must be non-empty"),
        ({"text": "Ask", "start_parameter": "no spaces"}, "START_PARAM_INVALID"),
        ({"text": "Ask"}, "START_PARAM_INVALID"),
    ],
)
def test_refuses_buttons_above_inline_results(fake: FakeTelegram, button: dict[str, str], reason: str) -> None:
    query_id = fake.inline("Frage")
    assert reason in refusal(fake, "answerInlineQuery", inline_query_id=query_id, results=[], button=button)


@pytest.mark.parametrize(("results", "expect"), REFUSED_RESULTS)
def test_refuses_inline_results(fake: FakeTelegram, results: list[Any], expect: str) -> None:
    query_id = fake.inline("Frage")
    assert refusal(fake, "answerInlineQuery", inline_query_id=query_id, results=results) == expect


@pytest.mark.parametrize(("name", "description", "expect"), REFUSED_COMMANDS)
def test_refuses_command(fake: FakeTelegram, name: str, description: str, expect: str) -> None:
    assert refusal(fake, "setMyCommands", commands=[{"command": name, "description": description}]) == expect


def test_refuses_more_than_a_hundred_commands(fake: FakeTelegram) -> None:
    commands = [{"command": f"c{number}", "description": "x"} for number in range(101)]
    assert refusal(fake, "setMyCommands", commands=commands) == "Bad Request: BOT_COMMANDS_TOO_MUCH"


@pytest.mark.parametrize(("html", "text", "entities"), SHOWN)
def test_shows_text(fake: FakeTelegram, html: str, text: str, entities: list[tuple[str, int, int]]) -> None:
    _, answer = post(fake, "sendMessage", **CHAT, text=html, parse_mode="HTML")
    shown = answer["result"]
    found = [(entity["type"], entity["offset"], entity["length"]) for entity in shown.get("entities", [])]
    assert (shown["text"], found) == (text, entities)


def test_refuses_a_wrong_token_and_an_unknown_method(fake: FakeTelegram) -> None:
    not_found = {"ok": False, "error_code": 404, "description": "Not Found"}
    unauthorized = {"ok": False, "error_code": 401, "description": "Unauthorized"}
    assert post(fake, "getMe", token="1:wrong") == (401, unauthorized)
    assert post(fake, "sendDice", **CHAT) == (404, not_found)


def test_refuses_useless_edits(fake: FakeTelegram) -> None:
    [mine] = fake.messages()
    shown = post(fake, "sendMessage", **CHAT, text="<b>x</b>", parse_mode="HTML")[1]["result"]["message_id"]
    same = refusal(fake, "editMessageText", **CHAT, message_id=shown, text=" <b>x</b>", parse_mode="HTML")
    assert same.startswith("Bad Request: message is not modified: specified new message content")
    assert refusal(fake, "editMessageReplyMarkup", **CHAT, message_id=shown) == same
    assert refusal(fake, "editMessageText", **CHAT, message_id=99, text="y") == "Bad Request: message to edit not found"
    foreign = refusal(fake, "editMessageText", **CHAT, message_id=mine["message_id"], text="y")
    assert foreign == "Bad Request: message can't be edited"
    assert post(fake, "editMessageText", **CHAT, message_id=shown, text="x")[0] == 200
    assert [message["text"] for message in fake.messages()] == ["/start", "x"]
    assert "entities" not in fake.messages()[1]


def test_answers_each_query_once(fake: FakeTelegram) -> None:
    post(fake, "sendMessage", **CHAT, text="x", reply_markup=keyboard(text="Go", callback_data="go"))
    pressed, inline = fake.press("go", fake.messages()[-1]), fake.inline("x")
    expired = fake.press("go", fake.messages()[-1])
    fake.expire(expired)
    too_old = "Bad Request: query is too old and response timeout expired or query ID is invalid"
    assert post(fake, "answerCallbackQuery", callback_query_id=pressed)[0] == 200
    assert post(fake, "answerInlineQuery", inline_query_id=inline, results=[article()])[0] == 200
    for dead in (pressed, expired, inline, "1"):
        assert refusal(fake, "answerCallbackQuery", callback_query_id=dead) == too_old
    assert refusal(fake, "answerInlineQuery", inline_query_id=inline, results=[]) == too_old
    with pytest.raises(LookupError):
        fake.press("gone", fake.messages()[-1])


def test_keeps_the_bot_out_of_closed_chats(fake: FakeTelegram) -> None:
    fake.block()
    assert refusal(fake, "sendMessage", **CHAT, text="x") == "Forbidden: bot was blocked by the user"
    fake.say("again")
    assert post(fake, "sendMessage", **CHAT, text="x")[0] == 200
    fake.say("Hallo", chat_id=GROUP)
    assert post(fake, "leaveChat", chat_id=GROUP)[0] == 200
    gone = refusal(fake, "sendMessage", chat_id=GROUP, text="x")
    assert gone == "Forbidden: bot is not a member of the supergroup chat"


def test_polls_as_telegram_does(fake: FakeTelegram) -> None:
    fake.inject({"chat_member": {}})
    fake.say("two")
    first, second = post(fake, "getUpdates", timeout=5)[1]["result"]
    assert post(fake, "getUpdates", offset=second["update_id"])[1]["result"] == [second]
    assert post(fake, "getUpdates", offset=-1)[1]["result"] == [second]
    assert [first["message"]["text"], *(kind for update in fake.dropped_updates for kind in update)] == [
        "/start",
        "update_id",
        "chat_member",
    ]
    post(fake, "getUpdates", offset=second["update_id"] + 1, allowed_updates=["inline_query"])
    fake.say("unwanted")
    fake.inline("wanted")
    [update] = post(fake, "getUpdates")[1]["result"]
    assert update["inline_query"]["query"] == "wanted"


def test_a_second_poller_ends_the_first(fake: FakeTelegram) -> None:
    empty = fake.inject({"message": {}}) + 1
    with ThreadPoolExecutor() as pool:
        older = pool.submit(post, fake, "getUpdates", offset=empty, timeout=50)
        fake.wait_for("getUpdates")
        newer = pool.submit(post, fake, "getUpdates", offset=empty, timeout=50)
        assert older.result(5)[1]["description"].startswith("Conflict: terminated by other getUpdates request")
        fake.wait_for("getUpdates", count=2)
        fake.say("wake up")
        assert newer.result(5)[1]["result"][0]["message"]["text"] == "wake up"


def test_a_webhook_ends_polling(fake: FakeTelegram) -> None:
    assert refusal(fake, "setWebhook", url="http://a.de").startswith("Bad Request: bad webhook: HTTPS url")
    assert post(fake, "setWebhook", url="https://a.de/hook")[0] == 200
    assert post(fake, "getWebhookInfo")[1]["result"]["pending_update_count"] == 1
    assert refusal(fake, "getUpdates").startswith("Conflict: can't use getUpdates method while webhook is active")
    post(fake, "deleteWebhook", drop_pending_updates=True)
    assert post(fake, "getUpdates")[1]["result"] == []


def test_wait_for_tells_what_it_saw(fake: FakeTelegram) -> None:
    post(fake, "getMe")
    with pytest.raises(AssertionError, match=r"0 of 1 calls fit 'sendMessage'; seen: \['getMe'\]"):
        fake.wait_for("sendMessage", timeout=0)


def with_bot(fake: FakeTelegram, talk: Callable[[Bot], Awaitable[None]]) -> None:
    """Run a coroutine with python-telegram-bot's own Bot."""

    async def run() -> None:
        async with Bot(fake.token, base_url=fake.base_url) as bot:
            await talk(bot)

    asyncio.run(run())


def test_bot_sends_and_edits(fake: FakeTelegram) -> None:
    async def talk(bot: Bot) -> None:
        buttons = InlineKeyboardMarkup([[InlineKeyboardButton("Go", callback_data="v1:go")]])
        reply = ReplyParameters(message_id=1)
        sent = await bot.send_message(
            USER_ID, "<b>Hi</b>", parse_mode="HTML", reply_markup=buttons, reply_parameters=reply
        )
        assert (sent.text, sent.text_html, sent.reply_markup) == ("Hi", "<b>Hi</b>", buttons)
        assert sent.reply_to_message
        assert sent.reply_to_message.text == "/start"
        edited = await sent.edit_text("Bye")
        assert isinstance(edited, type(sent))
        assert (edited.message_id, edited.text, edited.reply_markup) == (sent.message_id, "Bye", None)
        contact = await bot.send_contact(USER_ID, "+49 231 1", "Desk", vcard="BEGIN:VCARD")
        assert contact.contact
        assert await bot.send_chat_action(USER_ID, "typing")
        with pytest.raises(BadRequest, match="Message is not modified"):
            await sent.edit_text("Bye")

    with_bot(fake, talk)


def test_bot_answers_inline_and_guest_queries(fake: FakeTelegram) -> None:
    result = InlineQueryResultArticle("f:de", "T", InputTextMessageContent("<b>x</b>", parse_mode="HTML"))

    async def talk(bot: Bot) -> None:
        assert await bot.answer_inline_query(fake.inline("x"), [result], cache_time=0)
        sent = await bot.answer_guest_query(fake.guest("@city_networks_bot x"), result)
        assert fake.guest_messages[sent.inline_message_id]["text"] == "x"
        assert await bot.edit_message_text("y", inline_message_id=sent.inline_message_id)

    with_bot(fake, talk)


def test_bot_sets_up_its_page_and_looks_around(fake: FakeTelegram) -> None:
    fake.set_status(GROUP, USER_ID, "administrator")
    scope = BotCommandScopeAllPrivateChats()

    async def talk(bot: Bot) -> None:
        assert await bot.set_my_commands([BotCommand("hilfe", "Hilfe")], scope=scope, language_code="de")
        assert [command.command for command in await bot.get_my_commands(scope, "de")] == ["hilfe"]
        assert await bot.delete_my_commands(scope, "de")
        assert await bot.get_my_commands(scope, "de") == ()
        assert await bot.set_my_name("Netze", "de")
        assert [(await bot.get_my_name(language)).name for language in ("de", "fr")] == ["Netze", "Bot"]
        assert await bot.set_my_description("Lang")
        assert (await bot.get_my_description("de")).description == "Lang"
        assert await bot.set_my_short_description("Kurz", "en")
        assert (await bot.get_my_short_description()).short_description == ""
        assert (await bot.get_chat_member(GROUP, USER_ID)).status == "administrator"
        assert [member.user.id for member in await bot.get_chat_administrators(GROUP)] == [USER_ID]

    with_bot(fake, talk)


def test_faults_reach_the_bot(fake: FakeTelegram, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PTB_TIMEDELTA", "true")
    fake.fail_next("getMyName", retry_after=3)
    fake.fail_next("getMyName", 502, "<html>Bad Gateway</html>")
    fake.drop_next("getMyName")
    fake.hang_next("getMyName")

    async def talk(bot: Bot) -> None:
        with pytest.raises(RetryAfter):
            await bot.get_my_name()
        for fault in (NetworkError, NetworkError):
            with pytest.raises(fault):
                await bot.get_my_name()
        with pytest.raises(TimedOut):
            await bot.get_my_name(read_timeout=0.05)
        fake.release()
        assert (await bot.get_my_name()).name == "Bot"

    with_bot(fake, talk)


async def echo(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
    """Answer with the same text."""
    assert context.bot
    assert update.effective_message
    await update.effective_message.reply_text(update.effective_message.text or "", do_quote=True)


def test_an_application_polls_answers_and_stops(fake: FakeTelegram) -> None:
    async def run() -> None:
        application = Application.builder().token(fake.token).base_url(fake.base_url).build()
        application.add_handler(MessageHandler(filters.TEXT & ~filters.COMMAND, echo))
        async with application:
            assert application.updater
            await application.updater.start_polling()
            await application.start()
            answer = await asyncio.to_thread(fake.ask, "Hallo", GROUP, thread_id=7)
            await application.updater.stop()
            await application.stop()
        assert (answer["text"], answer["message_thread_id"]) == ("Hallo", 7)
        assert answer["reply_to_message"]["text"] == "Hallo"

    asyncio.run(run())
    assert fake.refusals() == []
