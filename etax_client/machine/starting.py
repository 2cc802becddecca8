"""A start without the garbage collector, which finds nothing in what is just being put together (P1, P27, P29)."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def quickly() -> Iterator[None]:
    """Begin without it; whoever is started calls `settle` once all stands, and it is back at the end in any case."""
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


def settle() -> None:
    """What stands now stays: it is not looked at any more, and what comes from now on is."""
    if not gc.isenabled():
        gc.freeze()
        gc.enable()
