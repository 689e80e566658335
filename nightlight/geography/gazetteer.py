"""The one place to ask where something points, and from which data sets the answers come."""

import functools
from pathlib import Path

from nightlight.geography import phones, places, zips
from nightlight.geography.addresses import CityDatabase, open_cities, parse, point_address
from nightlight.geography.announced import Announced, open_announced
from nightlight.geography.networks import Known, NetworkTable, Recognised, own_table
from nightlight.geography.pointing import Pointing
from nightlight.geography.prefixes import PrefixTable, read_folder
from nightlight.geography.sources import Source, every_source


def geodata_folder(data_dir: Path) -> Path:
    """Return where fetched data sets lie below a data folder."""
    return data_dir / "geodata"


def overlays_folder(data_dir: Path) -> Path:
    """Return where overlays lie below a data folder."""
    return geodata_folder(data_dir) / "overlays"


class Gazetteer:
    """Says where addresses, numbers, ZIP codes and declared places point. Use `gazetteer(data_dir)`.

    Nothing is opened before it is asked for, and never the network. Data sets and overlays that come or go while
    the system runs are noticed by their folder's time of change, so put files there by renaming, not by writing.
    """

    def __init__(self, data_dir: Path) -> None:
        self._geodata, self._overlays = geodata_folder(data_dir), overlays_folder(data_dir)
        self._cities: tuple[int, CityDatabase | None] = (-1, None)
        self._prefixes: tuple[int, PrefixTable] = (-1, PrefixTable())
        self._announced: tuple[int, Announced | None] = (-1, None)

    def read_ahead(self) -> None:
        """Read what is read once, some seconds' work, so that whoever asks first does not wait for it."""
        zips.read_ahead()
        self._prefix_table()
        self._announced_numbers()
        self._city_database()

    def address(self, ip: str) -> tuple[Pointing, ...]:
        """Return where an IP address points; see `addresses.point_address`."""
        return point_address(ip, overlays=self._prefix_table(), cities=self._city_database())

    def network(self, ip: str, *, also: tuple[Known, ...] = ()) -> Recognised | None:
        """Return what is known of the network of an IP address, None for other text and where nothing is.

        `also` holds what agencies added: it wins over our own table.
        """
        address = parse(ip)
        if address is None:
            return None
        numbers = self._announced_numbers()
        return _networks(also).recognise(address, numbers.number(address) if numbers else None)

    def phone(self, e164: str) -> tuple[Pointing, ...]:
        """Return where a phone number points; see `phones.point_phone`."""
        return phones.point_phone(e164)

    def zip_code(self, zip_code: str, *, verified: bool | None = None) -> tuple[Pointing, ...]:
        """Return where a ZIP code points; see `zips.point_zip`."""
        return zips.point_zip(zip_code, verified=verified)

    def place(
        self,
        *,
        city: str = "",
        region: str = "",
        postal_code: str = "",
        country: str = "",
        verified: bool | None = None,
        source: str,
    ) -> tuple[Pointing, ...]:
        """Return where a declared location points; see `places.point_place`."""
        return places.point_place(
            city=city, region=region, postal_code=postal_code, country=country, verified=verified, source=source
        )

    def sources(self) -> tuple[Source, ...]:
        """Return every data set an answer can come from, the absent ones marked absent."""
        return every_source(self._geodata, self._prefix_table())

    def _prefix_table(self) -> PrefixTable:
        changed = _changed_at(self._overlays)
        if changed != self._prefixes[0]:
            self._prefixes = (changed, read_folder(self._overlays))
        return self._prefixes[1]

    def _announced_numbers(self) -> Announced | None:
        changed = _changed_at(self._geodata)
        if changed != self._announced[0]:
            self._announced = (changed, open_announced(self._geodata))
        return self._announced[1]

    def _city_database(self) -> CityDatabase | None:
        changed = _changed_at(self._geodata)
        if changed != self._cities[0]:
            self._cities = (changed, open_cities(self._geodata))
        return self._cities[1]


@functools.cache
def gazetteer(data_dir: Path) -> Gazetteer:
    """Return the gazetteer of a data folder, one per process."""
    return Gazetteer(data_dir)


@functools.lru_cache(maxsize=8)
def _networks(also: tuple[Known, ...]) -> NetworkTable:
    return NetworkTable((*own_table(), *also))


def _changed_at(folder: Path) -> int:
    """Nanoseconds; 0 for a folder that is not there."""
    try:
        return folder.stat().st_mtime_ns
    except OSError:
        return 0
