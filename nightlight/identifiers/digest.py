"""Digests of files."""

import base64
import re

from nightlight.identifiers.folding import trimmed
from nightlight.identifiers.kinds import Identifier, Kind, NotAnIdentifier

LENGTHS = {Kind.MD5: 32, Kind.SHA1: 40, Kind.SHA256: 64, Kind.PDQ: 64}
"""Hexadecimal digits of each kind of digest."""

_HEXADECIMAL = re.compile(r"[0-9a-f]+")
_BASE32_SHA1 = re.compile(r"[a-z2-7]{32}")


def digest(kind: Kind, raw: str) -> Identifier:
    """Return the digest in lower-case hexadecimal. A SHA-1 may arrive in base32, as file-sharing networks write it."""
    if len(raw) == LENGTHS[kind] and _HEXADECIMAL.fullmatch(raw):  # as we keep it, and as most are written
        return Identifier(kind, raw)
    text = trimmed(raw).lower()
    if kind is Kind.SHA1 and _BASE32_SHA1.fullmatch(text):
        text = base64.b32decode(text.upper()).hex()
    if len(text) != LENGTHS[kind] or not _HEXADECIMAL.fullmatch(text):
        raise NotAnIdentifier(f"This kind of digest has {LENGTHS[kind]} hexadecimal digits.")
    return Identifier(kind, text)


def kind_of(name: str) -> Kind | None:
    """Return the kind of digest that a provider's name such as "SHA-1" means; None when we hold no such kind."""
    plain = "".join(letter for letter in name.casefold() if letter.isalnum())
    return {"md5": Kind.MD5, "sha1": Kind.SHA1, "sha256": Kind.SHA256, "pdq": Kind.PDQ}.get(plain)
