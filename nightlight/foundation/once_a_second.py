"""What a busy door reads once a second: keys, roles, rules and maps that seldom change, each at most that much old.

Whoever is asked hundreds of times in a second would read the same rows each time. The next second reads them anew, so
a key that is ended or a rule that is set holds from then on in every process, and nobody has to be told.
"""

import functools
import threading
import time
from collections.abc import Callable
from typing import ParamSpec, TypeVar

P = ParamSpec("P")
R = TypeVar("R")

REMEMBERED = 64
"""How many answers each function keeps: those of this second, and of some before that nobody asks for again."""

_all: list[Callable[[], None]] = []


def once_a_second(function: Callable[P, R]) -> Callable[P, R]:
    """Make a function answer what it answered to the same arguments within this second. What it raises is not kept.

    When a second begins, one asks and whoever else comes waits for that answer: they would all ask the same.
    """
    asking = threading.RLock()

    @functools.lru_cache(maxsize=REMEMBERED)
    def answered(second: int, *given: P.args, **named: P.kwargs) -> R:
        del second
        return function(*given, **named)

    @functools.wraps(function)
    def asked(*given: P.args, **named: P.kwargs) -> R:
        with asking:
            return answered(int(time.monotonic()), *given, **named)  # type: ignore[arg-type]  # hashable, or it raises

    _all.append(answered.cache_clear)
    return asked


def forget() -> None:
    """Forget every answer: for tests, in which more happens in a second than in life."""
    for clear in _all:
        clear()
