"""How this process treats memory that stays."""

import gc

YOUNG, MIDDLE, OLD = 50_000, 20, 50


def settle() -> None:
    """Tell Python's collector to leave alone what is loaded by now, and to look less often at what comes.

    Call it once, when Django is set up. A batch makes tens of thousands of rows that all go at its end; looking
    through the whole house at each seventieth of them took a third of the time of bulk intake (docs/benchmarks.md).
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(YOUNG, MIDDLE, OLD)
