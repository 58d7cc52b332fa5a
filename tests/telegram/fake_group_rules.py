"""What Telegram refuses in groups alone."""

import math
import time
from collections import deque

from tests.telegram.fake_rules import RefusalError

MOST_A_MINUTE = 20
"""Messages of a bot to one group (Telegram's bot FAQ)."""
MINUTE = 60.0
RESTRICTIONS = (
    "is_member can_send_messages can_send_audios can_send_documents can_send_photos can_send_videos "
    "can_send_video_notes can_send_voice_notes can_send_polls can_send_other_messages can_add_web_page_previews "
    "can_change_info can_invite_users can_pin_messages can_manage_topics can_edit_tag can_react_to_messages"
)
"""What a restricted member of a group may do."""

UPGRADED = "Bad Request: group chat was upgraded to a supergroup chat"


def check_group_rate(sent: deque[float]) -> None:
    """Note one more message of the bot, or refuse it if there were too many in the last minute."""
    now = time.monotonic()
    while sent and sent[0] < now - MINUTE:
        sent.popleft()
    if len(sent) >= MOST_A_MINUTE:
        seconds = math.ceil(sent[0] + MINUTE - now)
        raise RefusalError(429, f"Too Many Requests: retry after {seconds}", retry_after=seconds)
    sent.append(now)


def upgraded(new: int) -> RefusalError:
    """The refusal of everything that concerns a group after it became a supergroup."""
    return RefusalError(400, UPGRADED, migrate_to_chat_id=new)
