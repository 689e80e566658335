import csv
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from types import SimpleNamespace

import pytest
from pydantic import ValidationError

from nightlight.accounts.models import User
from nightlight.agencies.models import Agency, Territory
from nightlight.geography import states
from nightlight.geography.districts import of_county
from nightlight.geography.gazetteer import Gazetteer
from nightlight.geography.networks import NetworkKind, NetworkSureness, Recognised
from nightlight.geography.pointing import Certainty, Pointing
from nightlight.identifiers.kinds import Kind
from nightlight.intake.formats.values import Event, Place
from nightlight.intake.models import Report
from nightlight.triage.actions import assess
from nightlight.triage.models import RouteClaim, RouteDecision
from nightlight.triage.routing import policy as routing_policy
from nightlight.triage.routing.deciding import Router
from nightlight.triage.routing.evidence import Evidence, EvidenceKind, Hints
from nightlight.triage.routing.territories import TerritoryMap

DAY = date(2026, 11, 20)
TABLE = Path(__file__).with_name("routing_expected.csv")
Receive = Callable[..., list[Report]]


def rows() -> list[dict[str, str]]:
    with TABLE.open(newline="") as lines:
        return list(csv.DictReader(lines))


def person_with(evidence: str, make: SimpleNamespace) -> object:
    """A person reported with the evidence of one cell: pieces parted by semicolons, each a kind and what it names."""
    sightings, places = [], []
    for piece in filter(None, evidence.split("; ")):
        kind, _, named = piece.partition(" ")
        if kind == "phone":
            sightings.append(make.contact(Kind.PHONE, named))
        elif kind == "zip":
            places.append(make.verified_zip(named))
        elif kind == "place":
            places.append(Place("address", "/address[1]", country=named))
        elif kind == "email":
            sightings.append(make.contact(Kind.EMAIL, named))
        elif kind == "unknown":
            sightings.append(make.contact(Kind.IPV4, "192.0.2.1"))
        else:
            event = Event.LOGIN if kind == "login" else Event.UPLOAD
            proxy = True if kind == "proxy" else None
            sightings.append(make.address(named, event, mobile=kind == "mobile", possible_proxy=proxy))
    return make.reported(*sightings, places=tuple(places))


@pytest.mark.parametrize("row", rows(), ids=lambda row: row["case"])
def test_every_situation_ends_as_the_table_expects(
    row: dict[str, str], received: Receive, worker: User, places: Gazetteer, make: SimpleNamespace
) -> None:
    (report,) = received([make.reading(person_with(row["evidence"], make))], into=row["received by"])
    assess([report], by=worker, places=places)
    route = RouteDecision.objects.visible_to(worker).select_related("chosen").get(report=report)
    claims = RouteClaim.objects.visible_to(worker).filter(route=route).select_related("agency")
    to = route.chosen.code if route.chosen else claims[0].agency.code if claims else ""
    assert (route.rule, route.decided, to, route.desk) == (row["rule"], row["decided"], row["to"], row["desk"])
    assert route.because


def test_the_table_shows_every_rule() -> None:
    policy = routing_policy.policy(date(2026, 11, 20)).content
    assert {row["rule"] for row in rows()} == {rule.id for rule in policy.rules}


def test_the_deciding_evidence_is_named_in_words_and_by_its_row(
    received: Receive, worker: User, places: Gazetteer, make: SimpleNamespace
) -> None:
    (report,) = received([make.reading(make.reported(make.address("04013")))])
    assess([report], by=worker, places=places)
    route = RouteDecision.objects.visible_to(worker).get(report=report)
    assert route.sighting == report.sightings.model.objects.visible_to(worker).get(report=report)
    assert route.evidence.startswith("Upload address 2001:db8:4:13::7 points to Maricopa County, AZ (fair:")
    assert (route.certainty, str(route.policy_date)) == ("fair", "2018-01-02")


def test_a_childs_and_a_recipients_addresses_do_not_route(
    received: Receive, worker: User, places: Gazetteer, make: SimpleNamespace
) -> None:
    (report,) = received([make.reading(make.child(sightings=(make.address("04013"),)))])
    assess([report], by=worker, places=places)
    assert RouteDecision.objects.visible_to(worker).get(report=report).rule == "R-10"


