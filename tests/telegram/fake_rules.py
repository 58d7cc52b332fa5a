"""What Telegram refuses: the parameters of each method, the limits, and the words of each refusal."""

import json
import re
from collections.abc import Callable, Mapping
from typing import Any

from tests.telegram.fake_entities import EntityError, finish, read_entities, read_html, utf16_length

Json = dict[str, Any]


def _words(text: str) -> set[str]:
    return set(text.split())


SENDING = (
    "business_connection_id chat_id! message_thread_id direct_messages_topic_id disable_notification protect_content "
    "allow_paid_broadcast message_effect_id suggested_post_parameters reply_parameters reply_markup"
)
EDITING = "business_connection_id chat_id message_id inline_message_id reply_markup"
METHODS = {
    "getMe": "",
    "getUpdates": "offset limit timeout allowed_updates",
    "setWebhook": "url certificate ip_address max_connections allowed_updates drop_pending_updates secret_token",
    "deleteWebhook": "drop_pending_updates",
    "getWebhookInfo": "",
    "sendMessage": f"{SENDING} text! parse_mode entities link_preview_options",
    "sendContact": f"{SENDING} phone_number! first_name! last_name vcard",
    "sendChatAction": "business_connection_id chat_id! message_thread_id action!",
    "editMessageText": f"{EDITING} text! parse_mode entities link_preview_options",
    "editMessageReplyMarkup": EDITING,
    "answerCallbackQuery": "callback_query_id! text show_alert url cache_time",
    "answerInlineQuery": "inline_query_id! results! cache_time is_personal next_offset button",
    "answerGuestQuery": "guest_query_id! result!",
    "setMyCommands": "commands! scope language_code",
    "getMyCommands": "scope language_code",
    "deleteMyCommands": "scope language_code",
    "setMyName": "name language_code",
    "getMyName": "language_code",
    "setMyDescription": "description language_code",
    "getMyDescription": "language_code",
    "setMyShortDescription": "short_description language_code",
    "getMyShortDescription": "language_code",
    "getChatMember": "chat_id! user_id!",
    "getChatAdministrators": "chat_id! return_bots",
    "leaveChat": "chat_id!",
}
METHOD_BY_LOWER_NAME = {name.lower(): name for name in METHODS}

NUMBERS = _words(
    "offset limit timeout message_id message_thread_id direct_messages_topic_id user_id cache_time max_connections"
)
FLAGS = _words(
    "disable_notification protect_content allow_paid_broadcast show_alert is_personal drop_pending_updates return_bots"
)
OBJECTS = _words(
    "allowed_updates entities link_preview_options reply_parameters reply_markup suggested_post_parameters "
    "results result button commands scope"
)
ABSENT = {
    "chat_id": "chat_id is empty",
    "text": "message text is empty",
    "user_id": "invalid user_id specified",
    "action": "wrong parameter action in request",
    "callback_query_id": "query is too old and response timeout expired or query ID is invalid",
    "inline_query_id": "query is too old and response timeout expired or query ID is invalid",
    "guest_query_id": "query is too old and response timeout expired or query ID is invalid",
}

MAX_TEXT = 4096
MAX_BYTES = {"callback_data": 64, "result id": 64, "next_offset": 64, "vcard": 2048}
MAX_COPY_TEXT = 256
MAX_RESULTS = 50
MAX_COMMANDS = 100
MAX_ALERT = 200
MAX_PROFILE = {"name": 64, "description": 512, "short_description": 120}
ACTIONS = _words(
    "typing upload_photo record_video upload_video record_voice upload_voice upload_document choose_sticker "
    "find_location record_video_note upload_video_note"
)
BUTTON_ACTIONS = _words(
    "url callback_data web_app login_url switch_inline_query switch_inline_query_current_chat "
    "switch_inline_query_chosen_chat copy_text callback_game pay"
)
BUTTON_LOOKS = {"text", "style", "icon_custom_emoji_id"}
STYLES = {"danger", "success", "primary"}
SCOPES = {
    "default": set[str](),
    "all_private_chats": set[str](),
    "all_group_chats": set[str](),
    "all_chat_administrators": set[str](),
    "chat": {"chat_id"},
    "chat_administrators": {"chat_id"},
    "chat_member": {"chat_id", "user_id"},
}
CANT_PARSE_BUTTON = "can't parse inline keyboard button: "


