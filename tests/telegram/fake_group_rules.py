"""What Telegram refuses in groups alone."""

import math
import time
from collections import deque

from tests.telegram.fake_rules import RefusalError

MOST_A_MINUTE = 20
"""Messages of a bot to one group (Telegram's bot FAQ)."""
MINUTE = 60.0


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
    reason = "Bad Request: group chat was upgraded to a supergroup chat"
    return RefusalError(400, reason, migrate_to_chat_id=new)
