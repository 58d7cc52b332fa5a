"""A fact as a reply of its own, for whoever picked it from a list instead of asking."""

from bot.content.model import Knowledge
from bot.content.searchable import Entry
from bot.dialogue.reply import Reply


def statement_of(entry: Entry, knowledge: Knowledge) -> Reply:
    """The fact with its source, its topic's website and the contact, as the private chat would answer."""
    fact = entry.fact
    website = knowledge.website_of(fact.topic)
    return Reply(
        status="answered",
        language=entry.language,
        sentences=(fact.in_language(entry.language),),
        facts=(fact,),
        evidence=(fact,),
        websites=(website,) if website and website != fact else (),
        contact=knowledge.contact,
        intents=fact.answers[:1],
        confidence=1.0,
    )


def entry_of(reply: Reply) -> Entry | None:
    """The fact that a reply states and nothing else, if there is one."""
    match reply.facts:
        case (fact,) if reply.status == "answered" and reply.sentences == (fact.in_language(reply.language),):
            return Entry(fact, reply.language)
    return None