class RefusalError(Exception):
    """An answer with ok false."""

    def __init__(self, code: int, description: str, **parameters: Any) -> None:
        super().__init__(description)
        self.code = code
        self.description = description
        self.parameters = parameters

    def body(self) -> Json:
        """Return the answer in Telegram's shape."""
        answer: Json = {"ok": False, "error_code": self.code, "description": self.description}
        return answer | ({"parameters": self.parameters} if self.parameters else {})


def bad(reason: str) -> RefusalError:
    """Return the refusal of a request that makes no sense to Telegram."""
    return RefusalError(400, f"Bad Request: {reason}")


def read_parameters(method: str, sent: Mapping[str, Any]) -> Json:
    """Return the parameters of a call with their types, or refuse unknown, absent and unreadable ones."""
    names = METHODS[method].split()
    unknown = sorted(set(sent) - {name.rstrip("!") for name in names})
    if unknown:
        raise bad(f"unknown parameter {', '.join(unknown)} for the method {method}")
    values = {name: _read(name, value) for name, value in sent.items()}
    for name in (name.rstrip("!") for name in names if name.endswith("!")):
        if values.get(name) in (None, ""):
            raise bad(ABSENT.get(name, f"{name} is empty"))
    return values


def _read(name: str, value: Any) -> Any:
    if name in FLAGS:
        return value if isinstance(value, bool) else str(value).lower() in {"true", "yes", "1"}
    if name in NUMBERS:
        return _number(name, value)
    if name in OBJECTS and isinstance(value, str):
        return _object(name, value)
    if name == "chat_id" and re.fullmatch(r"-?\d+", str(value)):
        return int(value)
    return value


def _number(name: str, value: Any) -> int:
    try:
        return int(value)
    except ValueError:
        raise bad(f"invalid {name} specified") from None


def _object(name: str, value: str) -> Any:
    try:
        return json.loads(value)
    except ValueError:
        raise bad(f"can't parse {name.replace('_', ' ')} JSON object") from None


def formatted(text: str, parse_mode: str | None, entities: list[Json] | None) -> tuple[str, list[Json]]:
    """Return the text and entities as the chat will show them."""
    if not text:
        raise bad("message text is empty")
    if (parse_mode or "HTML").upper() != "HTML":
        raise bad("unsupported parse_mode")
    try:
        plain, found = read_html(text) if parse_mode else read_entities(text, entities) if entities else finish(text)
    except EntityError as error:
        raise bad(f"can't parse entities: {error}") from None
    if not plain:
        raise bad("text must be non-empty")
    if utf16_length(plain) > MAX_TEXT:
        raise bad("message is too long")
    return plain, found


def check_keyboard(markup: Json | None) -> None:
    """Refuse an inline keyboard with a button Telegram would not show; other keyboards pass."""
    if markup is None:
        return
    if not isinstance(markup, dict):
        raise bad("object expected as reply markup")
    rows = markup.get("inline_keyboard", [])
    if not isinstance(rows, list) or not all(isinstance(row, list) for row in rows):
        raise bad('field "inline_keyboard" must be of type Array')
    for button in (button for row in rows for button in row):
        _check_button(button)


def _check_button(button: Json) -> None:
    if not button.get("text"):
        raise bad(f'{CANT_PARSE_BUTTON}Field "text" must be non-empty')
    if strange := sorted(set(button) - BUTTON_ACTIONS - BUTTON_LOOKS):
        raise bad(f'{CANT_PARSE_BUTTON}unknown field "{strange[0]}"')
    actions = [name for name in BUTTON_ACTIONS if name in button]
    if not actions or button.get("callback_data") == "":
        raise bad(f"{CANT_PARSE_BUTTON}Text buttons are unallowed in the inline keyboard")
    if len(actions) > 1:
        raise bad(f"{CANT_PARSE_BUTTON}exactly one action must be specified")
    for broken, description in BUTTON_FAULTS.items():
        if broken(button):
            raise bad(description)


def _too_many_bytes(name: str, value: str) -> bool:
    return len(value.encode()) > MAX_BYTES[name]


def _bad_url(button: Json) -> bool:
    return "url" in button and not re.match(r"(?:(?:https?|tg|ton)://\S+|[\w-]+(?:\.[\w-]+)+\S*)$", button["url"])


def _bad_copy_text(button: Json) -> bool:
    return "copy_text" in button and not 1 <= utf16_length(button["copy_text"].get("text", "")) <= MAX_COPY_TEXT


