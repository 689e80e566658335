"""What an identifier is: a kind, a normalised value, and the realm in which the value means something."""

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """The kinds of identifier that a report can carry."""

    EMAIL = "email"
    PHONE = "phone"
    IPV4 = "ipv4"
    IPV6 = "ipv6"
    HANDLE = "handle"
    ACCOUNT = "account"
    URL = "url"
    DEVICE = "device"
    MD5 = "md5"
    SHA1 = "sha1"
    SHA256 = "sha256"
    PDQ = "pdq"


ADDRESSES = frozenset({Kind.IPV4, Kind.IPV6})
DIGESTS = frozenset({Kind.MD5, Kind.SHA1, Kind.SHA256, Kind.PDQ})


class NotAnIdentifier(ValueError):
    """The text cannot be an identifier of this kind; the message says why, without repeating the text."""


@dataclass(frozen=True, slots=True, order=True)
class Identifier:
    """One normalised identifier.

    `realm` is where the value means something: the provider of a handle or account (normalised), the type of a
    device id; empty for kinds that are unique everywhere.
    """

    kind: Kind
    value: str
    realm: str = ""
