"""Device ids: IMEI, advertising ids, hardware addresses and whatever else a provider records."""

import re

from nightlight.identifiers.folding import realm_of, trimmed
from nightlight.identifiers.kinds import Identifier, Kind, NotAnIdentifier

_HEXADECIMAL = re.compile(r"[0-9A-Fa-f:.{}-]+")
_SEPARATORS = re.compile(r"[\s./-]+")
_IMEI = re.compile(r"[0-9]{14,16}")


def device(raw: str, realm: str = "") -> Identifier:
    """Return the id in the realm of its type.

    An IMEI is its 14 to 16 digits (without, with check digit, with software version). Hexadecimal ids such as UUIDs
    and hardware addresses are lower-cased; any other id is kept exactly, because its case may matter.
    """
    text, kind_of_id = trimmed(raw), realm_of(realm)
    if kind_of_id == "imei":
        text = _SEPARATORS.sub("", text)
        if not _IMEI.fullmatch(text):
            raise NotAnIdentifier("An IMEI has 14 to 16 digits.")
    elif _HEXADECIMAL.fullmatch(text):
        text = text.lower()
    return Identifier(Kind.DEVICE, text, kind_of_id)
