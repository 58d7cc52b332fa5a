"""The commands as the people who keep the content use them."""

from pathlib import Path

from bot.content.loader import load_knowledge
from tests.conftest import RunBot


def test_diff_then_accept(library: Path, run_bot: RunBot, tmp_path: Path) -> None:
    new = tmp_path / "neu.txt"
    text = load_knowledge(library).documents["library"].text
    new.write_text(text.replace("1974", "1973"), encoding="utf-16")
    diff = run_bot("--content", str(library), "documents", "diff", "library", str(new))
    assert diff.stdout.splitlines() == [
        f"Document “Stadtbücherei Lindenau” (library) compared with {new}:",
        "Words are marked like this: [-taken out-] [+put in+]",
        "Changed: the new version says it in other words: 1",
        "  library.founded",
        "    Sie wurde [-1974-] [+1973+] gegründet.",
        "Unchanged quotes: 7, of 6 facts and contacts",
        f"Nothing was written. Next: python -m bot documents accept library {new}",
    ]
    assert load_knowledge(library).documents["library"].text == text
    accepted = run_bot("--content", str(library), "documents", "accept", "library", str(new))
    assert accepted.stdout.splitlines() == [
        "The new version of “Stadtbücherei Lindenau” is taken; "
        "the old one is kept as knowledge/documents/library.1.txt.",
        "Withheld: the bot does not answer with these facts until you have looked: 1",
        "  library.founded",
        "Next: each of these facts has a line “look” that says why. Correct text and quotes, then delete it.",
        "Next: python -m bot check",
    ]
    again = run_bot("--content", str(library), "documents", "accept", "library", str(new))
    assert again.stdout == "The document “Stadtbücherei Lindenau” says this already; nothing was written.\n"


def test_check_warns_of_withheld_facts(library: Path, run_bot: RunBot, tmp_path: Path) -> None:
    new = tmp_path / "neu.txt"
    new.write_text(load_knowledge(library).documents["library"].text.replace("1974", "1973"), encoding="utf-8")
    run_bot("--content", str(library), "documents", "accept", "library", str(new))
    done = run_bot("--content", str(library), "check", BOT_CACHE=str(tmp_path / "cache"), BOT_ENCODER="off")
    assert done.returncode == 0
    [warning] = [line.strip() for line in done.stdout.splitlines() if "withheld" in line]
    assert warning.startswith(
        "knowledge/library.yaml:19:11: the fact “library.founded” is withheld until somebody has looked "
        "at it: The document “Stadtbücherei Lindenau” has changed and now says: “Sie wurde 1973 gegründet.”"
    )
    assert "5 facts, 11 intents" in done.stdout.splitlines()[-1]


def test_add(library: Path, run_bot: RunBot, tmp_path: Path) -> None:
    new = tmp_path / "fest.txt"
    new.write_text("Lesefest\n\nFrau Vogt eröffnet das Lesefest mit Petra Lang.\n", encoding="utf-8")
    done = run_bot("--content", str(library), "documents", "add", str(new))
    assert done.stdout.splitlines() == [
        "The document “lesefest” is registered. Facts drafted in knowledge/lesefest.yaml: 1",
        "Names that the content does not know yet: Petra Lang",
        "Next: enter those that questions may name into knowledge/entities.yaml.",
        "Next: finish each TODO in knowledge/lesefest.yaml and knowledge/documents.yaml, or delete what nobody asks.",
        "Next: python -m bot check shows what is left.",
    ]
    assert run_bot("--content", str(library), "check").returncode == 1


def test_what_to_do_with_documents_must_be_said(run_bot: RunBot) -> None:
    assert run_bot("documents").returncode == 2
