"""A strict stand-in for Telegram's Bot API server: one bot, its chats, and what goes over the wire.

A test is the user (`say`, `press`, `inline`), the bot under test talks HTTP to `base_url`, and the test then looks at
`messages` and `calls`. The waiting verbs block their thread: inside an event loop call them with `asyncio.to_thread`.
"""

import copy
import email
import json
import re
import socket
import time
from collections import defaultdict, deque
from collections.abc import Callable, Container, Iterator
from dataclasses import dataclass, field
from email.message import Message
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import count as counter
from threading import Condition, Thread
from types import TracebackType
from typing import Any, Self
from urllib.parse import parse_qsl, urlsplit

from tests.telegram import fake_rules as rules
from tests.telegram.fake_entities import finish
from tests.telegram.fake_group_rules import RESTRICTIONS, check_group_rate, upgraded
from tests.telegram.fake_rules import Json, RefusalError, bad

TOKEN = "4200000042:AAFakeTokenFakeTokenFakeTokenFakeToken"
USER_ID = 1001
MAX_POLL_SECONDS = 50
NOT_BY_DEFAULT = {"chat_member", "message_reaction", "message_reaction_count"}
NOT_MODIFIED = (
    "message is not modified: specified new message content and reply markup are exactly the same as a current "
    "content and reply markup of the message"
)
WEBHOOK_ACTIVE = "can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"
QUERY_INVALID = "query is too old and response timeout expired or query ID is invalid"
REASONS = {
    400: "Bad Request",
    401: "Unauthorized",
    403: "Forbidden",
    404: "Not Found",
    409: "Conflict",
    429: "Too Many Requests",
    500: "Internal Server Error",
    502: "Bad Gateway",
    503: "Service Unavailable",
    504: "Gateway Timeout",
}
ABILITIES = ("can_join_groups", "supports_inline_queries", "supports_guest_queries")
"""What @BotFather can turn on for a bot."""
ADMINISTRATOR_RIGHTS = (
    "can_be_edited is_anonymous can_manage_chat can_delete_messages can_manage_video_chats can_restrict_members "
    "can_promote_members can_change_info can_invite_users can_post_stories can_edit_stories can_delete_stories"
)


@dataclass
class Call:
    """One request of the bot; `error` is the description of its refusal."""

    method: str
    parameters: Json
    when: float = field(default_factory=time.time)
    error: str | None = None


@dataclass
class Fault:
    """An answer ordered by a test; a fault without status drops the connection once it is released."""

    status: int | None
    body: bytes = b""
    hangs: bool = False


@dataclass
class Chat:
    """A chat the bot knows; `shut` is the reason why it cannot write there."""

    about: Json
    messages: dict[int, Json] = field(default_factory=dict)
    threads: set[int] = field(default_factory=set)
    members: dict[int, str] = field(default_factory=dict)
    shut: str = ""
    moved_to: int | None = None
    bot_sent: deque[float] = field(default_factory=deque)
    numbers: Iterator[int] = field(default_factory=lambda: counter(1))

    def add(self, content: Json) -> Json:
        """Put a message into the chat and return it."""
        number = next(self.numbers)
        self.messages[number] = {"message_id": number, "date": int(time.time()), "chat": self.about, **content}
        return self.messages[number]


class DroppedError(Exception):
    """The connection ends without an answer."""


