"""Names of files as they may be shown, printed and kept. Who sends a file chooses its name."""

import re

UNSEEN = re.compile(r"[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
"""Signs that steer a terminal, turn the writing round, or are what Python puts for bytes that are no text."""


def shown_name(name: str) -> str:
    """Return a name with U+FFFD for each sign that cannot be seen or written down."""
    return UNSEEN.sub("\ufffd", name)
