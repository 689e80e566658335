"""How this process treats memory that stays."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager

YOUNG, MIDDLE, OLD = 50_000, 20, 50


def settle() -> None:
    """Tell Python's collector to leave alone what is loaded by now, and to look less often at what comes.

    Call it once, when Django is set up. A batch makes tens of thousands of rows that all go at its end; looking
    through the whole house at each seventieth of them took a third of the time of bulk intake (docs/benchmarks.md).
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(YOUNG, MIDDLE, OLD)


@contextmanager
def no_collecting() -> Iterator[None]:
    """Let Python's collector wait until the block has ended: what a batch makes is in use till then, and goes itself.

    To look through a batch while it is made finds nothing, and costs bulk intake three hundredths.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
