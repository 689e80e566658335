"""Networks and territories that people say something about, from a day on, with a reason; each can be ended."""

from collections.abc import Callable
from datetime import date, timedelta
from types import SimpleNamespace
from typing import Any

import pytest

from nightlight.accounts.models import User
from nightlight.accounts.permissions import RoleName
from nightlight.agencies.models import Agency, Territory, TerritoryCertainty
from nightlight.coverage import places as named_places
from nightlight.coverage.actions import add_network, claim_territory, end_network, undo_claim
from nightlight.coverage.models import AddedNetwork, TerritoryClaim
from nightlight.coverage.reading import added_networks
from nightlight.foundation import clock
from nightlight.foundation.refusals import NotAllowed, RuleRefusal
from nightlight.geography.gazetteer import Gazetteer
from nightlight.geography.networks import NetworkKind, NetworkSureness
from nightlight.intake.models import Report
from nightlight.triage.actions import assess
from nightlight.triage.models import RouteDecision
from nightlight.triage.routing.territories import TerritoryMap
from tests.breaking import breaks
from tests.triage.conftest import make, places, received, worker

__all__ = ["make", "places", "received", "worker"]
NETWORK: dict[str, Any] = {
    "name": "Sample Carrier", "asn": None, "prefix": "2001:db8:4:13::/64", "kind": NetworkKind.CARRIER_NAT,
    "sureness": NetworkSureness.HIGH, "because": "The carrier told us.",
}  # fmt: skip
MARICOPA = named_places.county("04013")


@pytest.fixture
def coordinator(person: Callable[..., User]) -> User:
    return person("national", RoleName.NATIONAL_COORDINATOR)


def holders(county: str, on: date) -> list[str]:
    codes = dict(Agency.objects.values_list("pk", "code"))
    return [codes[claim.agency_id] for claim in TerritoryMap().claims("AZ", county, on=on)]


def test_an_added_network_lowers_what_routes_by_itself_from_its_day_on(
    coordinator: User, worker: User, received: Callable[..., list[Report]], places: Gazetteer, make: SimpleNamespace
) -> None:
    today = clock.today()
    add_network(first_day=today, by=coordinator, **NETWORK)
    (report,) = received([make.reading(make.reported(make.address("04013")))])
    assess([report], by=worker, places=places)
    route = RouteDecision.objects.visible_to(worker).get(report=report)
    assert (route.rule, route.decided, route.certainty) == ("R-4", "suggested", "weak")
    assert "carrier's shared address: many people at once" in route.evidence
    assert "Sample Carrier" in route.evidence
    assert added_networks(coordinator, on=today - timedelta(days=1)) == ()


def test_an_ended_network_holds_no_longer_and_is_kept(coordinator: User) -> None:
    network = add_network(first_day=clock.today(), by=coordinator, **NETWORK)
    with pytest.raises(RuleRefusal, match="already"):
        add_network(first_day=clock.today(), by=coordinator, **NETWORK)
    end_network(network, by=coordinator, because="The carrier changed it.")
    assert added_networks(coordinator, on=clock.today()) == ()
    kept = AddedNetwork.objects.visible_to(coordinator).get()
    assert (kept.ended_by_id, kept.ended_because) == (coordinator.pk, "The carrier changed it.")
    with pytest.raises(RuleRefusal, match="ended already"):
        end_network(network, by=coordinator, because="Again.")
    add_network(first_day=clock.today(), by=coordinator, **NETWORK)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"because": " "}, "reason"),
        ({"name": " "}, "whose network"),
        ({"prefix": ""}, "one of the two"),
        ({"asn": 64_496}, "one of the two"),
        ({"prefix": "somewhere"}, "no range"),
        ({"prefix": "192.0.2.1/24"}, "no range"),
    ],
)
def test_a_network_that_is_not_said_well_is_refused(change: dict[str, Any], words: str, coordinator: User) -> None:
    with pytest.raises(RuleRefusal, match=words):
        add_network(first_day=clock.today(), by=coordinator, **NETWORK | change)
    assert not AddedNetwork.objects.visible_to(coordinator).exists()


def test_a_county_goes_over_on_its_day_and_the_undoing_gives_it_back(coordinator: User, agency: Any) -> None:
    today, week = clock.today(), clock.today() + timedelta(days=7)
    claim = claim_territory(
        to=agency("mn"), place=MARICOPA, certainty=TerritoryCertainty.HIGH, first_day=week, by=coordinator,
        because="4 of 5 reports went there.",
    )  # fmt: skip
    assert [holders("04013", on) for on in (today, week)] == [["az"], ["mn"]]
    again = claim_territory(
        to=agency("ut"), place=MARICOPA, certainty=TerritoryCertainty.HIGH, first_day=week + timedelta(days=7),
        by=coordinator, because="They agreed otherwise.",
    )  # fmt: skip
    with pytest.raises(RuleRefusal, match="undone or replaced"):
        undo_claim(claim, by=coordinator, because="Wrong.")
    undo_claim(again, by=coordinator, because="Wrong.")
    assert [holders("04013", week + timedelta(days=days)) for days in (0, 6, 7, 30)] == [["mn"]] * 4
    kept = TerritoryClaim.objects.visible_to(coordinator).get(pk=again.pk)
    assert (kept.undone_by_id, kept.undone_because) == (coordinator.pk, "Wrong.")


