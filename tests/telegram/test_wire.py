"""The connection to Telegram: what goes over it, what breaks it, and that the token stays out of every error."""

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

import pytest
from telegram import Bot, InlineKeyboardButton, InlineKeyboardMarkup
from telegram.error import BadRequest, Conflict, Forbidden, InvalidToken, NetworkError, RetryAfter, TelegramError

from bot.telegram.wire import REFUSED, Wire
from tests.telegram.fake_api import USER_ID, FakeTelegram

_Use = Callable[[Bot], Awaitable[Any]]


def ignore() -> None:
    """Nobody wants to know."""


@pytest.fixture
def fake() -> Iterator[FakeTelegram]:
    """A server whose bot knows one user."""
    with FakeTelegram() as server:
        server.say("/start")
        yield server


@asynccontextmanager
async def connected(fake: FakeTelegram, wire: Wire) -> AsyncIterator[Bot]:
    """A bot on the wire that has not called anything yet."""
    await wire.initialize()
    try:
        yield Bot(fake.token, fake.base_url, request=wire)
    finally:
        await wire.shutdown()


def using(fake: FakeTelegram, use: _Use, wire: Wire | None = None) -> Any:
    """Do something with a bot and return what it gave."""

    async def run() -> Any:
        async with connected(fake, wire or Wire(ignore, ignore)) as bot:
            return await use(bot)

    return asyncio.run(run())


def send(text: str) -> _Use:
    """Send the user a message."""
    return lambda bot: bot.send_message(USER_ID, text)


class TestSending:
    @pytest.mark.parametrize("text", ["Städte & Netze = 100 % + mehr?", "a" * 4096, "😀\n\t„“", "&chat_id=1"])
    def test_text_arrives_as_it_is(self, fake: FakeTelegram, text: str) -> None:
        assert using(fake, send(text)).text == text.strip()

    def test_buttons_arrive(self, fake: FakeTelegram) -> None:
        markup = InlineKeyboardMarkup([[InlineKeyboardButton("Mehr", callback_data="m")]])
        using(fake, lambda bot: bot.send_message(USER_ID, "x", reply_markup=markup))
        assert fake.messages()[-1]["reply_markup"] == markup.to_dict()

    def test_file_is_uploaded(self, fake: FakeTelegram) -> None:
        certificate = b"\x00\xff\r\n--" * 50_000
        using(fake, lambda bot: bot.set_webhook("https://bot.example/x", certificate=certificate))
        assert fake.calls[-1].parameters["certificate"] == f"{len(certificate)} bytes"
        assert fake.calls[-1].parameters["url"] == "https://bot.example/x"

    def test_many_messages_at_once(self, fake: FakeTelegram) -> None:
        using(fake, lambda bot: asyncio.gather(*(bot.send_message(USER_ID, str(number)) for number in range(250))))
        assert {message["text"] for message in fake.messages()[1:]} == {str(number) for number in range(250)}

    def test_proxy_of_the_environment_is_used(self, fake: FakeTelegram, monkeypatch: pytest.MonkeyPatch) -> None:
        port = fake.base_url.split(":")[2].partition("/")[0]
        monkeypatch.setenv("http_proxy", f"http://user:word@127.0.0.1:{port}")
        monkeypatch.delenv("no_proxy", raising=False)
        monkeypatch.delenv("NO_PROXY", raising=False)
        # The stand-in answers proxied requests to any server as its own.
        elsewhere = Bot(fake.token, "http://bot-api.example/bot")
        assert (
            using(fake, lambda bot: bot.request.post(f"{elsewhere.base_url}/getMe"))["username"] == "city_networks_bot"
        )


def failing(fake: FakeTelegram, use: _Use, wire: Wire | None = None) -> TelegramError:
    """The error that something ends with."""
    with pytest.raises(TelegramError) as caught:
        using(fake, use, wire)
    return caught.value


