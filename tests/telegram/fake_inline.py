"""Inline mode as a person sees it: type, look at the results, scroll on, pick one."""

from dataclasses import dataclass

from tests.telegram.fake_api import Call, FakeTelegram
from tests.telegram.fake_rules import Json, result_content

ATTEMPTS = 50
"""How often a query is typed again until its answer is one to keep."""


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
            return call.method == "answerInlineQuery" and call.parameters.get("inline_query_id") == key

        [call] = self.fake.wait_for(answers, after=seen)
        assert call.error is None, call.error
        return {"cache_time": 300, "is_personal": False, **call.parameters}

    def settled(self, query: str) -> Json:
        """The answer that Telegram keeps: a query whose answer a busy machine cut short is typed again."""
        for _ in range(ATTEMPTS):
            answer = self.type(query)
            if answer["cache_time"]:
                return answer
        raise AssertionError(f"no answer to {query!r} in {ATTEMPTS} attempts was one to keep")

    def results(self, query: str) -> list[Json]:
        """The first page of results."""
        return list(self.type(query)["results"])

    def all_results(self, query: str) -> list[Json]:
        """Every result, scrolling on as Telegram does until a page names no next one."""
        page = self.type(query)
        found = list(page["results"])
        while offset := page.get("next_offset"):
            page = self.type(query, offset)
            assert page["results"], f"the page {offset!r} was announced and is empty"
            found += page["results"]
        return found

    def pick(self, query: str, result: Json) -> Json:
        """Pick a result and return the message that the chat then shows; the bot is told of it."""
        self.tell({"result_id": result["id"], "query": query, "inline_message_id": "AAEC"})
        return result_content(result)

    def tell(self, choice: Json) -> None:
        """Tell the bot of a choice of this person."""
        person = self.fake.user(self.number, self.language_code)
        self.fake.inject({"chosen_inline_result": {"from": person, "query": "", **choice}})
