"""Whose network an address is in, where that changes what it means: carriers, hosting, VPN, satellite, military.

Two small tables of facts stand beside this module: `data/networks.csv` by autonomous system number, and
`data/shared_ranges.csv` by range. Which number announces an address is said by the data set that `make geodata`
brings; without it, ranges alone are recognised. What an agency adds comes as `Known` from further up.
"""

import csv
import functools
import ipaddress
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from importlib import resources

from nightlight.geography.prefixes import Address


class NetworkKind(StrEnum):
    """What a network is, as far as it changes whom an address names."""

    MOBILE = "mobile"
    CARRIER_NAT = "carrier_nat"
    HOSTING = "hosting"
    VPN = "vpn"
    SATELLITE = "satellite"
    MILITARY = "military"


class NetworkSureness(StrEnum):
    """How sure the table is that the network is of this kind."""

    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"


SHARED = frozenset({NetworkKind.MOBILE, NetworkKind.CARRIER_NAT, NetworkKind.SATELLITE, NetworkKind.VPN})
"""Kinds of which one address serves many people at once: without port and second it names nobody."""

WORDS = {
    NetworkKind.MOBILE: "mobile carrier's shared address: many people at once; ask with the port and the second",
    NetworkKind.CARRIER_NAT: "carrier's shared address: many people at once; ask with the port and the second",
    NetworkKind.HOSTING: "hosting company's address: a server, not a home; ask who rents it",
    NetworkKind.VPN: "VPN or private relay: it points to the service, not to the person",
    NetworkKind.SATELLITE: "satellite operator's address: it points to a ground station; ask with port and second",
    NetworkKind.MILITARY: "military network: the service's own investigators know who used it",
}


@dataclass(frozen=True, slots=True)
class Known:
    """A network that somebody knows: by its number or by a range, its kind, whence that is known, and how sure."""

    name: str
    kind: NetworkKind
    sureness: NetworkSureness
    source: str
    asn: int | None = None
    prefix: str = ""


@dataclass(frozen=True, slots=True)
class Recognised:
    """What is known of one address's network. `kind` is None where nothing but its number is known."""

    asn: int | None
    name: str = ""
    kind: NetworkKind | None = None
    sureness: NetworkSureness | None = None
    source: str = ""

    @property
    def words(self) -> str:
        """Say what the network is and what follows, or nothing."""
        return WORDS[self.kind] if self.kind else ""

    @property
    def is_shared(self) -> bool:
        """Whether one address serves many people at once."""
        return self.kind in SHARED


def _rows(name: str) -> list[dict[str, str]]:
    text = resources.files("nightlight.geography").joinpath("data", name).read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines()))


@functools.cache
def own_table() -> tuple[Known, ...]:
    """Return the networks and ranges that our own tables name."""
    numbered = (
        Known(row["name"], NetworkKind(row["kind"]), NetworkSureness(row["sureness"]), row["source"], int(row["asn"]))
        for row in _rows("networks.csv")
    )
    ranges = (
        Known(
            row["name"], NetworkKind(row["kind"]), NetworkSureness(row["sureness"]), row["source"], prefix=row["prefix"]
        )
        for row in _rows("shared_ranges.csv")
    )
    return (*numbered, *ranges)


class NetworkTable:
    """Recognises addresses: the narrowest range first, then the number; a later `Known` wins over an earlier one."""

    def __init__(self, known: Iterable[Known]) -> None:
        self._by_number: dict[int, Known] = {}
        self._by_range: dict[tuple[int, int], dict[int, Known]] = {}
        for one in known:
            if one.asn is not None:
                self._by_number[one.asn] = one
            if one.prefix:
                network = ipaddress.ip_network(one.prefix)
                shift = network.max_prefixlen - network.prefixlen
                self._by_range.setdefault((network.version, shift), {})[int(network.network_address) >> shift] = one

    def recognise(self, address: Address, asn: int | None) -> Recognised | None:
        """Return what is known of an address that the number announces; None where nothing is."""
        known = self._in_a_range(address) or (self._by_number.get(asn) if asn is not None else None)
        if known is None:
            return Recognised(asn) if asn is not None else None
        return Recognised(asn, known.name, known.kind, known.sureness, known.source)

    def _in_a_range(self, address: Address) -> Known | None:
        number = int(address)
        for version, shift in sorted(self._by_range):
            if version == address.version and (one := self._by_range[version, shift].get(number >> shift)):
                return one
        return None
