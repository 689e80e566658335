"""What a page carries to the next inside its form, sealed: nothing waits on the server for a person to decide."""

import base64
from typing import Any

from django.core import signing

from nightlight.foundation.refusals import RuleRefusal

SEALED_FOR = 12 * 3600
"""Seconds; as long as a session."""

SALT = "nightlight.hand-in"


def sealed(kind: str, value: dict[str, Any]) -> str:
    """Return a value as a text that nobody can alter. It can be read by whoever holds it."""
    return signing.dumps(value, salt=f"{SALT}.{kind}", compress=True)


def opened(kind: str, text: str) -> Any:
    """Return the value again. Raises a refusal that says what to do, where the text was altered or is too old."""
    try:
        return signing.loads(text, salt=f"{SALT}.{kind}", max_age=SEALED_FOR)
    except signing.BadSignature:
        raise RuleRefusal("What this page carried over is too old or not whole. Choose the file again.") from None


def as_text(raw: bytes) -> str:
    """Return bytes as a text, for a form."""
    return base64.b85encode(raw).decode()


def as_bytes(text: str) -> bytes:
    """Return the bytes again."""
    return base64.b85decode(text)
