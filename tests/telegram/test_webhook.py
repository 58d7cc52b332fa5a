"""Updates by webhook: taken once, refused when they are not Telegram's, and none lost when the bot ends in between."""

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.telegram.bot_process import BotProcess
from tests.telegram.conftest import Person
from tests.telegram.crowd import (
    ANSWER,
    IN_FLIGHT,
    OTHER_ANSWER,
    OTHER_QUESTION,
    QUESTION,
    QUEUED,
    ask_all,
    message_of,
    wait_for_answers,
)
from tests.telegram.fake_api import FakeTelegram
from tests.telegram.fake_webhook import SECRET_HEADER, Deliveries, free_port, post
from tests.telegram.group import BOT_NAME, GROUPS, MEMBERS, Group

URL = "https://bot.example.org/from-telegram"
PATH = "/from-telegram"
SECRET = "a-secret-of-this-test"


@dataclass(frozen=True)
class Running:
    """A bot with a webhook, its server, and who delivers."""

    fake: FakeTelegram
    bot: BotProcess
    deliveries: Deliveries

    def post(self, body: bytes, path: str = PATH, **headers: str) -> tuple[int, bytes]:
        """Deliver by hand; a header's name is given with underscores."""
        usual = {SECRET_HEADER: SECRET, "Content-Type": "application/json"}
        given = {name.replace("_", "-"): value for name, value in headers.items()}
        return post(self.deliveries.port, path, body, {**usual, **given})


def start(fake: FakeTelegram, folder: Path, port: int, name: str = "bot", **environment: str) -> BotProcess:
    """A bot with a webhook."""
    (folder / name).mkdir()
    here = {"BOT_WEBHOOK_URL": URL, "BOT_WEBHOOK_SECRET": SECRET, "BOT_LISTEN": f"127.0.0.1:{port}"}
    return BotProcess.small(fake, folder / name, **{**here, **environment})


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """One bot for all tests that do not end it."""
    port = free_port()
    with FakeTelegram() as fake, start(fake, tmp_path_factory.mktemp("webhook"), port) as bot:
        bot.wait_for(fake, "setWebhook")
        with Deliveries(fake, port) as deliveries:
            yield Running(fake, bot, deliveries)
            assert bot.stop() == 0
        assert "Traceback" not in bot.output()
        assert SECRET not in bot.output()


def update_of(fake: FakeTelegram, person: int) -> bytes:
    """A delivery, numbered like the person who asks."""
    return json.dumps({"update_id": person, "message": message_of(fake, person)}).encode()


def test_groups_and_guest_calls_are_answered(running: Running) -> None:
    group = Group(running.fake, next(GROUPS))
    assert ANSWER in group.ask(f"/ask {QUESTION}", next(MEMBERS))["text"]
    query = running.fake.guest(f"{BOT_NAME} {QUESTION}", user_id=next(MEMBERS))
    running.fake.wait_for(lambda call: call.parameters.get("guest_query_id") == query)
    assert ANSWER in running.fake.guest_messages[f"guest{query}"]["text"]


class TestRefusals:
    @pytest.mark.parametrize(
        ("body", "headers", "status"),
        [
            (b"{}", {SECRET_HEADER: "wrong"}, 403),
            (b"{}", {SECRET_HEADER: ""}, 403),
            (b"{}", {SECRET_HEADER: "ä"}, 403),
            (b"{}", {SECRET_HEADER: SECRET + "x"}, 403),
            (b"not read", {SECRET_HEADER: "wrong", "Content-Type": "text/plain"}, 403),
            (b"{}", {"Content-Type": "text/plain"}, 415),
            (b"{}", {"Content-Type": "application/x-www-form-urlencoded"}, 415),
            (b" " * 1_000_001, {}, 413),
            (b"{", {}, 400),
            (b"", {}, 400),
            (b"[]", {}, 400),
            (b"{}", {}, 400),
            (b'{"update_id": "1"}', {}, 400),
            (b"[" * 100_000, {}, 400),
            (b"\xff\xfe", {}, 400),
        ],
    )
    def test_what_is_not_telegrams_is_refused(
        self, running: Running, body: bytes, headers: dict[str, str], status: int
    ) -> None:
        assert running.post(body, **{name.replace("-", "_"): value for name, value in headers.items()})[0] == status

    def test_missing_secret_is_refused(self, running: Running) -> None:
        assert post(running.deliveries.port, PATH, b"{}", {"Content-Type": "application/json"})[0] == 403

    @pytest.mark.parametrize("path", ["/", "/telegram", PATH + "/more", "/bot"])
    def test_other_addresses_do_not_exist(self, running: Running, path: str) -> None:
        assert running.post(b"{}", path)[0] == 404

    def test_other_methods_do_not_exist(self, running: Running) -> None:
        assert post(running.deliveries.port, PATH, b"", {}, "GET")[0] == 405


