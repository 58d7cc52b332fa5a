"""Keeps the allocator from holding on to memory that is no longer used, and the collector from searching what stays."""

import ctypes
import gc
import os

_TRIM_THRESHOLD, _MMAP_THRESHOLD, _ARENA_MAX = -1, -3, -8
"""What can be set, as numbered in glibc's malloc.h."""
_LARGE_BYTES = 8 * 1024 * 1024
"""Smaller are the arrays of the questions themselves: to hand each back costs a third of a question's time."""
_ARENAS = 1


def hold_little() -> None:
    """Have large blocks returned as soon as they are free, and all threads share one pool; before any thread starts.

    Left alone, glibc learns from the large arrays of the first questions to keep their memory for ever, and each thread
    gets a pool of its own. Other C libraries have no such function and stay as they are.
    """
    set_option = _function("mallopt")
    if set_option:
        set_option(_ARENA_MAX, _ARENAS)
        set_option(_MMAP_THRESHOLD, _LARGE_BYTES)
        set_option(_TRIM_THRESHOLD, _LARGE_BYTES)


def give_back() -> None:
    """Return what is free but lies between blocks in use, as loading leaves it."""
    trim = _function("malloc_trim")
    if trim:
        trim(0)


def spare_what_stays() -> None:
    """Have the search for garbage pass over all there is now.

    It holds up everything, and through the content it takes a tenth of a second; what is dropped is freed all the same
    unless it goes round in a circle.
    """
    gc.freeze()


def search_everything() -> None:
    """Search also what was spared, for circles that were dropped since."""
    gc.unfreeze()
    gc.collect()
    gc.freeze()


def _function(name: str) -> "ctypes._NamedFuncPointer | None":
    return getattr(ctypes.CDLL(None), name, None) if os.name == "posix" else None
