"""Overlays: tables of address prefixes that place what no public data set can, read from CSV files.

An agency may place its own networks this way, and the demonstration places the reserved ranges. Columns: prefix,
country, state, county, city, certainty (weak, fair or strong), because, source. The longest prefix wins.
"""

import csv
import ipaddress
import logging
from dataclasses import dataclass, field
from pathlib import Path

from nightlight.geography import counties, states
from nightlight.geography.countries import UNITED_STATES
from nightlight.geography.pointing import Certainty, Pointing

COLUMNS = ("prefix", "country", "state", "county", "city", "certainty", "because", "source")

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
Place = tuple[str, str, str, str, Certainty, str, str]

log = logging.getLogger(__name__)


class OverlayError(ValueError):
    """An overlay file cannot be read; the message names the file, the line and what is wrong with it."""


@dataclass(slots=True)
class PrefixTable:
    """Address prefixes and where they point: one table per IP version and prefix length, longest first."""

    files: tuple[Path, ...] = ()
    faults: tuple[tuple[str, str], ...] = ()
    """File names left out, and why."""

    _places: dict[tuple[int, int], dict[int, Place]] = field(default_factory=dict)
    _shifts: dict[int, tuple[tuple[int, dict[int, Place]], ...]] = field(default_factory=dict)

    def find(self, address: Address) -> Pointing | None:
        """Return where the longest prefix that holds the address points, or None when none does."""
        number = int(address)
        for shift, places in self._shifts.get(address.version, ()):
            place = places.get(number >> shift)
            if place is not None:
                return Pointing(*place)
        return None

    def add(self, rows: dict[str, Place]) -> None:
        """Take in rows by their prefix; a prefix that is there already is replaced."""
        for prefix, place in rows.items():
            network = ipaddress.ip_network(prefix)
            shift = network.max_prefixlen - network.prefixlen
            self._places.setdefault((network.version, shift), {})[int(network.network_address) >> shift] = place
        for version in (4, 6):
            shifts = sorted(shift for known, shift in self._places if known == version)
            self._shifts[version] = tuple((shift, self._places[version, shift]) for shift in shifts)


def read_folder(folder: Path) -> PrefixTable:
    """Read every overlay of a folder in the order of the file names; a missing folder gives an empty table.

    A file with a bad line is left out as a whole, and the fault is logged and kept on the table to be shown.
    """
    table, files, faults = PrefixTable(), list[Path](), list[tuple[str, str]]()
    for file in sorted(folder.glob("*.csv")):
        try:
            table.add(read_file(file))
        except OverlayError as fault:
            log.warning("overlay left out: %s", fault)
            faults.append((file.name, str(fault)))
        else:
            files.append(file)
    table.files, table.faults = tuple(files), tuple(faults)
    return table


def read_file(file: Path) -> dict[str, Place]:
    """Read one overlay. Raises `OverlayError`."""
    places: dict[str, Place] = {}
    try:
        with file.open(encoding="utf-8", newline="") as lines:
            reader = csv.DictReader(lines, strict=True)
            if tuple(reader.fieldnames or ()) != COLUMNS:
                raise OverlayError(f"{file.name}: the columns must be {', '.join(COLUMNS)}")
            for row in reader:
                try:
                    places[row["prefix"]] = _place(row)
                except (ValueError, KeyError, TypeError) as error:
                    raise OverlayError(f"{file.name}, line {reader.line_num}: {error}") from error
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise OverlayError(f"{file.name}: {error}") from error
    return places


def _place(row: dict[str, str]) -> Place:
    if None in row or None in row.values():
        raise ValueError(f"a line has {len(COLUMNS)} columns")
    ipaddress.ip_network(row["prefix"])
    state, county = row["state"], row["county"]
    if state and (row["country"] != UNITED_STATES or not states.by_code(state)):
        raise ValueError(f"{state!r} is no state of {row['country']!r}")
    known = counties.by_fips(county)
    if county and (known is None or known.state != state):
        raise ValueError(f"{county!r} is no county of {state!r}")
    try:
        certainty = Certainty[row["certainty"].upper()]
    except KeyError:
        raise ValueError(f"certainty must be weak, fair or strong, not {row['certainty']!r}") from None
    return (row["country"], state, county, row["city"], certainty, row["source"], row["because"])
