"""What a bot counts while it answers a Bot API server over HTTP."""

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any

import pytest
from telegram import Update
from telegram.error import NetworkError
from telegram.ext import Application, ApplicationBuilder

from bot.assistant import Assistant
from bot.operations.metrics import Metrics
from bot.storage.conversations import Conversations
from bot.storage.limits import Limits
from bot.storage.memory_store import MemoryStore
from bot.storage.names import Names
from bot.telegram.counted_wire import CountedWire
from bot.telegram.failures import Failures
from bot.telegram.handlers import Handlers
from bot.telegram.observing import Observer, kind_of, surface_of
from bot.telegram.routes import routes
from bot.telegram.short_way import DEFAULTS, ShortWayBot
from bot.telegram.wire import Wire
from tests.operations.test_metrics import samples
from tests.telegram.fake_api import USER_ID, FakeTelegram
from tests.telegram.fake_rules import Json

QUESTION = "In welchem Jahr ist Metropolis entstanden?"
GROUP = {"id": -5, "type": "supergroup", "title": "G"}
ANYBODY = {"id": 7, "is_bot": False, "first_name": "A"}
MESSAGE = {"message_id": 1, "date": 1, "chat": {"id": 7, "type": "private"}, "from": ANYBODY, "text": "x"}
PRESS = {"id": "1", "from": ANYBODY, "chat_instance": "c", "data": "v1:m"}

_Application = Application[Any, Any, Any, Any, Any, Any]


class Clock:
    """A clock that goes on by half a second at each look."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        self.now += 0.5
        return self.now


def counted(assistant: Assistant, fake: FakeTelegram, use: Callable[[_Application], Coroutine[Any, Any, None]]) -> Any:
    """What is counted while an application is used."""
    metrics = Metrics("v1")
    observer = Observer(metrics, Clock())
    wire = CountedWire(Wire(), metrics.called)
    bot = ShortWayBot(fake.token, fake.base_url, request=wire, defaults=DEFAULTS)
    application: _Application = ApplicationBuilder().bot(bot).updater(None).build()
    store, names = MemoryStore(), Names(b"key")
    handlers = Handlers(observer.watched(assistant), Conversations(store, names), "de", Limits(store, names))
    application.add_handlers(list(routes(handlers)))
    application.add_error_handler(Failures(handlers).handle)
    observer.attach(application)

    async def session() -> None:
        async with application:
            await use(application)

    asyncio.run(session())
    return samples(metrics)


async def _pass(application: _Application, content: Json) -> None:
    await application.process_update(Update.de_json({"update_id": 1, **content}, application.bot))


def _messages(fake: FakeTelegram, *texts: str) -> list[Json]:
    return [{"message": fake.say(text)} for text in texts]


def test_answers_are_counted_with_their_time(assistant: Assistant) -> None:
    with FakeTelegram() as fake:

        async def use(application: _Application) -> None:
            for content in _messages(fake, QUESTION, "Hallo!", "/help"):
                await _pass(application, content)
            question = fake.messages(USER_ID)[0]
            await _pass(application, {"edited_message": {**question, "edit_date": 2}})

        found = counted(assistant, fake, use)
    assert found["bot_replies_total{language=de,outcome=answered,surface=private}"] == 2
    assert found["bot_replies_total{language=de,outcome=smalltalk,surface=private}"] == 1
    assert found["bot_updates_total{kind=message}"] == 3
    assert found["bot_updates_total{kind=edited_message}"] == 1
    assert found["bot_answer_seconds_count{surface=private}"] == 3
    assert found["bot_answer_seconds_sum{surface=private}"] == pytest.approx(1.5)
    assert found["bot_telegram_calls_total{method=send,result=ok}"] == 4


def test_pressed_question_is_a_reply(assistant: Assistant) -> None:
    with FakeTelegram() as fake:

        async def use(application: _Application) -> None:
            await _pass(application, _messages(fake, "/start")[0])
            shown = fake.messages(USER_ID)[-1]
            data = "v1:q:founded:metropolis:de"
            query = fake.press(data, shown, stale=True)
            await _pass(application, {"callback_query": {**PRESS, "id": query, "message": shown, "data": data}})

        found = counted(assistant, fake, use)
    assert found["bot_replies_total{language=de,outcome=answered,surface=private}"] == 1
    assert found["bot_telegram_calls_total{method=answer,result=ok}"] == 1


def test_refused_and_lost_calls_are_counted(assistant: Assistant) -> None:
    with FakeTelegram() as fake:
        fake.fail_next("sendMessage", 403, description="Forbidden: bot was blocked by the user")
        # The wire itself repeats a call that may arrive twice, and only its outcome is counted.
        fake.drop_next("answerCallbackQuery", times=2)

        async def use(application: _Application) -> None:
            await _pass(application, _messages(fake, QUESTION)[0])
            await _pass(application, {"callback_query": {**PRESS, "message": MESSAGE, "data": "old"}})

        found = counted(assistant, fake, use)
    assert found["bot_telegram_calls_total{method=send,result=forbidden}"] == 1
    assert found["bot_telegram_calls_total{method=answer,result=unreachable}"] == 1
    assert found["bot_answer_seconds_count{surface=private}"] == 1


@pytest.mark.parametrize(
    ("content", "kind", "surface"),
    [
        ({"message": MESSAGE}, "message", "private"),
        ({"edited_message": MESSAGE}, "edited_message", "private"),
        ({"message": {**MESSAGE, "chat": GROUP}}, "message", "group"),
        ({"callback_query": {**PRESS, "message": MESSAGE}}, "callback_query", "private"),
        ({"callback_query": {**PRESS, "inline_message_id": "i"}}, "callback_query", "inline"),
        ({"inline_query": {"id": "1", "from": ANYBODY, "query": "", "offset": ""}}, "inline_query", "inline"),
        ({"guest_message": {**MESSAGE, "chat": GROUP, "guest_query_id": "g"}}, "guest_message", "guest"),
        ({"channel_post": {**MESSAGE, "chat": {"id": -9, "type": "channel", "title": "C"}}}, "channel_post", ""),
        ({}, "", ""),
    ],
)
def test_kind_and_surface(content: Json, kind: str, surface: str) -> None:
    update = Update.de_json({"update_id": 1, **content})
    assert (kind_of(update), surface_of(update)) == (kind, surface)


def test_answer_that_cannot_be_read_counts_as_one_and_is_worth_another_try() -> None:
    called: list[tuple[str, int | None]] = []

    async def ask(fake: FakeTelegram) -> None:
        async with CountedWire(Wire(), lambda *call: called.append(call)) as wire:
            await wire.post(f"{fake.base_url}{fake.token}/getMe")

    with FakeTelegram() as fake:
        fake.fail_next("getMe", 200, "<html>Log in to the Wi-Fi</html>")
        with pytest.raises(NetworkError, match="not whole"):
            asyncio.run(ask(fake))
    assert called == [("getMe", 200)]


def test_method_is_read_from_an_address_with_a_query() -> None:
    called: list[tuple[str, int | None]] = []

    async def ask(fake: FakeTelegram) -> None:
        async with CountedWire(Wire(), lambda *call: called.append(call)) as wire:
            await wire.post(f"{fake.base_url}{fake.token}/getUpdates?allowed_updates=%5B%22a%2Fb%22%5D&timeout=0")

    with FakeTelegram() as fake:
        asyncio.run(ask(fake))
    assert called == [("getUpdates", 200)]
