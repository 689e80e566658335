"""The front of this package: any text, of any kind, made comparable."""

from collections.abc import Callable

from nightlight.identifiers.account import account
from nightlight.identifiers.address import address
from nightlight.identifiers.device import device
from nightlight.identifiers.digest import digest
from nightlight.identifiers.email import email
from nightlight.identifiers.handle import handle
from nightlight.identifiers.kinds import DIGESTS, Identifier, Kind
from nightlight.identifiers.phone import phone
from nightlight.identifiers.url import url


def normalise(kind: Kind, raw: str, *, realm: str = "", country_code: str = "") -> Identifier:
    """Return the identifier that the text spells, or raise `NotAnIdentifier`; never raises anything else.

    `realm` is the provider of a handle or account, or the type of a device id; other kinds have none.
    `country_code` is the calling code of a telephone number that does not carry its own. Normalising a normalised
    value changes nothing. Of the two kinds of address either may be asked for: the address says which it is.
    """
    if kind in DIGESTS:
        return digest(kind, raw)
    if kind is Kind.PHONE:
        return phone(raw, country_code)
    if kind in _IN_A_REALM:
        return _IN_A_REALM[kind](raw, realm)
    return _EVERYWHERE[kind](raw)


_IN_A_REALM: dict[Kind, Callable[[str, str], Identifier]] = {
    Kind.HANDLE: handle,
    Kind.ACCOUNT: account,
    Kind.DEVICE: device,
}
_EVERYWHERE: dict[Kind, Callable[[str], Identifier]] = {
    Kind.EMAIL: email,
    Kind.URL: url,
    Kind.IPV4: address,
    Kind.IPV6: address,
}
