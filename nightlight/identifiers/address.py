"""Internet addresses, alone or with a port."""

import re
from ipaddress import IPv4Address, IPv6Address, ip_address

from nightlight.identifiers.folding import trimmed
from nightlight.identifiers.kinds import Identifier, Kind, NotAnIdentifier

LAST_PORT = 65535

_WITH_PORT = re.compile(
    r"(?P<v4>[0-9.]{7,15}):(?P<port4>[0-9]{1,5})|\[(?P<v6>[^\[\]]{2,64})\](?::(?P<port6>[0-9]{1,5}))?"
)


def address(raw: str) -> Identifier:
    """Return the address; it says itself whether it is version 4 or 6.

    IPv6 is compressed and lower-cased (RFC 5952), its zone is dropped, and an IPv4-mapped address is the IPv4
    address that it maps: both name the same machine.
    """
    return address_and_port(raw)[0]


def address_and_port(raw: str) -> tuple[Identifier, int | None]:
    """Return the address, and the port of texts such as `198.18.0.1:443` and `[2001:db8::1]:443`."""
    text = trimmed(raw)
    match = _WITH_PORT.fullmatch(text)
    host = (match["v4"] or match["v6"]) if match else text
    port = (match["port4"] or match["port6"]) if match else None
    number = int(port) if port else None
    if number is not None and not 1 <= number <= LAST_PORT:
        raise NotAnIdentifier(f"A port lies between 1 and {LAST_PORT}.")
    return _identifier(host.partition("%")[0]), number


def _identifier(host: str) -> Identifier:
    try:
        parsed: IPv4Address | IPv6Address = ip_address(host)
    except ValueError as error:
        raise NotAnIdentifier("This is not an internet address.") from error
    if isinstance(parsed, IPv6Address):
        if parsed.ipv4_mapped is None:
            return Identifier(Kind.IPV6, parsed.compressed)
        parsed = parsed.ipv4_mapped
    return Identifier(Kind.IPV4, str(parsed))