class TestFaults:
    @pytest.mark.parametrize(
        ("status", "body", "kind"),
        [
            (400, None, BadRequest),
            (401, None, InvalidToken),
            (403, None, Forbidden),
            (404, None, InvalidToken),
            (409, None, Conflict),
            (500, None, NetworkError),
            (502, "<html><h1>502 Bad Gateway</h1></html>", NetworkError),
            (200, "<html>Log in to the Wi-Fi</html>", NetworkError),
            (200, '{"ok":true,"result":{"mess', NetworkError),
            (200, "[]", NetworkError),
            (200, "{}", NetworkError),
            (200, b"\xff\xfe\x00", NetworkError),
            (302, "", NetworkError),
        ],
    )
    def test_answer_is_named(
        self, fake: FakeTelegram, status: int, body: str | bytes | None, kind: type, caplog: pytest.LogCaptureFixture
    ) -> None:
        fake.fail_next("sendMessage", status, body)
        assert type(failing(fake, send("Geheimfrage"))) is kind
        assert "Geheimfrage" not in caplog.text

    @pytest.mark.filterwarnings("ignore::telegram.warnings.PTBDeprecationWarning")
    def test_flood_wait_is_named(self, fake: FakeTelegram) -> None:
        fake.fail_next("sendMessage", retry_after=3)
        assert isinstance(failing(fake, send("x")), RetryAfter)

    @pytest.mark.parametrize(("method", "calls"), [("sendMessage", 1), ("getMe", 2), ("sendChatAction", 2)])
    def test_broken_connection_is_tried_again_where_nobody_sees_it_twice(
        self, fake: FakeTelegram, method: str, calls: int
    ) -> None:
        fake.drop_next(method, times=2)
        action = {
            "sendMessage": send("x"),
            "getMe": Bot.get_me,
            "sendChatAction": lambda b: b.send_chat_action(1, "typing"),
        }
        failing(fake, action[method])
        assert len(fake.calls) == calls

    @pytest.mark.parametrize("break_it", ["drop_next", "hang_next"])
    def test_no_error_holds_the_token(self, fake: FakeTelegram, break_it: str) -> None:
        getattr(fake, break_it)("sendMessage", times=2)
        error = failing(fake, lambda bot: bot.send_message(USER_ID, "x", read_timeout=0.05))
        assert (error.__cause__, error.__context__) == (None, None)
        assert fake.token.partition(":")[2] not in f"{error!r}"

    def test_trouble_has_one_line_at_its_beginning_and_one_at_its_end(
        self, fake: FakeTelegram, caplog: pytest.LogCaptureFixture
    ) -> None:
        fake.fail_next("sendMessage", 502, "<html>", times=3)

        async def persist(bot: Bot) -> None:
            for _ in range(5):
                await asyncio.gather(send("x")(bot), return_exceptions=True)

        with caplog.at_level(logging.WARNING, "bot"):
            using(fake, persist)
        assert caplog.messages == [
            "Telegram has a fault of its own (502); trying again.",
            "The connection to Telegram works again.",
        ]

    @pytest.mark.parametrize(("refused", "status", "noticed"), [((401,), 401, 1), ((401,), 404, 0), (REFUSED, 404, 1)])
    def test_refused_token_is_noticed(
        self, fake: FakeTelegram, refused: tuple[int, ...], status: int, noticed: int
    ) -> None:
        seen: list[None] = []
        fake.fail_next("getMe", status)
        failing(fake, Bot.get_me, Wire(lambda: seen.append(None), ignore, refused))
        assert len(seen) == noticed

    def test_connection_closed_while_idle_costs_a_repeatable_call_nothing(self) -> None:
        with _OneAnswerEach() as port:

            async def twice() -> list[tuple[int, bytes]]:
                wire = Wire(ignore, ignore)
                await wire.initialize()
                try:
                    return [await wire.do_request(f"http://127.0.0.1:{port}/getMe", "POST") for _ in range(5)]
                finally:
                    await wire.shutdown()

            assert asyncio.run(twice()) == [(200, b"{}")] * 5


class _OneAnswerEach:
    """A server that promises to keep a connection, and closes it at the next request."""

    def __enter__(self) -> int:
        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self) -> None:
                if hasattr(self, "used"):
                    self.close_connection = True
                    return
                self.used = True
                self.send_response(200)
                self.send_header("Content-Length", "2")
                self.end_headers()
                self.wfile.write(b"{}")

            def log_message(self, format: str, *args: Any) -> None:  # noqa: A002
                """Say nothing."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        Thread(target=self._server.serve_forever, args=(0.01,), daemon=True).start()
        return self._server.server_port

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()
