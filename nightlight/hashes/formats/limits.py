"""How much one record of a list may be. Safety limits: they bound memory whatever the size of the file."""

CHUNK = 64 * 1024
"""Bytes that are read at a time."""

MAX_RECORD = 1024 * 1024
"""Bytes between two records. A record of a national set has a few kilobytes."""

MAX_DEPTH = 16
"""Containers or elements inside one another; the formats known to us need 6."""

MAX_NESTING = 64
"""The same, beyond which a whole JSON document is refused before it is parsed."""

MAX_TEXT = 1024
"""Characters of a value that is looked at. What is longer is neither a digest nor a name."""

SOURCE_ID, CODE, SERIES = 120, 40, 200
"""Characters that are kept of an id, a code, a series."""

MAX_MORE = 100
"""Further digests of kinds that a record has already. A record of one picture has a few."""