class TestDeliveries:
    def test_registration_is_complete(self, running: Running) -> None:
        assert running.fake.webhook["url"] == URL
        assert running.fake.webhook["max_connections"] == 40
        assert {"message", "edited_message", "callback_query"} <= set(running.fake.webhook["allowed_updates"])

    def test_the_reply_travels_in_the_answer(self, running: Running, newcomers: range) -> None:
        assert ANSWER in running.fake.ask(QUESTION, user_id=newcomers[0])["text"]
        [carried] = [call for call in running.deliveries.carried if call.get("chat_id") == newcomers[0]]
        assert carried["method"] == "sendMessage"

    def test_of_two_calls_the_last_travels_in_the_answer(self, running: Running, newcomers: range) -> None:
        person = Person(running.fake, newcomers[0])
        closed, [answer] = person.press("v1:q:founded:metropolis:de", person.ask("/start"), stale=True)
        assert ANSWER in answer["text"]
        assert closed["callback_query_id"] in [call.get("callback_query_id") for call in running.deliveries.carried]

    def test_an_edited_question_is_answered_by_a_new_message(self, running: Running, newcomers: range) -> None:
        person = Person(running.fake, newcomers[0])
        person.ask(QUESTION)
        seen = len(running.fake.calls)
        running.fake.edit(person.messages()[0], OTHER_QUESTION)
        running.fake.wait_for(person.is_sent, after=seen)
        assert OTHER_ANSWER in person.messages()[-1]["text"]

    def test_many_chats_are_answered(self, running: Running, newcomers: range) -> None:
        people = ask_all(running.fake, newcomers[:50])
        assert wait_for_answers(running.fake, people) == Counter(people)

    def test_the_same_update_is_answered_once(self, running: Running, newcomers: range) -> None:
        update = update_of(running.fake, newcomers[0])
        seen = len(running.fake.calls)
        given = [running.post(update) for _ in range(3)]
        sent = [call for call in running.fake.calls[seen:] if call.parameters.get("chat_id") == newcomers[0]]
        # 503 in the moment in which the first answer has left but is not noted yet.
        assert given[0][0] == 200
        assert {status for status, _ in given} <= {200, 503}
        assert len([body for _, body in given if body]) + len(sent) == 1

    def test_a_call_that_fails_is_tried_again(self, running: Running, newcomers: range) -> None:
        person = Person(running.fake, newcomers[0])
        start_page = person.ask("/start")
        running.fake.fail_next("sendMessage", 502, "<html>")
        _, [answer] = person.press("v1:q:founded:metropolis:de", start_page, stale=True)
        assert ANSWER in answer["text"]

    def test_a_refused_message_is_apologised_for(self, running: Running, newcomers: range) -> None:
        person = Person(running.fake, newcomers[0])
        start_page = person.ask("/start")
        running.fake.fail_next("sendMessage", 400, description="Bad Request: something new")
        seen = len(running.fake.calls)
        running.fake.press("v1:q:founded:metropolis:de", start_page, person.number, stale=True)
        running.fake.wait_for(person.is_sent, count=2, after=seen)
        assert "Fehler unterlaufen" in person.messages()[-1]["text"]

    def test_numbers_out_of_order_are_all_answered(self, running: Running, newcomers: range) -> None:
        people = newcomers[:3]
        for person in (people[2], people[0], people[1]):
            running.fake.inject(json.loads(update_of(running.fake, person)))
        assert wait_for_answers(running.fake, people) == Counter(people)