def test_a_claim_undone_on_its_first_day_never_held(coordinator: User, agency: Any) -> None:
    today = clock.today()
    claim = claim_territory(
        to=agency("mn"), place=MARICOPA, certainty=TerritoryCertainty.HIGH, first_day=today, by=coordinator,
        because="Agreed.",
    )  # fmt: skip
    undo_claim(claim, by=coordinator, because="Not agreed.")
    assert [holders("04013", today + timedelta(days=days)) for days in (-1, 0, 1)] == [["az"]] * 3


@pytest.mark.parametrize(
    ("code", "day", "because", "words"),
    [
        ("mn", 0, " ", "reason"),
        ("national", 0, "Agreed.", "belong to task forces"),
        ("ut", 0, "Agreed.", "theirs already"),
        ("mn", -7, "Agreed.", "begins later"),
    ],
)
def test_a_claim_that_cannot_be_is_refused(
    *, code: str, day: int, because: str, words: str, coordinator: User, agency: Any
) -> None:
    today = clock.today()
    claim_territory(
        to=agency("ut"), place=MARICOPA, certainty=TerritoryCertainty.HIGH, first_day=today, by=coordinator,
        because="Agreed.",
    )  # fmt: skip
    before = Territory.objects.count()
    with pytest.raises(RuleRefusal, match=words):
        claim_territory(
            to=agency(code), place=MARICOPA, certainty=TerritoryCertainty.HIGH,
            first_day=today + timedelta(days=day), by=coordinator, because=because,
        )  # fmt: skip
    assert Territory.objects.count() == before


def test_a_task_force_does_not_claim_for_itself(agency: Any, person: Callable[..., User]) -> None:
    with pytest.raises(NotAllowed):
        claim_territory(
            to=agency("mn"), place=MARICOPA, certainty=TerritoryCertainty.HIGH, first_day=clock.today(),
            by=person("mn", RoleName.COMMANDER), because="We would like it.",
        )  # fmt: skip


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("04013", ("county", "04013", "", "AZ", "Maricopa")),
        ("zip 85001", ("zip", "04013", "85001", "AZ", "ZIP code 85001")),
        ("Saint Paul, mn", ("city", "27", "stpaul", "MN", "Saint Paul")),
        ("Sampleton, AZ", ("city", "04", "sampleton", "AZ", "Sampleton")),
    ],
)
def test_a_place_is_named_as_people_write_it(text: str, found: tuple[str, ...]) -> None:
    place = named_places.named(text)
    assert (place.level, place.fips, place.place, place.state, place.name) == found


@pytest.mark.parametrize("text", ["", "00000", "zip 00000", "zip", "Phoenix", "Phoenix, XX", ", AZ", "0401"])
def test_what_is_no_place_is_refused_in_words(text: str) -> None:
    with pytest.raises(RuleRefusal, match="nothing was changed"):
        named_places.named(text)


NETWORKS: dict[str, dict[str, Any]] = {
    "one_open_word_of_an_agency_on_a_range": {},
    "one_open_word_of_an_agency_on_a_number": {"asn": 64_496, "prefix": ""},
    "added_network_is_named_once": {"asn": 64_497, "prefix": "192.0.2.0/24"},
    "added_network_kind_is_known": {"prefix": "192.0.2.0/25", "kind": "club"},
    "added_network_sureness_is_known": {"prefix": "192.0.2.0/25", "sureness": "sure"},
    "added_network_says_why": {"prefix": "192.0.2.0/25", "because": ""},
    "added_network_does_not_end_before_it_begins": {"valid_to": date(2025, 1, 1), "ended_because": "Over."},
    "added_network_ends_by_somebody_for_a_reason_or_holds": {"valid_to": date(2027, 1, 1)},
}


@pytest.mark.parametrize("name", NETWORKS)
def test_the_database_refuses_a_network_that_breaks(name: str, coordinator: User) -> None:
    sound: dict[str, Any] = {
        "agency_id": coordinator.agency_id, "by_user": coordinator, "name": "Sample", "prefix": "192.0.2.0/24",
        "kind": "vpn", "sureness": "high", "because": "Test.", "valid_from": date(2026, 1, 1),
    }  # fmt: skip
    AddedNetwork.objects.create(**sound)
    AddedNetwork.objects.create(**sound | {"asn": 64_496, "prefix": ""})
    ended = {"ended_by": coordinator} if "ended_because" in NETWORKS[name] else {}
    with breaks(name):
        AddedNetwork.objects.create(**sound | NETWORKS[name] | ended)


CLAIMS: dict[str, dict[str, Any]] = {
    "one_claim_per_territory": {},
    "territory_claim_says_why": {"because": ""},
    "territory_is_claimed_in_anothers_place": {"replaced": True},
    "territory_claim_is_undone_by_somebody_for_a_reason_or_holds": {"undone_because": "Wrong."},
}


@pytest.mark.parametrize("name", CLAIMS)
def test_the_database_refuses_a_claim_that_breaks(name: str, coordinator: User) -> None:
    first, second = Territory.objects.order_by("pk")[:2]
    sound: dict[str, Any] = {
        "agency_id": coordinator.agency_id, "by_user": coordinator, "territory": first, "at": clock.now(),
        "because": "Agreed.",
    }  # fmt: skip
    TerritoryClaim.objects.create(**sound)
    broken = CLAIMS[name] | ({"replaced": second} if "replaced" in CLAIMS[name] else {})
    with breaks(name):
        TerritoryClaim.objects.create(
            **sound | ({} if name == "one_claim_per_territory" else {"territory": second}) | broken
        )
