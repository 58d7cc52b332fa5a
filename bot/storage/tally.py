"""Anonymous counters, such as how often the answers to a kind of question helped."""

from bot.storage.store import Store

_PREFIX = "tally/"
_SEPARATOR = "/"


class Tally:
    """Counts by name; a name is made of words from the content and the code, never from a person."""

    def __init__(self, store: Store) -> None:
        self._store = store

    async def add(self, *words: str) -> None:
        """Count one more, such as `add("helpful", "founded")`."""
        await self._store.count(_PREFIX + _SEPARATOR.join(words), None)

    async def counts(self) -> dict[tuple[str, ...], int]:
        """All counters."""
        found = await self._store.pairs(_PREFIX)
        return {tuple(key.removeprefix(_PREFIX).split(_SEPARATOR)): int(value) for key, value in found}
