"""Domain names, as they stand in e-mail addresses and URLs."""

import re
from functools import lru_cache

import idna

from nightlight.identifiers.kinds import NotAnIdentifier

LONGEST_DOMAIN = 253
"""Characters of the longest domain name that can be looked up (RFC 1035, 2.3.4)."""

# An underscore is no letter of a host name, yet hosts with one answer all over the web.
_PLAIN = re.compile(r"[a-z0-9_](?:[a-z0-9_-]{0,62})(?:\.[a-z0-9_][a-z0-9_-]{0,62})*")


@lru_cache(maxsize=20_000)
def domain(name: str) -> str:
    """Return the name in ASCII (IDNA 2008) and lower case, without a closing dot. Raises `NotAnIdentifier`.

    Reserved and internal names are names all the same: nothing is looked up.
    """
    plain = name.rstrip(".").lower()
    if not plain.isascii():
        try:
            plain = idna.encode(plain, uts46=True, transitional=False).decode()
        except (idna.IDNAError, UnicodeError) as error:
            raise NotAnIdentifier("This is not a domain name.") from error
    if len(plain) > LONGEST_DOMAIN or not _PLAIN.fullmatch(plain):
        raise NotAnIdentifier("This is not a domain name.")
    return plain
