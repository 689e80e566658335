"""Where a declared location points: what an account holder stated, or what a provider estimated or verified."""

from dataclasses import replace

from nightlight.geography import counties, states, zips
from nightlight.geography.countries import TERRITORIES, UNITED_STATES, code_of
from nightlight.geography.pointing import Certainty, Pointing

DISAGREE = "the ZIP code and the state that were declared together do not agree"
NO_COUNTRY = "a postal code without a country; other countries use five digits too"


def point_place(
    *,
    city: str = "",
    region: str = "",
    postal_code: str = "",
    country: str = "",
    verified: bool | None = None,
    source: str,
) -> tuple[Pointing, ...]:
    """Return where a declared location points; `source` says who declared it.

    `region` is a code or a full name, `country` a code or an English name. Without a country, a known state is taken
    to be in the United States, and a ZIP code without either is weak. Whoever is asked for a city may name a
    county, such as "El Paso County". A verified place is strong, any other fair, a country alone weak. Two pointings,
    both weak, come back when the ZIP code and the state disagree.
    """
    code = code_of(country)
    if code in TERRITORIES:
        code, region = UNITED_STATES, code
    if country.strip() and code != UNITED_STATES:
        return _abroad(code, city, verified=verified, source=source)
    state = states.named(region)
    declared = _in_state(state.code, city, verified=verified, source=source) if state else ()
    mailed = tuple(
        replace(pointing, source=f"{source}; {pointing.source}")
        for pointing in zips.point_zip(postal_code, verified=verified)
    )
    if declared and mailed and declared[0].state != mailed[0].state:
        return tuple(replace(each, certainty=Certainty.WEAK, because=DISAGREE) for each in (*mailed, *declared))
    if mailed and not code and not state:
        return tuple(replace(each, certainty=Certainty.WEAK, because=NO_COUNTRY) for each in mailed)
    return mailed or declared or _abroad(code, city, verified=verified, source=source)


def _abroad(code: str, city: str, *, verified: bool | None, source: str) -> tuple[Pointing, ...]:
    """Point to a country and no further; text that names no country points nowhere."""
    if not code:
        return ()
    certainty = Certainty.STRONG if verified else Certainty.WEAK
    return (Pointing(code, "", "", city.strip(), certainty, source, "only a country is known"),)


def _in_state(state: str, city: str, *, verified: bool | None, source: str) -> tuple[Pointing, ...]:
    if named := counties.said_as_county(state, city):
        because = f"a {'verified' if verified else 'declared'} county" + ("" if verified else " that nobody verified")
        certainty = Certainty.STRONG if verified else Certainty.FAIR
        return (Pointing(UNITED_STATES, state, named.fips, "", certainty, source, because),)
    county = zips.county_of_city(state, city)
    because = "a verified place" if verified else "a declared place that nobody verified"
    if county:
        because += "; the county is the one that all ZIP codes of the city share"
        source += f"; {zips.source()}"
    certainty = Certainty.STRONG if verified else Certainty.FAIR
    return (Pointing(UNITED_STATES, state, county, city.strip(), certainty, source, because),)
