"""“Did you mean …?”"""

import difflib
from collections.abc import Iterable


def did_you_mean(name: str, known: Iterable[str], otherwise: str = "Mend its spelling or add it.") -> str:
    """The nearest known name as a question, or what to do where none is near."""
    near = difflib.get_close_matches(name, list(known), n=1, cutoff=0.5)
    return f"Did you mean “{near[0]}”?" if near else otherwise
