"""The coverage of the documents as one page for a browser that needs nothing else."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from importlib.resources import files

from bot.content.model import LANGUAGE_NAMES, LANGUAGES, Fact, Knowledge, Quote
from bot.content.occurrences import occurrences
from bot.keeping.coverage import (
    CONTACT_PREFIX,
    STATE_NAMES,
    CoveredDocument,
    CoveredSentence,
    State,
    facts_by_topic,
)

EXAMPLES_SHOWN = 3
"""Example questions shown for each kind of question and language."""
_POLICY = "default-src 'none'; style-src 'unsafe-inline'"
_COLUMNS: tuple[State, ...] = ("covered", "partly", "open", "heading")


@dataclass(frozen=True)
class _Links:
    """Where on the page the words of a quote stand."""

    documents: Mapping[str, CoveredDocument]

    def target(self, quote: Quote) -> str:
        """The first sentence of a quote, or its document where the words are gone."""
        document = self.documents[quote.document]
        spans = occurrences(quote.text, document.document.text)
        for number, one in enumerate(document.sentences, 1):
            if spans and one.sentence.meets(spans[0]):
                return f"{document.id}-{number}"
        return f"document-{document.id}"


def coverage_page(knowledge: Knowledge, documents: Sequence[CoveredDocument]) -> str:
    """The whole page; deterministic, so that two pages of the same content are equal."""
    style = (files("bot.keeping") / "data/coverage.css").read_text(encoding="utf-8")
    links = _Links({one.id: one for one in documents})
    names = {topic: knowledge.topics[topic].name.de for topic in knowledge.ordered_topics()}
    return "\n".join(
        [
            '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">',
            '<meta name="viewport" content="width=device-width, initial-scale=1">',
            f'<meta http-equiv="Content-Security-Policy" content="{escape(_POLICY)}">',
            f"<title>What the documents say, and what the bot knows</title>\n<style>\n{style}</style>\n</head>\n<body>",
            '<a class="skip" href="#content">Skip to the content</a>',
            "<header><h1>What the documents say, and what the bot knows</h1>",
            "<p>Underlined words are quoted by a fact. Each sentence names its facts; each fact names its quotes.</p>",
            *_navigation(documents, names),
            '</header>\n<main id="content">',
            *_summary(documents),
            *(line for document in documents for line in _document(document)),
            *(
                line
                for topic, facts in facts_by_topic(knowledge).items()
                for line in _topic(topic, facts, knowledge, links)
            ),
            *_contacts(knowledge, links),
            "</main>",
            f"<footer><p>Made from version {escape(knowledge.version[:12])} of the content.</p></footer>",
            "</body>\n</html>\n",
        ]
    )


def _navigation(documents: Sequence[CoveredDocument], topics: Mapping[str, str]) -> Iterator[str]:
    links = [("#summary", "Summary")]
    links += [(f"#document-{one.id}", f"Document: {one.document.title}") for one in documents]
    links += [(f"#topic-{key}", f"Facts: {name}") for key, name in topics.items()]
    yield '<nav aria-label="On this page"><ul>'
    yield from (f'<li><a href="{escape(target)}">{escape(name)}</a></li>' for target, name in links)
    yield "</ul></nav>"


def _summary(documents: Sequence[CoveredDocument]) -> Iterator[str]:
    heads = [f'<th scope="col" class="number">{STATE_NAMES[state].capitalize()}</th>' for state in _COLUMNS]
    yield '<section aria-labelledby="summary"><h2 id="summary">Summary</h2>'
    yield '<div class="scroll" role="region" aria-labelledby="summary" tabindex="0"><table>'
    yield "<caption>Sentences of each document. Headings are not counted in the share.</caption>"
    yield f'<thead><tr><th scope="col">Document</th>{"".join(heads)}'
    yield '<th scope="col" class="number">Share</th></tr></thead>'
    yield "<tbody>"
    for one in documents:
        cells = "".join(f'<td class="number">{one.count(state)}</td>' for state in _COLUMNS)
        link = f'<a href="#document-{escape(one.id)}">{escape(one.document.title)}</a>'
        yield f'<tr><th scope="row">{link}</th>{cells}<td class="number">{one.share} %</td></tr>'
    yield "</tbody></table></div></section>"


def _document(one: CoveredDocument) -> Iterator[str]:
    name = f"document-{escape(one.id)}"
    yield f'<section aria-labelledby="{name}"><h2 id="{name}">Document: {escape(one.document.title)}</h2>'
    yield f'<p class="about">{escape(one.document.origin.en)}</p>\n<ol class="sentences">'
    for number, sentence in enumerate(one.sentences, 1):
        yield f'<li id="{escape(one.id)}-{number}" class="{sentence.state}">'
        yield f'<p class="said" lang="{one.document.language}">{_marked(sentence)}</p>'
        yield f'<p class="about"><span class="state">{_state(sentence)}</span>{_owners(sentence.facts)}</p></li>'
    yield "</ol></section>"


def _marked(one: CoveredSentence) -> str:
    """The words of the sentence, those that are quoted marked."""
    text, offset, parts, last = one.sentence.text, one.sentence.start, [], 0
    for start, end in one.quoted:
        parts += [escape(text[last : start - offset]), f"<mark>{escape(text[start - offset : end - offset])}</mark>"]
        last = end - offset
    return "".join([*parts, escape(text[last:])])


def _state(sentence: CoveredSentence) -> str:
    return STATE_NAMES[sentence.state].capitalize()


def _owners(owners: Sequence[str]) -> str:
    return (": " if owners else "") + ", ".join(f'<a href="#{_anchor(owner)}">{escape(owner)}</a>' for owner in owners)


def _anchor(owner: str) -> str:
    if owner.startswith(CONTACT_PREFIX):
        return escape(f"contact-{owner.removeprefix(CONTACT_PREFIX)}")
    return escape(f"fact-{owner}")


def _topic(topic: str, facts: Sequence[Fact], knowledge: Knowledge, links: _Links) -> Iterator[str]:
    entry = knowledge.topics[topic]
    names = f'<span lang="de">{escape(entry.name.de)}</span>'
    names += "" if entry.name.de == entry.name.en else f" / {escape(entry.name.en)}"
    yield f'<section aria-labelledby="topic-{escape(topic)}"><h2 id="topic-{escape(topic)}">Facts: {names}</h2>'
    for fact in facts:
        yield from _fact(fact, knowledge, links)
    yield "</section>"


def _fact(fact: Fact, knowledge: Knowledge, links: _Links) -> Iterator[str]:
    yield f'<article class="fact" id="{_anchor(fact.id)}"><h3>{escape(fact.id)}</h3>'
    if fact.id in knowledge.withheld:
        yield f'<p class="look"><strong>Withheld, the bot does not say it:</strong> {escape(fact.look or "")}</p>'
    elif fact.look:
        yield f'<p class="look"><strong>To be looked at:</strong> {escape(fact.look)}</p>'
    yield "<dl>"
    for language in LANGUAGES:
        said = escape(fact.in_language(language))
        yield f'<dt>Reply, {LANGUAGE_NAMES[language]}</dt><dd lang="{language}">{said}</dd>'
    yield f"<dt>Questions</dt><dd><ul>{''.join(_questions(fact, knowledge))}</ul></dd>"
    yield f"<dt>Rests on</dt><dd>{''.join(_quotes(fact.quotes, links))}</dd></dl></article>"


def _questions(fact: Fact, knowledge: Knowledge) -> Iterator[str]:
    """For each kind of question the fact answers: how the bot puts it, and a few examples of how people do."""
    for name in fact.answers:
        intent = knowledge.intents[name]
        asked = knowledge.suggested_questions(name, fact.topic)
        put = " / ".join(
            f'<span lang="{code}">{escape(text)}</span>' for code, text in zip(LANGUAGES, asked, strict=False)
        )
        examples = _examples(intent.examples.de, "de") + _examples(intent.examples.en, "en")
        summary = f"“{escape(name)}”: some of {len(intent.examples.all)} examples"
        yield f"<li>{put}<details><summary>{summary}</summary><ul>{examples}</ul></details></li>"


def _examples(texts: Sequence[str], language: str) -> str:
    return "".join(f'<li lang="{language}">{escape(text)}</li>' for text in texts[:EXAMPLES_SHOWN])


def _quotes(quotes: Iterable[Quote], links: _Links) -> Iterator[str]:
    for quote in quotes:
        document = links.documents[quote.document].document
        said = f'<blockquote lang="{document.language}">{escape(quote.text)}</blockquote>'
        yield f'{said}<p class="about"><a href="#{escape(links.target(quote))}">{escape(document.title)}</a></p>'


def _contacts(knowledge: Knowledge, links: _Links) -> Iterator[str]:
    yield '<section aria-labelledby="contacts"><h2 id="contacts">Contacts</h2>'
    for key, contact in knowledge.contacts.items():
        yield f'<article class="fact" id="contact-{escape(key)}"><h3>{escape(contact.name)}</h3>'
        yield f"<p>{escape(contact.address)} · {escape(contact.email)} · {escape(contact.phone)}</p>"
        yield f"{''.join(_quotes(contact.quotes, links))}</article>"
    yield "</section>"
