"""How a webhook's receiver knows that a notice is ours.

The key of each outlet follows from the key of this installation and the outlet's id, so that no table holds it.
"""

import hashlib
import hmac
from uuid import UUID

from django.conf import settings


def signing_key(outlet_id: UUID) -> str:
    """Return the key of an outlet, 64 hexadecimal digits: for the administrator to give to the receiver."""
    return hmac.new(settings.NOTICES_KEY.encode(), outlet_id.bytes, hashlib.sha256).hexdigest()


def signature(key: str, body: bytes, at: int) -> str:
    """Return what the header X-Nightlight-Signature says: `t=<Unix seconds>,v1=<HMAC-SHA256 of t, a dot, the body>`."""
    signed = hmac.new(key.encode(), f"{at}.".encode() + body, hashlib.sha256).hexdigest()
    return f"t={at},v1={signed}"
