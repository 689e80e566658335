"""How a line of the log is written: what broke and where, never what it was about.

A database's error may quote the row that it refused, so the message of an exception is left out; its kind and the
places in the code stay. Python shows code lines in a traceback, and no values.
"""

import logging
import traceback
from types import TracebackType
from typing import Any


class WithoutContents(logging.Formatter):
    """Writes an exception as its kinds, from the first cause on, and the places in the code."""

    def formatException(self, ei: Any) -> str:  # noqa: N802 - the standard library's name
        """Return the places and the kinds, without a word of any message."""
        error: BaseException | None = ei[1]
        kinds: list[str] = []
        while error is not None and len(kinds) < 10:  # noqa: PLR2004 - a chain may bite its own tail
            kinds.append(f"{type(error).__module__}.{type(error).__qualname__}")
            error = error.__cause__ or error.__context__
        places: TracebackType | None = ei[2]
        return "".join(traceback.format_tb(places)) + " because of ".join(kinds)