class FakeTelegram:
    """The Bot API server as a context manager."""

    def __init__(self, token: str = TOKEN, username: str = "city_networks_bot") -> None:
        self.token = token
        self.bot: Json = {"id": int(token.partition(":")[0]), "is_bot": True, "first_name": "Bot", "username": username}
        self.calls: list[Call] = []
        self.chats: dict[int, Chat] = {}
        self.users: dict[int, Json] = {self.bot["id"]: self.bot}
        self.guest_messages: dict[str, Json] = {}
        self.dropped_updates: list[Json] = []
        self.abilities: Json = dict.fromkeys(ABILITIES, True) | {"can_read_all_group_messages": False}
        self.clock_ahead = 0.0
        self.webhook: Json = {"url": "", "has_custom_certificate": False}
        self.secret_token = ""
        self._commands: dict[str, list[Json]] = {}
        self._profile: dict[tuple[str, str], str] = {}
        self._open_queries: dict[str, str] = {}
        self._updates: deque[Json] = deque()
        self._numbers = counter(500_001)
        self._allowed: set[str] = set()
        self._faults: dict[str, deque[Fault]] = defaultdict(deque)
        self._poller = 0
        self._released = 0
        self._closed = False
        self._changed = Condition()
        self._server = _Server(self)
        self.base_url = f"http://127.0.0.1:{self._server.server_port}/bot"

    def __enter__(self) -> Self:
        Thread(target=self._server.serve_forever, args=(0.01,), daemon=True).start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        with self._changed:
            self._closed = True
            self._changed.notify_all()
        self._server.stop()

    # What a test orders and sees

    def fail_next(
        self,
        method: str,
        status: int = 500,
        body: str | bytes | None = None,
        *,
        description: str | None = None,
        retry_after: int | None = None,
        times: int = 1,
    ) -> None:
        """Answer the next calls of a method with an error, before they have any effect."""
        if retry_after is not None:
            status, description = 429, description or f"Too Many Requests: retry after {retry_after}"
        parameters = {} if retry_after is None else {"retry_after": retry_after}
        shaped = RefusalError(status, description or REASONS.get(status, "Error"), **parameters).body()
        raw = json.dumps(shaped) if body is None else body
        self._order(method, Fault(status, raw.encode() if isinstance(raw, str) else raw), times)

    def hang_next(self, method: str, times: int = 1) -> None:
        """Leave the next calls of a method without any answer until `release` or the end."""
        self._order(method, Fault(None, hangs=True), times)

    def drop_next(self, method: str, times: int = 1) -> None:
        """Close the connection of the next calls of a method instead of answering."""
        self._order(method, Fault(None), times)

    def release(self) -> None:
        """End the calls that hang; their connections close."""
        with self._changed:
            self._released += 1
            self._changed.notify_all()

    def _order(self, method: str, fault: Fault, times: int) -> None:
        if method not in rules.METHODS:
            raise ValueError(f"no such method: {method}")
        with self._changed:
            self._faults[method].extend([fault] * times)

    def wait_for(
        self, what: str | Callable[[Call], bool], count: int = 1, timeout: float = 5.0, after: int = 0
    ) -> list[Call]:
        """Return the first `count` calls that fit, leaving out the `after` oldest calls of all; or fail the test."""

        def fits(call: Call) -> bool:
            return call.method == what if isinstance(what, str) else what(call)

        def found() -> list[Call]:
            return [call for call in self.calls[after:] if fits(call)]

        with self._changed:
            if not self._changed.wait_for(lambda: len(found()) >= count, timeout):
                seen = [f"{call.method} {call.error or ''}".strip() for call in self.calls[after:]]
                raise AssertionError(f"{len(found())} of {count} calls fit {what!r}; seen: {seen}")
            return found()[:count]

    def wait_until_acknowledged(self, timeout: float = 60.0) -> None:
        """Wait until the bot has taken every update, so that none would be delivered again."""
        with self._changed:
            taken = self._changed.wait_for(lambda: not self._updates, timeout)
            assert taken, f"not acknowledged: {[update['update_id'] for update in self._updates]}"

    def messages(self, chat_id: int = USER_ID) -> list[Json]:
        """Return the messages of a chat as it shows them now, oldest first."""
        with self._changed:
            return copy.deepcopy(list(self.chats[chat_id].messages.values())) if chat_id in self.chats else []

    def refusals(self) -> list[Call]:
        """Return the calls that got an error, long polling aside."""
        with self._changed:
            return [call for call in self.calls if call.error and call.method != "getUpdates"]

    # What users do

    def inject(self, update: Json) -> int:
        """Queue an update as it is, if the bot wants its kind, and return its number."""
        with self._changed:
            update = {"update_id": next(self._numbers), **copy.deepcopy(update)}
            kinds = set(update) - {"update_id"}
            wanted = kinds <= self._allowed if self._allowed else not kinds & NOT_BY_DEFAULT
            (self._updates if wanted else self.dropped_updates).append(update)
            self._changed.notify_all()
            return int(update["update_id"])

    def chat(self, chat_id: int = USER_ID, kind: str | None = None, **about: Any) -> Chat:
        """Return a chat, which the bot knows from now on."""
        with self._changed:
            if chat_id not in self.chats:
                kind = kind or ("private" if chat_id > 0 else "supergroup")
                name = {"first_name": "Ada"} if kind == "private" else {"title": "Partner cities"}
                self.chats[chat_id] = Chat({"id": chat_id, "type": kind, **name, **about})
                self.chats[chat_id].members[self.bot["id"]] = "member"
            return self.chats[chat_id]

    def user(self, user_id: int = USER_ID, language_code: str | None = "de") -> Json:
        """Return a user, whom Telegram knows from now on."""
        language = {"language_code": language_code} if language_code else {}
        self.users[user_id] = {"id": user_id, "is_bot": False, "first_name": "Ada", **language}
        return self.users[user_id]

    def block(self, chat_id: int = USER_ID) -> None:
        """Shut the bot out: a user blocks it, a group removes it."""
        chat = self.chat(chat_id)
        group = f"bot was kicked from the {chat.about['type']} chat"
        chat.shut = "bot was blocked by the user" if chat.about["type"] == "private" else group

    def set_status(self, chat_id: int, user_id: int, status: str) -> None:
        """Make a user creator, administrator, member, left or kicked in a chat."""
        self.users.get(user_id) or self.user(user_id)
        self.chat(chat_id).members[user_id] = status

    def say(
        self,
        text: str,
        chat_id: int | None = None,
        user_id: int = USER_ID,
        *,
        language_code: str | None = "de",
        chat_type: str | None = None,
        reply_to: Json | int | None = None,
        thread_id: int | None = None,
        entities: list[Json] | None = None,
    ) -> Json:
        """Write a message as a user and return it; commands and mentions are marked as Telegram marks them."""
        with self._changed:
            chat = self.chat(chat_id or user_id, chat_type)
            chat.members.setdefault(user_id, "member")
            chat.shut = "" if chat.about["type"] == "private" else chat.shut
            content = self._user_content(text, entities) | {"from": self.user(user_id, language_code)}
            if reply_to is not None:
                number = reply_to if isinstance(reply_to, int) else reply_to["message_id"]
                content["reply_to_message"] = copy.deepcopy(chat.messages[number])
            if thread_id is not None:
                chat.threads.add(thread_id)
                content |= {"message_thread_id": thread_id, "is_topic_message": True}
            message = chat.add(content)
            self.inject({"message": message})
            return copy.deepcopy(message)

    def ask(self, text: str, chat_id: int | None = None, user_id: int = USER_ID, **how: Any) -> Json:
        """Write a message and return the first message the bot sends to that chat after it."""
        seen, here = len(self.calls), chat_id or user_id
        said = self.say(text, chat_id, user_id, **how)
        sending = ("sendMessage", "sendContact")
        [call] = self.wait_for(lambda c: c.method in sending and c.parameters.get("chat_id") == here, after=seen)
        if call.error:
            raise AssertionError(f"{call.method} was refused: {call.error}")
        later = [message for message in self.messages(here) if message["message_id"] > said["message_id"]]
        return next(message for message in later if message["from"]["id"] == self.bot["id"])

    def edit(self, message: Json, text: str) -> Json:
        """Change a user's own message and return it."""
        with self._changed:
            shown = self.chats[message["chat"]["id"]].messages[message["message_id"]]
            shown.pop("entities", None)
            shown |= {**self._user_content(text, None), "edit_date": int(time.time())}
            self.inject({"edited_message": shown})
            return copy.deepcopy(shown)

    def press(self, button_data: str, message: Json, user_id: int | None = None, *, stale: bool = False) -> str:
        """Press a button of a message and return the query id; a button no longer shown needs `stale`."""
        with self._changed:
            chat = self.chats[message["chat"]["id"]]
            shown = chat.messages[message["message_id"]]
            rows = shown.get("reply_markup", {}).get("inline_keyboard", [])
            if not stale and button_data not in [button.get("callback_data") for row in rows for button in row]:
                raise LookupError(f"the message shows no button {button_data!r}")
            who = user_id or (chat.about["id"] if chat.about["type"] == "private" else USER_ID)
            details = {"message": shown, "chat_instance": str(chat.about["id"]), "data": button_data}
            return self._ask_bot("callback_query", {"from": self.users.get(who) or self.user(who), **details})

    def inline(self, query: str, user_id: int = USER_ID, language_code: str | None = "de", offset: str = "") -> str:
        """Type an inline query and return its id."""
        if len(query) > 256:
            raise ValueError("Telegram sends at most 256 characters of an inline query")
        details = {"from": self.user(user_id, language_code), "query": query, "offset": offset, "chat_type": "sender"}
        return self._ask_bot("inline_query", details)

    def guest(self, text: str, chat_id: int = -100900, user_id: int = USER_ID, language_code: str | None = "de") -> str:
        """Mention the bot in a chat it has not joined and return the guest query id."""
        message = self._user_content(text, None) | {"from": self.user(user_id, language_code), "message_id": 1}
        message |= {"date": int(time.time()), "chat": {"id": chat_id, "type": "supergroup", "title": "Elsewhere"}}
        return self._ask_bot("guest_message", message)

    def expire(self, query_id: str) -> None:
        """Let a query grow too old to be answered."""
        with self._changed:
            del self._open_queries[query_id]

    def _user_content(self, text: str, entities: list[Json] | None) -> Json:
        found = finish(text)[1] if entities is None else entities
        return {"text": text, **({"entities": found} if found else {})}

    def _ask_bot(self, kind: str, details: Json) -> str:
        with self._changed:
            query_id = str(7_000_000_000 + next(self._numbers))
            self._open_queries[query_id] = kind
            key = "guest_query_id" if kind == "guest_message" else "id"
            self.inject({kind: {key: query_id, **details}})
            return query_id

    # The wire

    def answer(self, token: str, method: str, sent: Json, *, over_wire: bool = True) -> tuple[int, bytes]:
        """Return status and body for a request, or raise DroppedError; ordered faults concern the wire."""
        with self._changed:
            name = rules.METHOD_BY_LOWER_NAME.get(method.lower(), method)
            call = Call(name, dict(sent))
            self.calls.append(call)
            self._changed.notify_all()
            try:
                if fault := self._faults[name].popleft() if over_wire and self._faults[name] else None:
                    return self._fail(call, fault)
                return 200, json.dumps({"ok": True, "result": self._run(token, call)}).encode()
            except RefusalError as refusal:
                call.error = refusal.description
                return refusal.code, json.dumps(refusal.body()).encode()

    def _fail(self, call: Call, fault: Fault) -> tuple[int, bytes]:
        call.error = f"ordered fault {fault.status or 'without answer'}"
        released = self._released
        if fault.hangs:
            self._changed.wait_for(lambda: self._closed or self._released > released)
        if fault.status is None:
            raise DroppedError
        return fault.status, fault.body

    def _run(self, token: str, call: Call) -> Any:
        if token != self.token:
            raise RefusalError(401, "Unauthorized")
        if call.method not in rules.METHODS:
            raise RefusalError(404, "Not Found")
        call.parameters = rules.read_parameters(call.method, call.parameters)
        name = re.sub("[A-Z]", lambda letter: f"_{letter[0].lower()}", call.method)
        if profile := re.fullmatch(r"(get|set)_my_(name|description|short_description)", name):
            return self._profile_text(profile[1], profile[2], call.parameters)
        return copy.deepcopy(getattr(self, f"_{name}")(call.parameters))

    # Updates

    def deliverable(self, busy: Container[int]) -> list[tuple[int, Json]]:
        """The first undelivered update of each chat that is not busy; waits a moment if there is none."""
        with self._changed:
            first: dict[int, Json] = {}
            for update in self._updates:
                first.setdefault(_chat_of(update), update)
            found = [(chat, copy.deepcopy(update)) for chat, update in first.items() if chat not in busy]
            if not found and not self._closed:
                self._changed.wait(0.02)
            return found

    def delivered(self, update: Json) -> None:
        """Forget an update that the webhook took."""
        with self._changed:
            self._updates = deque(each for each in self._updates if each["update_id"] != update["update_id"])
            self._changed.notify_all()

    def _get_updates(self, parameters: Json) -> list[Json]:
        if self.webhook["url"]:
            raise RefusalError(409, f"Conflict: {WEBHOOK_ACTIVE}")
        self._poller += 1
        mine = self._poller
        self._changed.notify_all()
        self._allow(parameters)
        self._acknowledge(parameters.get("offset", 0))
        seconds = min(max(parameters.get("timeout", 0), 0), MAX_POLL_SECONDS)
        self._changed.wait_for(lambda: self._updates or self._closed or self._poller != mine, seconds)
        if self._poller != mine:
            who = "setWebhook" if self.webhook["url"] else "other getUpdates"
            more = "" if self.webhook["url"] else "; make sure that only one bot instance is running"
            raise RefusalError(409, f"Conflict: terminated by {who} request{more}")
        limit = parameters.get("limit", 100)
        return list(self._updates)[: limit if 1 <= limit <= 100 else 100]

    def _allow(self, parameters: Json) -> None:
        if "allowed_updates" in parameters:
            self._allowed = set(parameters["allowed_updates"])

    def _acknowledge(self, offset: int) -> None:
        first = self._updates[offset]["update_id"] if -len(self._updates) <= offset < 0 else offset
        while self._updates and self._updates[0]["update_id"] < first:
            self._updates.popleft()

    def _set_webhook(self, parameters: Json) -> bool:
        url = parameters.get("url", "")
        if url and not url.startswith("https://"):
            raise bad("bad webhook: HTTPS url must be provided for webhook")
        if not re.fullmatch(r"[A-Za-z0-9_-]{0,256}", parameters.get("secret_token", "")):
            raise bad("secret token contains unallowed characters")
        self._allow(parameters)
        self.webhook = {"url": url, "has_custom_certificate": "certificate" in parameters}
        if url:
            self.webhook |= {"max_connections": parameters.get("max_connections", 40)}
            self.webhook |= {"allowed_updates": sorted(self._allowed)} if self._allowed else {}
        self.secret_token = parameters.get("secret_token", "")
        if parameters.get("drop_pending_updates"):
            self._updates.clear()
        self._poller += bool(url)
        self._changed.notify_all()
        return True

    def _delete_webhook(self, parameters: Json) -> bool:
        return self._set_webhook(parameters)

    def _get_webhook_info(self, _: Json) -> Json:
        return {**self.webhook, "pending_update_count": len(self._updates)}

    # Messages

    def _get_me(self, _: Json) -> Json:
        return self.bot | self.abilities

    def _known_chat(self, chat_id: Any) -> Chat:
        if chat_id not in self.chats:
            raise bad("chat not found")
        return self.chats[chat_id]

    def _open_chat(self, parameters: Json) -> Chat:
        chat = self._known_chat(parameters["chat_id"])
        if chat.moved_to:
            raise upgraded(chat.moved_to)
        if chat.shut:
            raise RefusalError(403, f"Forbidden: {chat.shut}")
        if parameters.get("message_thread_id", 0) not in chat.threads | {0}:
            raise bad("message thread not found")
        return chat

    def _send(self, parameters: Json, content: Json) -> Json:
        chat = self._open_chat(parameters)
        rules.check_keyboard(parameters.get("reply_markup"))
        if chat.about["type"] != "private":
            check_group_rate(chat.bot_sent)
        thread = parameters.get("message_thread_id")
        if thread:
            content |= {"message_thread_id": thread, "is_topic_message": True}
        if "reply_parameters" in parameters:
            content |= self._reply(chat, parameters["reply_parameters"])
        return chat.add({"from": self.bot, **content, **_inline_keyboard(parameters)})

    def _reply(self, chat: Chat, reply: Json) -> Json:
        home = self._known_chat(reply["chat_id"]) if "chat_id" in reply else chat
        original = home.messages.get(reply["message_id"])
        if original is None:
            if reply.get("allow_sending_without_reply"):
                return {}
            raise bad("message to be replied not found")
        if reply.get("quote", "") not in original.get("text", ""):
            raise bad("QUOTE_TEXT_INVALID")
        return {"reply_to_message": {name: value for name, value in original.items() if name != "reply_to_message"}}

    def _send_message(self, parameters: Json) -> Json:
        return self._send(parameters, _text_content(parameters))

    def _send_contact(self, parameters: Json) -> Json:
        rules.check_contact(parameters)
        names = ("phone_number", "first_name", "last_name", "vcard")
        return self._send(parameters, {"contact": {name: parameters[name] for name in names if parameters.get(name)}})

    def _send_chat_action(self, parameters: Json) -> bool:
        self._open_chat(parameters)
        if parameters["action"] not in rules.ACTIONS:
            raise bad("wrong parameter action in request")
        return True

    def _edit_message_text(self, parameters: Json) -> Json | bool:
        return self._edit(parameters, _text_content(parameters))

    def _edit_message_reply_markup(self, parameters: Json) -> Json | bool:
        return self._edit(parameters, {})

    def _edit(self, parameters: Json, content: Json) -> Json | bool:
        rules.check_keyboard(parameters.get("reply_markup"))
        shown = self._editable(parameters)
        if content and "text" not in shown:
            raise bad("there is no text in the message to edit")
        names = {"reply_markup", *(("text", "entities", "link_preview_options") if content else ())}
        new = content | _inline_keyboard(parameters)
        if {name: shown[name] for name in names if name in shown} == new:
            raise bad(NOT_MODIFIED)
        for name in names:
            shown.pop(name, None)
        shown |= {**new, "edit_date": int(time.time())}
        return True if "inline_message_id" in parameters else shown

    def _editable(self, parameters: Json) -> Json:
        if inline_id := parameters.get("inline_message_id"):
            if inline_id not in self.guest_messages:
                raise bad("MESSAGE_ID_INVALID")
            return self.guest_messages[inline_id]
        if "message_id" not in parameters or "chat_id" not in parameters:
            raise bad("message identifier is not specified")
        shown = self._open_chat(parameters).messages.get(parameters["message_id"])
        if shown is None:
            raise bad("message to edit not found")
        if shown["from"] is not self.bot:
            raise bad("message can't be edited")
        return shown

    # Queries

    def _close_query(self, kind: str, query_id: str) -> None:
        if self._open_queries.get(query_id) != kind:
            raise bad(QUERY_INVALID)
        del self._open_queries[query_id]

    def _answer_callback_query(self, parameters: Json) -> bool:
        rules.check_alert(parameters.get("text", ""))
        self._close_query("callback_query", parameters["callback_query_id"])
        return True

    def _answer_inline_query(self, parameters: Json) -> bool:
        rules.check_inline_answer(parameters)
        self._close_query("inline_query", parameters["inline_query_id"])
        return True

    def _answer_guest_query(self, parameters: Json) -> Json:
        result, query_id = parameters["result"], parameters["guest_query_id"]
        rules.check_result(result)
        self._close_query("guest_message", query_id)
        self.guest_messages[f"guest{query_id}"] = rules.result_content(result) | _inline_keyboard(result)
        return {"inline_message_id": f"guest{query_id}"}

    # The bot's own page, and chats

    def _audience(self, parameters: Json) -> str:
        scope, language = parameters.get("scope") or {"type": "default"}, parameters.get("language_code", "")
        rules.check_scope(scope, language)
        if "chat_id" in scope:
            self._known_chat(scope["chat_id"])
        return json.dumps([scope, language], sort_keys=True)

    def _set_my_commands(self, parameters: Json) -> bool:
        rules.check_commands(parameters["commands"])
        self._commands[self._audience(parameters)] = parameters["commands"]
        return True

    def _get_my_commands(self, parameters: Json) -> list[Json]:
        return self._commands.get(self._audience(parameters), [])

    def _delete_my_commands(self, parameters: Json) -> bool:
        self._commands.pop(self._audience(parameters), None)
        return True

    def _profile_text(self, verb: str, name: str, parameters: Json) -> Json | bool:
        language = parameters.get("language_code", "")
        rules.check_language(language)
        if verb == "set":
            rules.check_profile(name, parameters.get(name, ""))
            self._profile[name, language] = parameters.get(name, "")
            return True
        default = self._profile.get((name, "")) or (self.bot["first_name"] if name == "name" else "")
        return {name: self._profile.get((name, language)) or default}

    def _member(self, chat: Chat, user_id: int) -> Json:
        status = chat.members.get(user_id, "left")
        rights = {"administrator": ADMINISTRATOR_RIGHTS, "creator": "is_anonymous", "restricted": RESTRICTIONS}.get(
            status, ""
        ).split()
        until = {"until_date": 0} if status in ("kicked", "restricted") else {}
        return {"user": self.users[user_id], "status": status, **dict.fromkeys(rights, False), **until}

    def _get_chat_member(self, parameters: Json) -> Json:
        chat = self._open_chat(parameters)
        if parameters["user_id"] not in self.users:
            raise bad("invalid user_id specified")
        return self._member(chat, parameters["user_id"])

    def _get_chat_administrators(self, parameters: Json) -> list[Json]:
        chat = self._open_chat(parameters)
        if chat.about["type"] == "private":
            raise bad("there are no administrators in the private chat")
        ranks = ("creator", "administrator")
        return [self._member(chat, who) for who, status in chat.members.items() if status in ranks]

    def _leave_chat(self, parameters: Json) -> bool:
        chat = self._open_chat(parameters)
        if chat.about["type"] == "private":
            raise bad("chat member status can't be changed in private chats")
        chat.members[self.bot["id"]] = "left"
        chat.shut = f"bot is not a member of the {chat.about['type']} chat"
        return True


