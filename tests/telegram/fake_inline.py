"""Inline mode as a person sees it: type, look at the results, scroll on, pick one."""

from dataclasses import dataclass
from typing import Any

from tests.telegram.fake_api import Call, FakeTelegram
from tests.telegram.fake_rules import Json, result_content

SENT_BY_INLINE = "inline_message_id"


@dataclass(frozen=True)
class Typist:
    """A person who types the bot's name in some chat."""

    fake: FakeTelegram
    number: int
    language_code: str | None = "de"

    def type(self, query: str, offset: str = "") -> Json:
        """Type a query and return the bot's answer as it came over the wire; fails if Telegram refused it."""
        seen = len(self.fake.calls)
        key = self.fake.inline(query, self.number, self.language_code, offset)

        def answers(call: Call) -> bool:
            return call.parameters.get("inline_query_id") == key

        [call] = self.fake.wait_for(answers, after=seen)
        assert call.error is None, call.error
        return call.parameters

    def results(self, query: str) -> list[Json]:
        """The first page of results."""
        return list(self.type(query)["results"])

    def all_results(self, query: str) -> list[Json]:
        """Every result, scrolling to the end as Telegram does: until a page names no next one."""
        found: list[Json] = []
        offset = ""
        while True:
            page = self.type(query, offset)
            found += page["results"]
            offset = page.get("next_offset", "")
            if not offset:
                return found
            assert page["results"], "an empty page names a next one"

    def pick(self, query: str, result: Json) -> Json:
        """Pick a result: returns the message that the chat then shows, and tells the bot if feedback is on."""
        person = self.fake.user(self.number, self.language_code)
        self.tell({"result_id": result["id"], "from": person, "query": query, SENT_BY_INLINE: "AAEC"})
        return result_content(result) | {"reply_markup": result.get("reply_markup", {})}

    def tell(self, choice: Any) -> None:
        """Send the bot the choice of a result."""
        self.fake.inject({"chosen_inline_result": choice})
