from collections.abc import Callable
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest

from nightlight.accounts.models import User
from nightlight.accounts.permissions import RoleName
from nightlight.agencies.models import Agency, AgencyKind, Membership
from nightlight.audit.models import Entry
from nightlight.deconfliction.models import IndexEntry
from nightlight.foundation import clock
from nightlight.foundation.refusals import IllegalMove, NotAllowed, NotFound, RuleRefusal
from nightlight.geography.gazetteer import Gazetteer
from nightlight.identifiers.kinds import Kind
from nightlight.intake.lifecycle import ReportStatus
from nightlight.intake.models import Report
from nightlight.triage.actions import accept_suggestions, assess, assign, viewed
from nightlight.triage.models import Assignment, RouteDecision

Receive = Callable[..., list[Report]]
Person = Callable[..., User]
Find = Callable[[str], Agency]


@pytest.fixture
def routed(received: Receive, worker: User, places: Gazetteer, make: SimpleNamespace) -> Callable[[str], Report]:
    """Give a report that triage has routed by an upload in a county: 04013 is certain, 08041 is not."""

    def make_one(county: str) -> Report:
        mail = make.contact(Kind.EMAIL, f"sample{county}@example.com")
        (report,) = received([make.reading(make.reported(make.address(county), mail))])
        assess([report], by=worker, places=places)
        return report

    return make_one


def unchanged(report: Report, again: Any, status: ReportStatus) -> bool:
    return bool(again(report).status == status and not report.assignments.model.objects.unscoped(
        because="a test looks whether anything was assigned"
    ).filter(report=report, by_user__name__startswith="Sample", because="It lives there.").exists())  # fmt: skip


def test_a_person_assigns_a_waiting_report(routed: Any, person: Person, agency: Find, again: Any) -> None:
    report = routed("08041")
    coordinator = person("national", RoleName.NATIONAL_COORDINATOR)
    assign([report], to=agency("co"), by=coordinator, because="It lives there.")
    assert (again(report).status, again(report).assigned_to.code) == (ReportStatus.ASSIGNED, "co")
    route = RouteDecision.objects.visible_to(coordinator).current().get(report=report)
    assert (route.decided, route.chosen.code, route.because) == ("by_person", "co", "It lives there.")
    receipt = Assignment.objects.visible_to(coordinator).get(report=report)
    assert (receipt.by_user_id, receipt.from_agency, receipt.receipt[:2]) == (coordinator.pk, None, "A-")
    assert IndexEntry.objects.visible_to(person("co", RoleName.ANALYST)).filter(record_id=report.pk).exists()


def test_a_person_overrides_a_rule_and_both_decisions_are_kept(
    routed: Any, worker: User, person: Person, agency: Find, again: Any
) -> None:
    report, coordinator = routed("04013"), person("national", RoleName.NATIONAL_COORDINATOR)
    assign([report], to=agency("mn"), by=coordinator, because="The family moved in May.")
    assert again(report).assigned_to.code == "mn"
    decisions = RouteDecision.objects.visible_to(worker).filter(report=report).order_by("decided_at", "pk")
    assert [(one.decided, one.superseded_at is None) for one in decisions] == [("by_rule", False), ("by_person", True)]
    receipts = Assignment.objects.visible_to(worker).filter(report=report)
    assert [(one.from_agency and one.from_agency.code, one.to.code) for one in receipts] == [(None, "az"), ("az", "mn")]


def test_a_task_force_passes_a_report_to_its_affiliate_and_takes_it_back(
    routed: Any, person: Person, agency: Find, again: Any
) -> None:
    report, supervisor = routed("04013"), person("az", RoleName.SUPERVISOR)
    affiliate = Agency.objects.create(code="az-example", kind=AgencyKind.AFFILIATE, name="Example Police Department")
    Membership.objects.create(agency=affiliate, parent=agency("az"))
    supervisor = person("az", RoleName.SUPERVISOR)
    assign([report], to=affiliate, by=supervisor, because="It is in their city.")
    assert again(report).assigned_to == affiliate
    assign([report], to=agency("az"), by=supervisor, because="The unit is closed.")
    assert again(report).assigned_to.code == "az"


