"""Each constraint of triage, tried."""

from collections.abc import Callable
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from nightlight.accounts.models import User
from nightlight.agencies.models import Agency
from nightlight.foundation import clock
from nightlight.geography.gazetteer import Gazetteer
from nightlight.identifiers.kinds import Kind
from nightlight.intake.models import Report, StatedPlace
from nightlight.triage.actions import assess
from nightlight.triage.models import Assessment, Assignment, RouteClaim, RouteDecision

MODELS = {model.__name__: model for model in (Assessment, RouteDecision, RouteClaim, Assignment)}
LATER = timedelta(days=1)


@pytest.fixture
def report(received: Callable[..., list[Report]], worker: User, places: Gazetteer, make: SimpleNamespace) -> Report:
    """A report that a rule assigned to Arizona, with one claim."""
    who = make.reported(
        make.address("04013"), make.contact(Kind.PHONE, "+16125550114"), places=(make.verified_zip("85001"),)
    )
    (one,) = received([make.reading(who)])
    assess([one], by=worker, places=places)
    return one


def one_of(model: Any, report: Report) -> Any:
    rows = model.objects.unscoped(because="a test tries to break a constraint")
    return rows.filter(route__report=report, rank=1) if model is RouteClaim else rows.filter(report=report)


@pytest.mark.parametrize(
    ("model", "change", "constraint"),
    [
        ("Assessment", {"tier": 0}, "assessment_tier_starts_at_one"),
        ("Assessment", {"policy_digest": "none"}, "assessment_digests_are_sha256"),
        ("Assessment", {"axes_digest": "none"}, "assessment_digests_are_sha256"),
        ("Assessment", {"completeness": "HX"}, "assessment_names_the_checklist_that_it_was_checked_by"),
        ("Assessment", {"checklist_date": None}, "assessment_names_the_checklist_that_it_was_checked_by"),
        ("Assessment", {"checklist_digest": ""}, "assessment_names_the_checklist_that_it_was_checked_by"),
        ("Assessment", {"because": ""}, "assessment_says_why"),
        ("Assessment", {"short": ""}, "assessment_says_why"),
        ("Assessment", {"victim": "Enormous"}, "assessment_axes_have_known_words"),
        ("Assessment", {"solvable": "High"}, "assessment_axes_have_known_words"),
        ("Assessment", {"true_facts": "viral"}, "assessment_lists_its_true_facts_between_commas"),
        ("Assessment", {"superseded_at": -LATER}, "assessment_is_replaced_after_it_was_made"),
        ("RouteDecision", {"decided": "by_dice"}, "route_is_decided_in_a_known_way"),
        ("RouteDecision", {"chosen": None}, "route_names_an_agency_exactly_when_it_is_decided"),
        ("RouteDecision", {"decided": "held"}, "route_names_an_agency_exactly_when_it_is_decided"),
        ("RouteDecision", {"rule": ""}, "route_not_decided_by_a_person_names_its_dated_rule"),
        ("RouteDecision", {"because": ""}, "route_says_why"),
        ("RouteDecision", {"certainty": "sure"}, "route_certainty_is_known"),
        ("RouteDecision", {"superseded_at": -LATER}, "route_is_replaced_after_it_was_decided"),
        ("RouteDecision", {"desk": "unknown"}, "route_waits_at_a_desk_only_while_nobody_is_chosen"),
        ("RouteDecision", {"county": "4013"}, "route_county_is_a_code"),
        ("RouteClaim", {"rank": 0}, "claim_rank_starts_at_one"),
        ("RouteClaim", {"certainty": "sure"}, "claim_certainty_is_known"),
        ("RouteClaim", {"rank": 2}, "one_claim_per_rank"),
        ("Assignment", {"because": ""}, "assignment_says_why"),
        ("Assignment", {"receipt": "R-22222-22222"}, "assignment_has_a_spoken_receipt"),
    ],
)
def test_no_row_can_break_a_check(model: str, change: dict[str, Any], constraint: str, report: Report) -> None:
    values = {name: clock.now() + value if isinstance(value, timedelta) else value for name, value in change.items()}
    refused(constraint, lambda: one_of(MODELS[model], report).update(**values))


def refused(constraint: str, attempt: Callable[[], Any]) -> None:
    with pytest.raises(IntegrityError) as caught, transaction.atomic():
        attempt()
    # SQLite names the columns of a unique constraint instead of its name
    assert constraint in str(caught.value) or "UNIQUE constraint failed" in str(caught.value)


def copied(row: Any, **changes: Any) -> Any:
    fields = {
        field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields if not field.primary_key
    }
    return type(row)(**{**fields, **changes})


@pytest.mark.parametrize(
    ("model", "changes", "constraint"),
    [
        ("Assessment", {}, "one_current_assessment_per_report"),
        ("RouteDecision", {}, "one_current_route_per_report"),
        ("RouteClaim", {"rank": 9}, "one_claim_per_agency_and_route"),
        ("Assignment", {}, "one_assignment_per_receipt"),
    ],
)
def test_what_there_is_one_of_cannot_be_there_twice(
    model: str, changes: dict[str, Any], constraint: str, report: Report
) -> None:
    row = one_of(MODELS[model], report).get()
    refused(constraint, copied(row, **changes).save)


def test_an_assignment_leads_elsewhere(report: Report, agency: Callable[[str], Agency]) -> None:
    assigned = one_of(Assignment, report)
    refused("assignment_leads_elsewhere", lambda: assigned.update(from_agency=agency("az")))


def test_a_route_rests_on_one_row_at_most(report: Report) -> None:
    place = StatedPlace.objects.unscoped(because="a test tries to break a constraint").get(report=report)
    address = report.sightings.model.objects.unscoped(because="a test tries to break a constraint")
    first = address.filter(report=report).first()
    refused("route_rests_on_one_row_at_most", lambda: one_of(RouteDecision, report).update(sighting=first, place=place))
