"""The data sets that answers come from, for the attribution page."""

from dataclasses import dataclass
from importlib import metadata
from pathlib import Path

from nightlight.geography.editions import DATA_SETS, DataSet, Edition
from nightlight.geography.prefixes import PrefixTable


@dataclass(frozen=True, slots=True)
class Source:
    """One data set. `size_bytes` is None for what is absent or comes with an installed package.

    `fault` says why a data set that is there is not used.
    """

    name: str
    edition: str
    licence: str
    attribution: str
    link: str
    size_bytes: int | None = None
    is_present: bool = True
    fault: str = ""


STATUTE = Source(
    name="Counties and federal districts",
    edition="28 U.S.C. 81-131 as of P.L. 114-219 (2016)",
    licence="public domain",
    attribution="United States Code",
    link="https://uscode.house.gov",
)
NETWORK_KINDS = Source(
    name="Kinds of networks",
    edition="geography/data/networks.csv and shared_ranges.csv",
    licence="ours",
    attribution="general knowledge, each row with its source and how sure it is; RFC 6598",
    link="https://www.rfc-editor.org/rfc/rfc6598",
)
OUTLINES = Source(
    name="Map of the states",
    edition="us-atlas 3.0.1",
    licence="ISC",
    attribution="us-atlas, drawn from the U.S. Census Bureau's public shapes",
    link="https://github.com/topojson/us-atlas",
)


def every_source(geodata: Path, overlays: PrefixTable) -> tuple[Source, ...]:
    """Return the fetched data sets, present or absent, then what is installed, then the overlays."""
    fetched = [_fetched(data_set, geodata / data_set.key) for data_set in DATA_SETS]
    read = [Source(file.name, "", "", "overlay", "", file.stat().st_size) for file in overlays.files]
    left_out = [Source(name, "", "", "overlay", "", None, False, fault) for name, fault in overlays.faults]
    return (*fetched, *_packaged(), STATUTE, NETWORK_KINDS, OUTLINES, *read, *left_out)


def _fetched(data_set: DataSet, folder: Path) -> Source:
    edition = Edition.read(folder)
    return Source(
        name=data_set.name,
        edition=edition.version if edition else "",
        licence=data_set.licence,
        attribution=data_set.attribution,
        link=data_set.link,
        size_bytes=sum(file.stat().st_size for file in folder.iterdir()) if edition else None,
        is_present=edition is not None,
    )


def _packaged() -> tuple[Source, ...]:
    rows = (
        ("ZIP codes", "zipcodes", "MIT", "zipcodes by Sean Pianka", "https://github.com/seanpianka/Zipcodes"),
        (
            "Area codes",
            "phonenumbers",
            "Apache-2.0",
            "phonenumbers, after Google's libphonenumber",
            "https://github.com/daviddrysdale/python-phonenumbers",
        ),
        (
            "Country names and time zones",
            "tzdata",
            "public domain",
            "IANA time zone database",
            "https://www.iana.org/time-zones",
        ),
    )
    return tuple(
        Source(name, f"{package} {metadata.version(package)}", licence, attribution, link)
        for name, package, licence, attribution, link in rows
    )
