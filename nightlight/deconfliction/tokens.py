"""Keyed tokens: what the index holds in place of an identifier.

The key stands outside the database (setting DECONFLICTION_KEY). Without it a token says nothing; whoever holds it can
try a dictionary of addresses and numbers, so key, index and audit log are guarded apart. Each row names the key its
token was made with, so that a new key can be brought in beside the old one.
"""

import hashlib
import hmac
import json

from django.conf import settings

from nightlight.identifiers.kinds import Identifier

TOKEN = r"^[0-9a-f]{64}$"  # noqa: S105 - the shape of a token, not one
KEY_ID = r"^[0-9a-f]{16}$"

_TIGHT = json.JSONEncoder(separators=(",", ":"))


def token(identifier: Identifier) -> str:
    """Return the HMAC-SHA-256 of kind, realm and value under the key in use, in 64 lower-case hex digits."""
    # a JSON list keeps the three apart: no value can imitate another identifier by holding a separator
    words = _TIGHT.encode([identifier.kind.value, identifier.realm, identifier.value])
    return hmac.digest(_key(), words.encode(), hashlib.sha256).hex()


def key_id() -> str:
    """Return the name of the key in use: 16 hex digits that identify it and do not reveal it."""
    return hmac.digest(_key(), b"name of this key", hashlib.sha256).hex()[:16]


def _key() -> bytes:
    return str(settings.DECONFLICTION_KEY).encode()
