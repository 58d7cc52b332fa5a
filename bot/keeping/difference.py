"""A comparison as lines for the people who keep the content."""

from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher

from bot.keeping.comparing import Change, Comparison, QuoteChange

_TITLES: tuple[tuple[Change, str], ...] = (
    ("gone", "Gone: the new version does not say it any more"),
    ("changed", "Changed: the new version says it in other words"),
    ("around", "Look here: the quote still stands, but its sentence reads differently"),
    ("moved", "Moved: the same words stand in another place; nothing to do"),
)
LEGEND = "[-taken out-] [+put in+]"


def difference_lines(comparison: Comparison) -> Iterator[str]:
    """What has become of the quotes, what needs a person first, and what is new."""
    if comparison.of("changed", "around"):
        yield f"Words are marked like this: {LEGEND}"
    for change, title in _TITLES:
        yield from _section(title, comparison.of(change))
    unchanged = list(dict.fromkeys(one.owner for one in comparison.of("unchanged")))
    yield f"Unchanged quotes: {len(comparison.of('unchanged'))}, of {len(unchanged)} facts and contacts"
    if comparison.new:
        yield f"New sentences that no fact covers: {len(comparison.new)}"
        yield from (f"  + {text}" for text in comparison.new)


def _section(title: str, changes: Sequence[QuoteChange]) -> Iterator[str]:
    if not changes:
        return
    yield f"{title}: {len(changes)}"
    for one in changes:
        yield f"  {one.owner}"
        yield from (f"    {line}" for line in _said(one))


def _said(one: QuoteChange) -> Iterator[str]:
    if not one.rewordings:
        yield f"“{' '.join(one.quote.text.split())}”"
    for rewording in one.rewordings:
        if rewording.now is None:
            yield f"[-{rewording.before}-]"
        else:
            yield word_difference(rewording.before, rewording.now)


def word_difference(before: str, now: str) -> str:
    """Both wordings in one line, word by word."""
    old, new = before.split(), now.split()
    parts: list[str] = []
    for kind, first, last, start, end in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind == "equal":
            parts.extend(old[first:last])
            continue
        if first < last:
            parts.append(f"[-{' '.join(old[first:last])}-]")
        if start < end:
            parts.append(f"[+{' '.join(new[start:end])}+]")
    return " ".join(parts)
