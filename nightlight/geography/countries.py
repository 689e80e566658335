"""Country codes from what people and providers write."""

import functools
from importlib import resources

from nightlight.geography.names import fold

UNITED_STATES = "US"
TERRITORIES = frozenset({"AS", "GU", "MP", "PR", "VI"})
"""ISO gives these codes of their own; here they are states of the United States, as in the postal system."""

FREELY_ASSOCIATED = frozenset({"FM", "MH", "PW"})
"""Countries that use United States ZIP codes."""

_ALIASES = {"usa": "US", "unitedstatesofamerica": "US", "unitedkingdom": "GB", "uk": "GB", "greatbritain": "GB"}


@functools.cache
def _codes() -> dict[str, str]:
    """Folded code or English name -> ISO 3166 alpha-2 code. Source: iso3166.tab of the IANA tz database."""
    table = resources.files("tzdata.zoneinfo") / "iso3166.tab"
    rows = [line.split("\t") for line in table.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
    return {fold(name): code for code, name in rows} | {code.lower(): code for code, _ in rows} | _ALIASES


def code_of(text: str) -> str:
    """Return the ISO 3166 alpha-2 code of a country given by code or English name; "" when it is neither."""
    return _codes().get(fold(text), "")
