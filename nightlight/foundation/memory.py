"""How this process treats memory that stays."""

import gc

YOUNG, MIDDLE, OLD = 300_000, 20, 50
"""`YOUNG` is twice what bulk intake has in hand at any moment: 1,300 reports that were read, 500 of them as rows."""


def settle() -> None:
    """Tell Python's collector to leave alone what is loaded by now, and to look less often at what comes.

    Call it once, when Django is set up. A batch makes tens of thousands of rows that all go by themselves at its end;
    looking through the whole house at each seventieth of them took a third of the time of bulk intake, and looking
    through what is in hand once a batch still a fifth of it (docs/benchmarks.md).
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(YOUNG, MIDDLE, OLD)
