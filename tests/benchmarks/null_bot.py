"""A bot that parses nothing and says the same to everybody: what the Bot API server of the benchmarks can do."""

import asyncio
import os
import re

from tests.benchmarks.bots import Kind
from tests.benchmarks.lean_http import Client, Server

CONNECTIONS = 40
NULL = Kind("null bot (limit of the server)", ("tests.benchmarks.null_bot",), {}, "ECHO_PORT")
_UPDATE = re.compile(rb'"update_id": ?(\d+)')
_CHAT = re.compile(rb'"chat": ?\{"id": ?(\d+)')


async def poll(api: int, prefix: str) -> None:
    """Ask for updates for ever and answer each over one of several connections."""
    asking, clients = Client(api), [Client(api) for _ in range(CONNECTIONS)]
    offset = 0
    while True:
        _, body = await asking.post(f"{prefix}/getUpdates", b"offset=%d&timeout=30" % offset, {})
        offset = max((int(number) + 1 for number in _UPDATE.findall(body)), default=offset)
        chats = _CHAT.findall(body)
        await asyncio.gather(*(_say(client, prefix, chats[place::CONNECTIONS]) for place, client in enumerate(clients)))


async def _say(client: Client, prefix: str, chats: list[bytes]) -> None:
    for chat in chats:
        await client.post(f"{prefix}/sendMessage", b"chat_id=%s&text=yes" % chat, {})


async def listen(api: int, prefix: str, port: int) -> None:
    """Answer every delivery with a message."""

    async def answer(_: bytes, body: bytes) -> bytes:
        chat = _CHAT.search(body)
        return b'{"method":"sendMessage","chat_id":%s,"text":"yes"}' % (chat[1] if chat else b"0")

    await Server(answer).start(port)
    await Client(api).post(f"{prefix}/setWebhook", b"url=https://bot.example/hook", {})
    await asyncio.Event().wait()


def main() -> None:
    """Run until killed."""
    server, _, rest = os.environ["TELEGRAM_API_BASE_URL"].removeprefix("http://127.0.0.1:").partition("/")
    prefix, port = f"/{rest}{os.environ['TELEGRAM_BOT_TOKEN']}", os.environ["ECHO_PORT"]
    asyncio.run(listen(int(server), prefix, int(port)) if port else poll(int(server), prefix))


if __name__ == "__main__":
    main()
