"""Where a phone number points: an area code to a state, a foreign number to a country."""

import csv
import functools
from importlib import metadata, resources

import phonenumbers

from nightlight.geography.countries import TERRITORIES, UNITED_STATES
from nightlight.geography.pointing import Certainty, Pointing

BECAUSE = "an area code tells where a number was first given out, not where its holder lives"
BECAUSE_ABROAD = "a country calling code tells where a number was first given out, not where its holder lives"


@functools.cache
def source() -> str:
    """Return the name and edition of the numbering plan."""
    return f"phonenumbers {metadata.version('phonenumbers')}"


@functools.cache
def state_of_area_code() -> dict[str, str]:
    """Return the state of every area code in use, by its three digits.

    The table was drawn once from the geocoder of `phonenumbers`, whose own tables of the whole world take three
    seconds to load.
    """
    table = resources.files("nightlight.geography") / "data" / "area_codes.csv"
    lines = csv.DictReader(table.read_text(encoding="utf-8").splitlines())
    return {row["area_code"]: row["state"] for row in lines}


def point_phone(e164: str) -> tuple[Pointing, ...]:
    """Return the state of a United States number or the country of any other, always weak.

    `e164` starts with "+". Text that is no valid number and numbers tied to no place (toll-free) point nowhere.
    Mobile and ported numbers travel with their holders.
    """
    try:
        number = phonenumbers.parse(e164)
    except phonenumbers.NumberParseException:
        return ()
    region = phonenumbers.region_code_for_number(number)
    if not region or region == phonenumbers.REGION_CODE_FOR_NON_GEO_ENTITY:
        return ()
    if region != UNITED_STATES and region not in TERRITORIES:
        return (Pointing(region, "", "", "", Certainty.WEAK, source(), BECAUSE_ABROAD),)
    state = state_of_area_code().get(str(number.national_number)[:3], "")
    return (Pointing(UNITED_STATES, state, "", "", Certainty.WEAK, source(), BECAUSE),) if state else ()
