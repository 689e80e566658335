"""Place names as people write them, folded so that two spellings of one place meet."""

import re
import unicodedata

_SAINT = re.compile(r"\bsaint(e?)\b")
_NOT_A_LETTER = re.compile(r"[^a-z0-9]")


def fold(name: str) -> str:
    """Return a name without case, accents, spaces and punctuation, with "Saint" as "st".

    "Saint Louis", "ST. LOUIS" and "St Louis" all give "stlouis"; text without a Latin letter gives "".
    """
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return _NOT_A_LETTER.sub("", _SAINT.sub(r"st\1", plain))