BUTTON_FAULTS: dict[Callable[[Json], bool], str] = {
    lambda button: _too_many_bytes("callback_data", button.get("callback_data", "")): "BUTTON_DATA_INVALID",
    _bad_copy_text: "BUTTON_COPY_TEXT_INVALID",
    _bad_url: "BUTTON_URL_INVALID",
    lambda button: button.get("style", "primary") not in STYLES: "BUTTON_STYLE_INVALID",
}


def check_commands(commands: Any) -> None:
    """Refuse a list of commands Telegram would not publish."""
    if not isinstance(commands, list):
        raise bad("expected an Array of BotCommand")
    if len(commands) > MAX_COMMANDS:
        raise bad("BOT_COMMANDS_TOO_MUCH")
    for command in commands:
        name, description = command.get("command", ""), command.get("description", "")
        if not re.fullmatch(r"[a-z0-9_]{1,32}", name):
            raise bad("BOT_COMMAND_INVALID")
        if not description.strip():
            raise bad("command description must be non-empty")
        if utf16_length(description) > 256:
            raise bad("command description length must not exceed 256")


def check_scope(scope: Json | None, language_code: str) -> None:
    """Refuse an unknown audience of commands or profile texts."""
    wanted = SCOPES.get((scope or {"type": "default"}).get("type", ""))
    if wanted is None or wanted != set(scope or {"type": ""}) - {"type"}:
        raise bad("can't parse BotCommandScope: Unsupported type specified")
    check_language(language_code)


def check_language(language_code: str) -> None:
    """Refuse what is not a two-letter language code."""
    if not re.fullmatch(r"([a-z]{2})?", language_code):
        raise bad("invalid language code specified")


def check_alert(text: str) -> None:
    """Refuse too long an answer to a pressed button."""
    if utf16_length(text) > MAX_ALERT:
        raise bad("MESSAGE_TOO_LONG")


def check_profile(field: str, value: str) -> None:
    """Refuse a name or description beyond its limit."""
    if utf16_length(value) > MAX_PROFILE[field]:
        raise bad(f"{field.upper()}_TOO_LONG")


def check_contact(contact: Json) -> None:
    """Refuse a contact without number or name, or with too long a card."""
    if not re.search(r"\d", str(contact.get("phone_number", ""))):
        raise bad("PHONE_NUMBER_INVALID")
    if not contact.get("first_name"):
        raise bad("contact first name must be non-empty")
    if _too_many_bytes("vcard", contact.get("vcard") or ""):
        raise bad("VCARD_TOO_LONG")


def check_inline_answer(parameters: Json) -> None:
    """Refuse a list of inline results Telegram would not show."""
    results = parameters["results"]
    if not isinstance(results, list):
        raise bad("expected an Array of inline query results")
    if len(results) > MAX_RESULTS:
        raise bad("RESULTS_TOO_MUCH")
    for result in results:
        check_result(result)
    if len({result["id"] for result in results}) < len(results):
        raise bad("RESULT_ID_DUPLICATE")
    if _too_many_bytes("next_offset", parameters.get("next_offset") or ""):
        raise bad("NEXT_OFFSET_INVALID")
    _check_results_button(parameters.get("button"))


def _check_results_button(button: Json | None) -> None:
    """Refuse a button above the results that shows no words or leads nowhere."""
    if button is None:
        return
    if not button.get("text"):
        raise bad('can\'t parse inline query results button: Field "text" must be non-empty')
    if not ("web_app" in button or re.fullmatch(r"[A-Za-z0-9_-]{1,64}", button.get("start_parameter", ""))):
        raise bad("START_PARAM_INVALID")


def check_result(result: Json) -> None:
    """Refuse one inline result Telegram would not show."""
    for name in ("type", "id"):
        if not isinstance(result.get(name), str):
            raise bad(f"can't parse inline query result: Can't find field \"{name}\"")
    if not result["id"] or _too_many_bytes("result id", result["id"]):
        raise bad("RESULT_ID_INVALID")
    if result["type"] == "article" and not result.get("title"):
        raise bad("ARTICLE_TITLE_EMPTY")
    if result["type"] == "contact":
        check_contact(result)
    check_keyboard(result.get("reply_markup"))
    result_content(result)


def result_content(result: Json) -> Json:
    """Return what the chat shows when the result is chosen."""
    content = result.get("input_message_content")
    if content is None:
        if result["type"] == "article":
            raise bad("can't parse inline query result: Can't find field \"input_message_content\"")
        return {}
    if "phone_number" in content:
        check_contact(content)
    if "message_text" not in content:
        return {}
    text, entities = formatted(content["message_text"], content.get("parse_mode"), content.get("entities"))
    return {"text": text, **({"entities": entities} if entities else {})}