def test_somebody_elses_affiliate_is_refused(routed: Any, person: Person, again: Any) -> None:
    report = routed("04013")
    affiliate = Agency.objects.filter(kind=AgencyKind.AFFILIATE).exclude(state="AZ").order_by("code")[0]
    with pytest.raises(RuleRefusal, match="affiliate"):
        assign([report], to=affiliate, by=person("az", RoleName.SUPERVISOR), because="It lives there.")
    assert unchanged(report, again, ReportStatus.ASSIGNED)


@pytest.mark.parametrize("code", ["national", "practice-provider"])
def test_other_kinds_of_agency_are_refused(code: str, routed: Any, person: Person, agency: Find, again: Any) -> None:
    report, supervisor = routed("04013"), person("az", RoleName.SUPERVISOR)
    with pytest.raises(RuleRefusal, match="task forces and their affiliates"):
        assign([report], to=agency(code), by=supervisor, because="It lives there.")
    entry = Entry.objects.unscoped(because="a test reads the audit log").get(actor_id=supervisor.pk)
    assert (entry.act, entry.outcome, entry.details) == ("report.assigned", "refused", {"code": "rule"})
    assert unchanged(report, again, ReportStatus.ASSIGNED)


def test_an_assignment_without_a_reason_is_refused(routed: Any, person: Person, agency: Find, again: Any) -> None:
    report = routed("04013")
    with pytest.raises(RuleRefusal, match="reason"):
        assign([report], to=agency("mn"), by=person("az", RoleName.SUPERVISOR), because="  ")
    assert again(report).assigned_to.code == "az"


def test_an_assignment_to_where_it_is_already_is_refused(routed: Any, person: Person, agency: Find) -> None:
    report = routed("04013")
    with pytest.raises(RuleRefusal, match="already"):
        assign([report], to=agency("az"), by=person("az", RoleName.SUPERVISOR), because="It lives there.")


def test_a_report_that_is_being_worked_is_not_assigned(
    routed: Any, worker: User, person: Person, agency: Find, again: Any
) -> None:
    report = routed("04013")
    now = clock.now()
    worked = Report.objects.visible_to(worker).filter(pk=report.pk)
    worked.update(status=ReportStatus.UNDER_INVESTIGATION, taken_up_at=now, taken_up_recorded_at=now)
    with pytest.raises(IllegalMove):
        assign([report], to=agency("mn"), by=worker, because="It lives there.")
    assert unchanged(report, again, ReportStatus.UNDER_INVESTIGATION)


def test_another_task_force_is_asked_first(routed: Any, person: Person, agency: Find, again: Any) -> None:
    report = routed("04013")
    with pytest.raises(RuleRefusal, match="choose Transfer"):
        assign([report], to=agency("mn"), by=person("az", RoleName.SUPERVISOR), because="It lives there.")
    assert unchanged(report, again, ReportStatus.ASSIGNED)


def test_an_affiliate_asks_its_task_force_first(routed: Any, person: Person, agency: Find, again: Any) -> None:
    report = routed("04013")
    affiliate = Agency.objects.create(code="az-example", kind=AgencyKind.AFFILIATE, name="Example Police Department")
    Membership.objects.create(agency=affiliate, parent=agency("az"))
    assign([report], to=affiliate, by=person("az", RoleName.SUPERVISOR), because="It is in their city.")
    with pytest.raises(RuleRefusal, match="choose Transfer"):
        assign([report], to=agency("az"), by=person("az-example", RoleName.SUPERVISOR), because="Too large for us.")
    assert again(report).assigned_to == affiliate


