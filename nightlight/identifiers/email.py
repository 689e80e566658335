"""E-mail addresses."""

from functools import lru_cache

from email_validator import EmailNotValidError, validate_email

from nightlight.identifiers.domain import domain
from nightlight.identifiers.folding import folded, trimmed
from nightlight.identifiers.kinds import Identifier, Kind, NotAnIdentifier

LONGEST_LOCAL_PART = 64
"""Octets before the @ (RFC 5321, 4.5.3.1.1)."""


@lru_cache(maxsize=20_000)
def email(raw: str) -> Identifier:
    """Return the address with its domain in ASCII (IDNA) and lower case, and the part before the @ case-folded.

    The standard lets a mailbox name be case-sensitive, but no provider of note does it, and people type one mailbox
    in many spellings. Dots and plus tags are left alone: what they mean differs between providers.
    """
    mailbox, _, host = trimmed(raw).rpartition("@")
    host = domain(host)
    if "." not in host:
        raise NotAnIdentifier("The part after the @ is not a domain name.")
    return Identifier(Kind.EMAIL, f"{_local_part(mailbox)}@{host}")


def _local_part(text: str) -> str:
    try:
        # The library refuses reserved domains, which reports do contain; so it judges the mailbox at an address, which
        # is also judged in half the time of a name.
        valid = validate_email(
            f"{folded(text)}@[192.0.2.1]",
            check_deliverability=False,
            allow_quoted_local=True,
            allow_domain_literal=True,
        )
    except EmailNotValidError as error:
        raise NotAnIdentifier("The part before the @ is not the name of a mailbox.") from error
    if len(valid.local_part.encode()) > LONGEST_LOCAL_PART:
        raise NotAnIdentifier(f"The part before the @ is longer than {LONGEST_LOCAL_PART} octets.")
    return valid.local_part