def _chat_of(update: Json) -> int:
    """What Telegram delivers one after the other: the updates of a chat, or of a user."""
    content = next(value for name, value in update.items() if name != "update_id")
    message = content.get("message", content)
    return int((message.get("chat") or content.get("from") or {"id": 0})["id"])


def _text_content(parameters: Json) -> Json:
    text, entities = rules.formatted(parameters["text"], parameters.get("parse_mode"), parameters.get("entities"))
    preview = {"link_preview_options": parameters.get("link_preview_options")}
    return {"text": text, **({"entities": entities} if entities else {}), **(preview if any(preview.values()) else {})}


def _inline_keyboard(parameters: Json) -> Json:
    rows = (parameters.get("reply_markup") or {}).get("inline_keyboard")
    return {"reply_markup": {"inline_keyboard": rows}} if rows else {}


class _Server(ThreadingHTTPServer):
    """The socket; it remembers its connections so that it can end them."""

    daemon_threads = True
    request_queue_size = 128

    def __init__(self, fake: FakeTelegram) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.fake = fake
        self._connections: set[socket.socket] = set()

    def process_request(self, request: Any, client_address: Any) -> None:
        self._connections.add(request)
        super().process_request(request, client_address)

    def shutdown_request(self, request: Any) -> None:
        self._connections.discard(request)
        super().shutdown_request(request)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Say nothing: a client may leave at any time."""

    def stop(self) -> None:
        """Close the socket and every connection."""
        self.shutdown()
        self.server_close()
        for connection in list(self._connections):
            try:
                connection.shutdown(socket.SHUT_RDWR)
            except OSError:
                continue


class _Handler(BaseHTTPRequestHandler):
    """Reads one request as Telegram would: from the query, a form, a multipart form or JSON."""

    server: _Server
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    wbufsize = -1

    def do_POST(self) -> None:
        """Answer a call."""
        address = urlsplit(self.path)
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        path = re.fullmatch(r"/bot([^/]+)/(\w+)", address.path)
        try:
            sent = dict(parse_qsl(address.query, keep_blank_values=True)) | self._form(body)
            token, method = path.groups() if path else ("", "")
            status, answer = self.server.fake.answer(token, method, sent) if path else _not_found()
        except DroppedError:
            self.close_connection = True
            return
        except Exception as error:
            status, answer = 500, json.dumps(RefusalError(500, f"the fake itself failed: {error!r}").body()).encode()
        self._write(status, answer)

    def do_GET(self) -> None:
        """Answer a call in the address line."""
        self.do_POST()

    def date_time_string(self, timestamp: float | None = None) -> str:
        """The time in the answer's Date header, by the server's own clock."""
        return super().date_time_string((timestamp or time.time()) + self.server.fake.clock_ahead)

    def _write(self, status: int, answer: bytes) -> None:
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(answer)))
        self.end_headers()
        self.wfile.write(answer)

    def _form(self, body: bytes) -> Json:
        kind = self.headers.get("Content-Type", "")
        if kind.startswith("application/json"):
            return dict(json.loads(body or b"{}"))
        if not kind.startswith("multipart/form-data"):
            return dict(parse_qsl(body.decode(), keep_blank_values=True))
        parts = email.message_from_bytes(f"Content-Type: {kind}\r\n\r\n".encode() + body).walk()
        return dict(_part(part) for part in parts if not part.is_multipart())

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002
        """Say nothing: the calls are recorded."""


def _not_found() -> tuple[int, bytes]:
    return 404, json.dumps(RefusalError(404, "Not Found").body()).encode()


def _part(part: Message) -> tuple[str, str]:
    content = part.get_payload(decode=True)
    raw = content if isinstance(content, bytes) else b""
    name = str(part.get_param("name", header="content-disposition"))
    return name, f"{len(raw)} bytes" if part.get_filename() else raw.decode()
