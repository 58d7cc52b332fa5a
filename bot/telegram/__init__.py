"""Telegram and the way to it.

python-telegram-bot and its HTTP client look for optional parts as they are imported: a command line with colours, a web
server, a scheduler. The bot uses none of them; where they happen to be installed they would cost a third of the time
and a fifth of the memory that the library takes.
"""

import sys
from typing import Any, cast

_UNUSED = ("httpx._main", "tornado", "apscheduler")
for _name in _UNUSED:
    # Python's own mark for a module that cannot be imported; the libraries then do without.
    cast(Any, sys.modules).setdefault(_name, None)