def test_a_federal_recipient_gets_what_waits_at_its_desk_and_nothing_else(
    routed: Any, worker: User, agency: Find, again: Any
) -> None:
    here, elsewhere = routed("72127"), routed("06025")
    assign([here], to=agency("hsi-puerto-rico"), by=worker, because="HSI leads there.")
    assert again(here).assigned_to.code == "hsi-puerto-rico"
    with pytest.raises(RuleRefusal, match="desk"):
        assign([elsewhere], to=agency("hsi-puerto-rico"), by=worker, because="HSI leads there.")
    assert again(elsewhere).status == ReportStatus.WAITING_FOR_ROUTE


def test_the_first_look_is_the_holders_and_begins_anew_with_each_holder(
    routed: Any, worker: User, person: Person, agency: Find, again: Any
) -> None:
    report = routed("04013")
    viewed(report, by=worker)
    assert again(report).first_looked_at is None
    assigned = again(report).assigned_at
    with clock.held_at(assigned + timedelta(minutes=7)):
        viewed(report, by=person("az", RoleName.ANALYST))
    with clock.held_at(assigned + timedelta(minutes=9)):
        viewed(report, by=person("az", RoleName.ANALYST))
    assert (again(report).first_looked_at, again(report).first_look_seconds) == (assigned + timedelta(minutes=7), 420)
    assign([report], to=agency("mn"), by=worker, because="The family moved in May.")
    assert (again(report).first_looked_at, again(report).first_look_seconds) == (None, None)


def test_another_agencys_report_is_not_found_and_nothing_of_the_set_is_changed(
    routed: Any, person: Person, agency: Find, again: Any
) -> None:
    ours, theirs = routed("04013"), routed("27053")
    with pytest.raises(NotFound):
        assign([ours, theirs], to=agency("wi"), by=person("az", RoleName.SUPERVISOR), because="It lives there.")
    assert unchanged(ours, again, ReportStatus.ASSIGNED)


def test_an_investigator_may_not_assign(routed: Any, person: Person, agency: Find) -> None:
    with pytest.raises(NotAllowed):
        assign([routed("04013")], to=agency("mn"), by=person("az", RoleName.INVESTIGATOR), because="It lives there.")


def test_accepting_suggestions_assigns_each_report_to_its_first_claim(routed: Any, person: Person, again: Any) -> None:
    reports, coordinator = [routed("08041"), routed("36001")], person("national", RoleName.NATIONAL_COORDINATOR)
    accept_suggestions(reports, by=coordinator)
    assert [again(report).assigned_to.code for report in reports] == ["co", "ny-nysp"]
    entry = Entry.objects.visible_to(coordinator).get(act="report.route_accepted", on_id=reports[0].pk)
    assert entry.details == {"to": str(again(reports[0]).assigned_to_id)}


def test_where_nothing_is_suggested_no_suggestion_is_accepted(routed: Any, person: Person, again: Any) -> None:
    suggested, held = routed("08041"), routed("72127")
    with pytest.raises(RuleRefusal, match="nothing is suggested"):
        accept_suggestions([suggested, held], by=person("national", RoleName.NATIONAL_COORDINATOR))
    assert again(suggested).status == again(held).status == ReportStatus.WAITING_FOR_ROUTE


def test_a_suggestion_that_somebody_accepted_meanwhile_says_so(routed: Any, person: Person, again: Any) -> None:
    report, coordinator = routed("08041"), person("national", RoleName.NATIONAL_COORDINATOR)
    accept_suggestions([report], by=coordinator)
    with pytest.raises(RuleRefusal, match="with an agency already"):
        accept_suggestions([report], by=coordinator)
    assert again(report).assigned_to.code == "co"


def test_opening_a_report_is_written_down(routed: Any, person: Person) -> None:
    report, commander = routed("04013"), person("az", RoleName.COMMANDER)
    viewed(report, by=commander)
    entry = Entry.objects.visible_to(commander).get(act="report.viewed", on_id=report.pk)
    assert (entry.actor_id, entry.outcome) == (commander.pk, "done")


def test_opening_another_agencys_report_is_not_found(routed: Any, person: Person) -> None:
    with pytest.raises(NotFound):
        viewed(routed("04013"), by=person("co", RoleName.ANALYST))
