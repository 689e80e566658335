"""How text is made comparable: spaces, case and the several spellings of one character."""

import re
import unicodedata

from nightlight.identifiers.kinds import NotAnIdentifier

LONGEST = 2083
"""The most characters that a value may have: the longest URL that is still in use."""

_UNPRINTABLE = re.compile(r"[\x00-\x1f\x7f\ud800-\udfff]")


def trimmed(raw: str) -> str:
    """Return the text without space around it, in Unicode's composed form. Raises `NotAnIdentifier`."""
    text = unicodedata.normalize("NFC", raw.strip())
    if not text:
        raise NotAnIdentifier("The text is empty.")
    if len(text) > LONGEST:
        raise NotAnIdentifier(f"The text is longer than {LONGEST} characters.")
    if _UNPRINTABLE.search(text):
        raise NotAnIdentifier("The text contains control characters.")
    return text


def folded(raw: str) -> str:
    """Return the text with case and runs of space folded. Raises `NotAnIdentifier`.

    Folding case can undo composition and composing can undo folding, hence composing first and last (Unicode, D145).
    """
    spaced = " ".join(unicodedata.normalize("NFD", raw[: 4 * LONGEST]).casefold().split())
    return trimmed(unicodedata.normalize("NFD", spaced).casefold())


def realm_of(name: str) -> str:
    """Return the name of a provider, or of a type of device id, as realm. An absent name is the empty realm."""
    return folded(name)[:255].rstrip() if name.strip() else ""