class TestEnds:
    def test_killed_with_many_queued(self, tmp_path: Path, newcomers: range) -> None:
        port = free_port()
        with FakeTelegram() as fake, Deliveries(fake, port) as deliveries:
            with start(fake, tmp_path, port) as bot:
                bot.wait_for(fake, "setWebhook")
                people = ask_all(fake, newcomers[:QUEUED])
                bot.wait_for(fake, "sendMessage", 60)
                bot.kill()
            with start(fake, tmp_path, port, "again") as bot:
                counts = wait_for_answers(fake, people)
                assert bot.stop() == 0
            assert set(counts) == set(people)
            assert sum(counts.values()) - QUEUED <= IN_FLIGHT
            assert len([call for call in fake.calls if call.method == "setWebhook"]) == 1
            assert 0 in deliveries.statuses

    def test_stopped_while_answering(self, tmp_path: Path, newcomers: range) -> None:
        port = free_port()
        with FakeTelegram() as fake, start(fake, tmp_path, port) as bot:
            bot.wait_for(fake, "setWebhook")
            with Deliveries(fake, port):
                fake.say("/start", user_id=newcomers[0])
                bot.wait_for(fake, "sendMessage")
                # Two calls, of which the first has to wait: the update is in work for a second.
                fake.fail_next("sendMessage", retry_after=1)
                fake.press("v1:n::de", fake.messages(newcomers[0])[-1], newcomers[0], stale=True)
                bot.wait_for(fake, "sendMessage", 2)
                assert bot.stop() == 0
                assert len(fake.messages(newcomers[0])) == 3
                assert "Traceback" not in bot.output()

    def test_too_many_registrations_are_survived(self, tmp_path: Path) -> None:
        with FakeTelegram() as fake, start(fake, tmp_path, free_port()) as bot:
            fake.fail_next("setWebhook", retry_after=1)
            bot.wait_for(fake, "setWebhook", 2)
            assert bot.stop() == 0

    def test_refused_address_ends_with_one_sentence(self, tmp_path: Path) -> None:
        with FakeTelegram() as fake, start(fake, tmp_path, free_port()) as bot:
            fake.fail_next("setWebhook", 400, description="Bad Request: bad webhook: Failed to resolve host")
            assert bot.wait() == 1
            assert "Telegram does not accept the settings: Bad webhook: failed to resolve host." in bot.output()


class TestHealth:
    def test_ready_once_telegram_answered_and_figures_are_shown(self, tmp_path: Path) -> None:
        port = free_port()
        with FakeTelegram() as fake, BotProcess.small(fake, tmp_path, BOT_LISTEN=f"127.0.0.1:{port}") as bot:
            fake.fail_next("getMe", 502, "<html>", times=3)
            bot.wait_for(fake, "getMe")
            assert _get(port, "/healthz") == (200, b"alive\n")
            assert _get(port, "/readyz") == (503, b"not ready\n")
            bot.wait_for(fake)
            assert _get(port, "/readyz") == (200, b"ready\n")
            assert b"bot_ready 1" in _get(port, "/metrics")[1]
            assert post(port, PATH, b"{}", {})[0] == 404
            assert bot.stop() == 0

    def test_an_address_in_use_is_named(self, tmp_path: Path, running: Running) -> None:
        taken = f"127.0.0.1:{running.deliveries.port}"
        with FakeTelegram() as fake, BotProcess.small(fake, tmp_path, BOT_LISTEN=taken) as bot:
            assert bot.wait() == 1
            assert f"BOT_LISTEN: {taken} cannot be used" in bot.output()


def _get(port: int, path: str) -> tuple[int, bytes]:
    return post(port, path, b"", {}, "GET")
