"""The demonstration's overlay: reserved address ranges placed in counties.

So no real subscriber's address is ever part of invented data. Every county has a block of 2001:db8::/32 (RFC 3849)
for home lines and one of 198.18.0.0/15 (RFC 2544) for mobile carriers.
"""

import csv
import functools
import ipaddress
from pathlib import Path

from nightlight.geography import counties
from nightlight.geography.counties import County
from nightlight.geography.prefixes import COLUMNS

FILE_NAME = "demonstration.csv"
SOURCE = "invented, for the demonstration"
_CARRIERS = ipaddress.ip_network("198.18.0.0/15")
_BLOCK = 27


@functools.cache
def _places_in_order() -> dict[str, int]:
    return {county.fips: place for place, county in enumerate(counties.every_county())}


def home_network(fips: str) -> ipaddress.IPv6Network:
    """Return the invented home lines of a county: the digits of its code are read as they stand, 08041 as 8:41.

    Raises `KeyError` for a code that is no county's.
    """
    if fips not in _places_in_order():
        raise KeyError(fips)
    return ipaddress.IPv6Network(f"2001:db8:{fips[:2]}:{fips[2:]}::/64")


def mobile_network(fips: str) -> ipaddress.IPv4Network:
    """Return the invented mobile block of a county: the n-th /27, in the order of the codes. 32 addresses.

    Raises `KeyError` for a code that is no county's.
    """
    first = int(_CARRIERS.network_address) + (_places_in_order()[fips] << (32 - _BLOCK))
    return ipaddress.IPv4Network((first, _BLOCK))


def demo_ipv6(fips: str, n: int) -> str:
    """Return the n-th invented home address of a county, from 0; there are 2**64."""
    return str(home_network(fips)[n])


def demo_ipv4(fips: str, n: int) -> str:
    """Return the n-th invented mobile address of a county, from 0; after 32 they repeat, as shared addresses do."""
    block = mobile_network(fips)
    return str(block[n % block.num_addresses])


def _rows(county: County) -> list[tuple[str, ...]]:
    place = ("US", county.state, county.fips, "")
    return [
        (str(home_network(county.fips)), *place, "fair", "invented home line", SOURCE),
        (str(mobile_network(county.fips)), *place, "weak", "invented mobile carrier, shared address", SOURCE),
    ]


def write_demo_overlay(folder: Path) -> Path:
    """Write the overlay of all counties into a folder of overlays, replacing an older one; return the file."""
    folder.mkdir(parents=True, exist_ok=True)
    target, unfinished = folder / FILE_NAME, folder / f"{FILE_NAME}.unfinished"
    with unfinished.open("w", encoding="utf-8", newline="") as lines:
        writer = csv.writer(lines, lineterminator="\n")
        writer.writerow(COLUMNS)
        for county in counties.every_county():
            writer.writerows(_rows(county))
    return unfinished.replace(target)