def test_territories_hold_on_the_day_the_report_was_received(agency: Callable[[str], Agency]) -> None:
    Territory.objects.filter(agency=agency("az")).update(valid_to=date(2026, 1, 1))
    Territory.objects.create(
        agency=agency("mn"), level="state", fips="04", state="AZ", name="Arizona", basis="test", certainty="high",
        valid_from=date(2026, 1, 1),
    )  # fmt: skip
    territories = TerritoryMap()
    before, after = (territories.claims("AZ", "", on=day) for day in (date(2025, 12, 31), date(2026, 1, 1)))
    assert [claim.agency_id for claim in before] == [agency("az").pk]
    assert [claim.agency_id for claim in after] == [agency("mn").pk]


def test_no_policy_may_let_an_unsure_situation_route_by_itself() -> None:
    content = routing_policy.policy(date(2026, 11, 20)).content.model_dump()
    weak = next(rule for rule in content["rules"] if rule["situation"] == "weak")
    weak["outcome"] = "routes"
    with pytest.raises(ValidationError, match="Only the situation 'sure'"):
        routing_policy.RoutingPolicy.model_validate(content)


@pytest.mark.parametrize(("key", "complaint"), [("evidence", "kind of evidence"), ("rules", "situation has one rule")])
def test_a_routing_policy_that_leaves_something_out_is_refused(key: str, complaint: str) -> None:
    content = routing_policy.policy(date(2026, 11, 20)).content.model_dump()
    with pytest.raises(ValidationError, match=complaint):
        routing_policy.RoutingPolicy.model_validate({**content, key: content[key][1:]})


def fair(state: str, county: str = "", *, city: str = "", zip_code: str = "", strong: bool = False) -> Evidence:
    """An upload that points to a place, as good as an address or a verified ZIP code."""
    certainty = Certainty.STRONG if strong else Certainty.FAIR
    return Evidence(
        EvidenceKind.UPLOAD_ADDRESS, "sample", Pointing("US", state, county, city, certainty, "test", "test", zip_code)
    )


@pytest.fixture
def router(db: None) -> Router:
    return Router(routing_policy.policy(DAY).content, TerritoryMap())


def test_every_state_and_every_county_of_the_split_states_ends_as_the_table_expects(
    router: Router, agency: Callable[[str], Agency]
) -> None:
    codes, received_by = dict(Agency.objects.values_list("pk", "code")), agency("national").pk
    with TABLE.with_name("routing_places_expected.csv").open(newline="") as lines:
        expected = list(csv.DictReader(lines))
    wrong = []
    for row in expected:
        county = row["fips"] if row["level"] == "county" else ""
        made = router.decide(received_by, [fair(row["state"], county)], on=DAY)
        to = codes[made.chosen_or_first] if made.chosen_or_first else ""
        decided = "by_rule" if made.agency_id else "suggested" if made.rule.outcome == "suggests" else "held"
        found = of_county(county)
        district = (found.code, found.number) if found else ("", "")
        got = (made.rule.id, decided, to, made.desk, *district)
        if got != tuple(row[name] for name in ("rule", "decided", "to", "desk", "district", "circuit")):
            wrong.append((row, got))
    assert not wrong
    assert len(expected) == 741, "the table lists every state and every county of the split states"
    assert {row["state"] for row in expected} == {state.code for state in states.every_state()}


@pytest.mark.parametrize(
    ("level", "fips", "place", "where"),
    [
        ("county", "04013", "", {"county": "04013"}),
        ("city", "04013", "sampleton", {"county": "04013", "city": "Sampleton"}),
        ("city", "04", "sampleton", {"city": "Sample-ton (North)"}),
        ("zip", "04013", "85001", {"county": "04013", "zip_code": "85001", "city": "Phoenix"}),
    ],
)
def test_the_narrowest_territory_decides_and_the_wider_ones_are_listed_after_it(
    level: str, fips: str, place: str, where: dict[str, str], agency: Callable[[str], Agency]
) -> None:
    Territory.objects.create(
        agency=agency("mn"), level=level, fips=fips, place=place, state="AZ", name="Sampleton", basis="test",
        certainty="high",
    )  # fmt: skip
    router = Router(routing_policy.policy(DAY).content, TerritoryMap())
    made = router.decide(agency("national").pk, [fair("AZ", **where)], on=DAY)
    assert made.agency_id == agency("mn").pk
    assert [each.agency_id for each in made.ranked] == [agency("mn").pk, agency("az").pk]
    beside = router.decide(agency("national").pk, [fair("AZ", "04019", city="Elsewhere", zip_code="85701")], on=DAY)
    assert beside.agency_id == agency("az").pk


