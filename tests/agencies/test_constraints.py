"""Each constraint of agencies, memberships and territories, broken once."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from nightlight.agencies.models import Agency, AgencyKind, Membership, Territory
from tests.breaking import breaks

EARLY, LATE = date(2018, 1, 1), date(2018, 6, 1)
GetAgency = Callable[[str], Agency]

AGENCIES: dict[str, dict[str, Any]] = {
    "agency_kind_is_known": {"kind": "club"},
    "agency_ends_after_it_begins": {"valid_from": LATE, "valid_to": EARLY},
    "only_one_national_coordinator": {"kind": AgencyKind.NATIONAL},
}
TERRITORIES: dict[str, dict[str, Any]] = {
    "one_open_claim_per_agency_and_place": {"fips": "08"},
    "territory_level_is_known": {"level": "town"},
    "territory_certainty_is_known": {"certainty": "sure"},
    "territory_fips_fits_its_level": {"fips": "00999"},
    "territory_does_not_end_before_it_begins": {"valid_from": LATE, "valid_to": EARLY},
    "territory_names_a_place_exactly_below_a_county": {"place": "01234"},
}


@pytest.mark.parametrize("name", AGENCIES)
def test_the_database_refuses_an_agency_that_breaks(name: str, db: None) -> None:
    sound: dict[str, Any] = {"code": "sample", "kind": AgencyKind.PARTNER, "name": "Sample Partner"}
    Agency.objects.create(**sound)
    with breaks(name):
        Agency.objects.create(**(sound | {"code": "another"} | AGENCIES[name]))


@pytest.mark.parametrize("name", TERRITORIES)
def test_the_database_refuses_a_territory_that_breaks(name: str, agency: GetAgency) -> None:
    sound: dict[str, Any] = {
        "agency": agency("co"),
        "level": "state",
        "fips": "99",
        "state": "CO",
        "name": "Sample State",
        "basis": "test",
        "certainty": "high",
    }
    Territory.objects.create(**sound)
    # a level that nobody knows has no form of code and names no place either
    also = ["territory_fips_fits_its_level", "territory_names_a_place_exactly_below_a_county"]
    with breaks(name, *(also if name == "territory_level_is_known" else [])):
        Territory.objects.create(**(sound | {"fips": "98"} | TERRITORIES[name]))


def test_an_agency_stands_under_one_other_at_a_time(agency: GetAgency) -> None:
    with breaks("one_open_membership_per_agency"):
        Membership.objects.create(agency=agency("co"), parent=agency("ut"))


def test_an_agency_does_not_stand_under_itself(agency: GetAgency) -> None:
    with breaks("membership_is_not_under_itself"):
        Membership.objects.create(agency=agency("co"), parent=agency("co"), valid_to=LATE)


def test_a_membership_ends_after_it_begins(agency: GetAgency) -> None:
    with breaks("membership_ends_after_it_begins"):
        Membership.objects.create(agency=agency("co"), parent=agency("ut"), valid_from=LATE, valid_to=EARLY)
