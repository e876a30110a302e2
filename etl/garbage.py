"""Python's collector of cycles, kept from looking where there are next to none."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager

NEW_OBJECTS = 50_000
"""Of these the collector looks through what is new; by default it does after 700. A document makes thousands, nearly all
of them freed without it.
"""


@contextmanager
def rarely_collected() -> Iterator[None]:
    """Within, the collector comes by less often; memory that cycles hold grows by some megabytes at most."""
    before = gc.get_threshold()
    gc.set_threshold(NEW_OBJECTS, *before[1:])
    try:
        yield
    finally:
        gc.set_threshold(*before)