def test_two_claims_to_one_county_are_for_a_person_ranked_by_certainty(agency: Callable[[str], Agency]) -> None:
    for code, certainty in (("mn", "low"), ("ut", "high")):
        Territory.objects.create(
            agency=agency(code), level="county", fips="04013", state="AZ", name="Maricopa", basis="test",
            certainty=certainty,
        )  # fmt: skip
    router = Router(routing_policy.policy(DAY).content, TerritoryMap())
    made = router.decide(agency("national").pk, [fair("AZ", "04013")], on=DAY)
    assert (made.rule.id, made.agency_id) == ("R-6", None)
    assert [each.agency_id for each in made.ranked] == [agency(code).pk for code in ("ut", "mn", "az")]


def test_what_ends_on_the_day_it_begins_never_held(agency: Callable[[str], Agency]) -> None:
    Territory.objects.create(
        agency=agency("mn"), level="county", fips="04013", state="AZ", name="Maricopa", basis="test",
        certainty="high", valid_from=DAY, valid_to=DAY,
    )  # fmt: skip
    assert [claim.agency_id for claim in TerritoryMap().claims("AZ", "04013", on=DAY)] == [agency("az").pk]


@pytest.mark.parametrize("kind", NetworkKind)
def test_a_recognised_network_lowers_the_certainty_by_the_policy_and_says_so(
    kind: NetworkKind, router: Router, agency: Callable[[str], Agency]
) -> None:
    network = Recognised(64496, "Sample Network", kind, NetworkSureness.HIGH, "test")
    made = router.decide(agency("national").pk, [replace(fair("AZ", "04013", strong=True), network=network)], on=DAY)
    assert (made.rule.id, made.agency_id) == ("R-4", None)
    assert f"(weak: {network.words}; Sample Network" in made.evidence_words
    assert ("no port was given" in made.evidence_words) is network.is_shared
    with_port = replace(fair("AZ", "04013"), network=network, port=50_000)
    assert "no port" not in router.decide(agency("national").pk, [with_port], on=DAY).evidence_words


def test_a_network_that_is_only_guessed_lowers_nothing(router: Router, agency: Callable[[str], Agency]) -> None:
    guessed = Recognised(64496, "Sample Network", NetworkKind.VPN, NetworkSureness.LOW, "test")
    made = router.decide(agency("national").pk, [replace(fair("AZ", "04013"), network=guessed)], on=DAY)
    assert made.agency_id == agency("az").pk


def test_a_military_network_leads_to_its_desk_and_the_place_is_still_ranked(
    router: Router, agency: Callable[[str], Agency]
) -> None:
    military = Recognised(64496, "Sample Base", NetworkKind.MILITARY, NetworkSureness.HIGH, "test")
    made = router.decide(agency("national").pk, [fair("AZ", "04013")], on=DAY, hints=Hints(networks=(military,)))
    assert (made.rule.id, made.desk, made.agency_id) == ("R-11", "military", None)
    assert "Sample Base" in made.because
    assert [each.agency_id for each in made.ranked] == [agency("az").pk]


def test_a_childs_place_brings_a_second_suggestion_and_never_decides(
    received: Receive, worker: User, places: Gazetteer, make: SimpleNamespace
) -> None:
    suspect, child = make.reported(make.address("04013")), make.child(sightings=(make.address("27053"),))
    (report,) = received([make.reading(suspect, child)])
    assess([report], by=worker, places=places)
    route = RouteDecision.objects.visible_to(worker).select_related("chosen").get(report=report)
    assert route.chosen
    assert (route.chosen.code, route.county) == ("az", "04013")
    assert route.childs_evidence.startswith("Upload address of a child points to Hennepin County, MN")
    assert "2001:db8" not in route.childs_evidence
    claims = RouteClaim.objects.visible_to(worker).filter(route=route).order_by("rank").select_related("agency")
    assert [(claim.agency.code, claim.of_a_child) for claim in claims] == [("az", False), ("mn", True)]
    assert not any("27:53" in claim.words for claim in claims)


def test_the_policy_before_knows_no_second_suggestion_and_no_desks() -> None:
    before = routing_policy.policy(date(2018, 1, 1)).content
    assert (before.victims_place_suggests, before.desks, before.networks) == (False, (), ())


def test_a_policy_that_names_a_desk_it_does_not_describe_is_refused() -> None:
    content = routing_policy.policy(DAY).content.model_dump()
    with pytest.raises(ValidationError, match="named and not described: foreign, unknown"):
        routing_policy.RoutingPolicy.model_validate(
            {**content, "desks": [desk for desk in content["desks"] if desk["id"] not in {"foreign", "unknown"}]}
        )
