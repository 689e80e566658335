"""Transfers, load, territories and networks for the walks over all pages."""

from typing import Any

import pytest

from nightlight.accounts.permissions import RoleName
from nightlight.agencies.models import Agency, TerritoryCertainty
from nightlight.coverage.actions import add_network, claim_territory
from nightlight.coverage.models import AddedNetwork
from nightlight.coverage.places import named
from nightlight.foundation import clock, ids
from nightlight.geography.networks import NetworkKind, NetworkSureness
from nightlight.intake.models import Report
from nightlight.transfers.actions import offer
from nightlight.transfers.lifecycle import Ground
from nightlight.triage.actions import viewed
from nightlight.workload.actions import add_skill, give, plan_leave
from nightlight.workload.models import Leave, Skill
from tests.promises.furnished_reports import OTHER_SIDE, sent_reports


def _held(request: pytest.FixtureRequest, code: str, count: int) -> list[Any]:
    receipts = sent_reports(request, code, count)
    rows = Report.objects.unscoped(because="a test reads what it made").filter(
        pk__in=[receipt.report_id for receipt in receipts]
    )
    return list(rows)


def transfers(request: pytest.FixtureRequest, code: str, count: int) -> dict[str, Any]:
    """Let another agency offer reports."""
    supervisor = request.getfixturevalue("person")(OTHER_SIDE, RoleName.SUPERVISOR)
    held, to = _held(request, OTHER_SIDE, count), Agency.objects.get(code=code)
    offer(held, to=to, by=supervisor, ground=Ground.OTHER, because="Sample reason")
    return {}


def desks(request: pytest.FixtureRequest, code: str, count: int) -> dict[str, Any]:
    """Receive reports at the national desk that point nowhere; whoever reads for an agency sees none of them."""
    del code
    sent_reports(request, "national", count)
    return {}


def load(request: pytest.FixtureRequest, code: str, count: int) -> dict[str, Any]:
    """Let reports be with as many people, who have skills and leave."""
    make, supervisor = request.getfixturevalue("person"), request.getfixturevalue("person")(code, RoleName.SUPERVISOR)
    for report in _held(request, code, count):
        investigator = make(code, RoleName.INVESTIGATOR)
        give([report], to=investigator, by=supervisor, because="Sample reason")
        viewed(report, by=investigator)
        add_skill(person=investigator, skill="sextortion", first_day=clock.today(), by=supervisor)
        plan_leave(person=investigator, first_day=clock.today(), last_day=clock.today(), by=supervisor)
    return {}


def skill(request: pytest.FixtureRequest, code: str, count: int) -> dict[str, Any]:
    """Write skills down, and show the first."""
    load(request, code, count)
    agency = Agency.objects.get(code=code)
    return {"pk": Skill.objects.unscoped(because="a test reads what it made").filter(agency=agency)[0].pk}


def leave(request: pytest.FixtureRequest, code: str, count: int) -> dict[str, Any]:
    """Plan leave, and show the first."""
    load(request, code, count)
    agency = Agency.objects.get(code=code)
    return {"pk": Leave.objects.unscoped(because="a test reads what it made").filter(agency=agency)[0].pk}


def territories(request: pytest.FixtureRequest, code: str, count: int) -> dict[str, Any]:
    """Claim cities."""
    coordinator = request.getfixturevalue("person")("national", RoleName.NATIONAL_COORDINATOR)
    for _ in range(count):
        claim_territory(
            to=Agency.objects.get(code=code),
            place=named(f"City {ids.new()}, {code}"),
            certainty=TerritoryCertainty.HIGH,
            first_day=clock.today(),
            by=coordinator,
            because="Sample reason",
        )
    return {}


def networks(request: pytest.FixtureRequest, code: str, count: int) -> dict[str, Any]:
    """Add networks."""
    del code
    coordinator = request.getfixturevalue("person")("national", RoleName.NATIONAL_COORDINATOR)
    taken = AddedNetwork.objects.visible_to(coordinator).count()
    for number in range(count):
        add_network(
            name="Sample network",
            asn=64_496 + taken + number,
            prefix="",
            kind=NetworkKind.VPN,
            sureness=NetworkSureness.LOW,
            first_day=clock.today(),
            by=coordinator,
            because="Sample reason",
        )
    return {}
