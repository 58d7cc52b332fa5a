"""Names of chats and persons that only the holder of a key can make, so that what is kept tells nobody's id."""

import os
import secrets
from contextlib import suppress
from hashlib import blake2b
from pathlib import Path
from tempfile import mkstemp

from bot.errors import StorageError
from bot.storage.sqlite_file import make_private

KEY_BYTES = 32
_FILE = "names.key"


class Names:
    """Keyed hashes (BLAKE2b, RFC 7693, 128 bits); the same person has another name in each chat and for each bot."""

    def __init__(self, key: bytes, bot: str = "") -> None:
        self._key = blake2b(bot.encode(), key=key, digest_size=KEY_BYTES).digest()

    def chat(self, chat: int) -> str:
        """The name of a chat."""
        return self._hashed(f"chat {chat}")

    def member(self, chat: int, user: int) -> str:
        """The name of a person in one chat."""
        return self._hashed(f"member {chat} {user}")

    def user(self, user: int) -> str:
        """The name of a person in all chats together."""
        return self._hashed(f"user {user}")

    def asker(self, user: int, period: int) -> str:
        """The name of a person among those who asked in vain; another one in each period."""
        return self._hashed(f"asker {period} {user}")

    def update(self, update: int) -> str:
        """The name of an update."""
        return self._hashed(f"update {update}")

    def _hashed(self, text: str) -> str:
        return blake2b(text.encode(), key=self._key, digest_size=16).hexdigest()


def key_of(secret: str) -> bytes:
    """The key that all replicas with the same secret agree on, however long it is."""
    return blake2b(secret.encode(), digest_size=KEY_BYTES).digest()


def kept_key(folder: Path) -> bytes:
    """The random key in the data folder, made at the first call; raises StorageError."""
    path = folder / _FILE
    try:
        make_private(folder)
        if not path.exists():
            _write_first(path, secrets.token_bytes(KEY_BYTES))
        key = path.read_bytes()
    except OSError as error:
        raise StorageError(f"{path} cannot be used ({error.strerror}). Check the rights of its folder.") from error
    if len(key) != KEY_BYTES:
        raise StorageError(f"{path} holds no key. Delete the file: it is made anew, and what was kept is forgotten.")
    return key


def _write_first(path: Path, key: bytes) -> None:
    """Write a whole file or none: of two processes that start together the first one's key counts."""
    handle, draft = mkstemp(prefix=f"{_FILE}.", dir=path.parent)  # nobody else may read it
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(key)
        with suppress(FileExistsError):
            os.link(draft, path)
    finally:
        Path(draft).unlink()
