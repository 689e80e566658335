import csv
from collections.abc import Callable
from datetime import date
from pathlib import Path
from types import SimpleNamespace

import pytest
from pydantic import ValidationError

from nightlight.accounts.models import User
from nightlight.agencies.models import Agency, Territory
from nightlight.geography.gazetteer import Gazetteer
from nightlight.identifiers.kinds import Kind
from nightlight.intake.formats.values import Event, Place
from nightlight.intake.models import Report
from nightlight.triage.actions import assess
from nightlight.triage.models import RouteClaim, RouteDecision
from nightlight.triage.routing import policy as routing_policy
from nightlight.triage.routing.territories import TerritoryMap

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
    assert (route.rule, route.decided, to) == (row["rule"], row["decided"], row["to"])
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
    assert (route.certainty, str(route.policy_date)) == ("fair", "2018-01-01")


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
