"""Opening cases, and closing them."""

import re
from collections.abc import Callable
from datetime import datetime

import pytest

from nightlight.accounts.models import User
from nightlight.accounts.permissions import RoleName
from nightlight.agencies.models import AgencyKind, Membership
from nightlight.foundation.refusals import IllegalMove, NotAllowed, NotFound, RuleRefusal
from nightlight.intake.models import Report
from nightlight.investigations import actions
from nightlight.investigations.asked import Opening
from nightlight.investigations.models import Arrest, Case, CaseDisposition, CaseReport, Origin

Make = Callable[..., Report]
MakeCase = Callable[[], Case]
Person = Callable[..., User]
Written = Callable[[], list[tuple[str, str]]]


def _nothing_opened() -> bool:
    return not Case.objects.unscoped(because="test").exists()


def test_a_case_is_opened_on_its_reports_and_takes_them_up(
    supervisor: User, assigned_report: Make, written: Written, held_clock: datetime
) -> None:
    reports = assigned_report(), assigned_report()
    (case,) = actions.open_cases([Opening(reports, title=" Sample ")], by=supervisor)
    stored = Case.objects.visible_to(supervisor).get()
    assert (stored.pk, stored.agency.code, stored.title, stored.status) == (case.pk, "co", "Sample", "open")
    assert (stored.origin, stored.opened_at) == ("reactive", held_clock)
    assert re.fullmatch(r"CO-2018-[2-9A-Z]{5}-[2-9A-Z]{5}", stored.number)
    links = CaseReport.objects.visible_to(supervisor)
    assert {(link.case_id, link.report_id) for link in links} == {(case.pk, report.pk) for report in reports}
    assert set(Report.objects.visible_to(supervisor).values_list("status", flat=True)) == {"under_investigation"}
    assert written() == [
        *[("report.taken_up", "done")] * 2,
        *[("case.report_joined", "done")] * 2,
        ("case.opened", "done"),
    ]


def test_a_report_that_was_taken_up_before_joins_as_it_is(supervisor: User, assigned_report: Make) -> None:
    report = assigned_report()
    (taken,) = actions.take_up([report], by=supervisor)
    actions.open_cases([Opening((report,))], by=supervisor)
    assert Report.objects.visible_to(supervisor).get().taken_up_at == taken.taken_up_at
    assert CaseReport.objects.visible_to(supervisor).count() == 1


def test_a_proactive_case_needs_no_report_and_belongs_to_the_actor(supervisor: User) -> None:
    (case,) = actions.open_cases([Opening(origin=Origin.PROACTIVE)], by=supervisor)
    assert case.agency_id == supervisor.agency_id


def test_a_case_belongs_to_the_agency_that_works_its_reports(person: Person, assigned_report: Make) -> None:
    membership = Membership.objects.filter(parent__code="fl-central", agency__kind=AgencyKind.AFFILIATE).first()
    assert membership is not None
    report = assigned_report(membership.agency.code)
    (case,) = actions.open_cases([Opening((report,))], by=person("fl-central", RoleName.SUPERVISOR))
    assert case.agency_id == membership.agency_id
    assert case.number.startswith(membership.agency.code.upper())


def test_a_report_joins_one_case_only(supervisor: User, assigned_report: Make) -> None:
    report = assigned_report()
    with pytest.raises(RuleRefusal, match="twice"):
        actions.open_cases([Opening((report,)), Opening((report,))], by=supervisor)
    assert _nothing_opened()
    actions.open_cases([Opening((report,))], by=supervisor)
    with pytest.raises(RuleRefusal, match="a case already"):
        actions.open_cases([Opening((report,))], by=supervisor)
    assert Case.objects.visible_to(supervisor).count() == 1


def test_a_reactive_case_begins_with_a_report(supervisor: User) -> None:
    with pytest.raises(RuleRefusal, match="reactive"):
        actions.open_cases([Opening()], by=supervisor)
    assert _nothing_opened()


def test_reports_of_two_agencies_make_no_case(person: Person, assigned_report: Make) -> None:
    reports = assigned_report("co"), assigned_report("wa")
    with pytest.raises(RuleRefusal, match="one agency"):
        actions.open_cases([Opening(reports)], by=person("national", RoleName.OPERATOR))
    assert _nothing_opened()


def test_a_title_of_more_than_120_letters_is_refused(supervisor: User) -> None:
    with pytest.raises(RuleRefusal, match="120"):
        actions.open_cases([Opening(origin=Origin.PROACTIVE, title="x" * 121)], by=supervisor)


@pytest.mark.parametrize(
    ("to", "received_by", "refusal"),
    [("wa", "national", NotFound), ("wa", "co", RuleRefusal), (None, "co", IllegalMove)],
)
def test_no_case_is_opened_on_a_report_that_is_not_theirs_to_take_up(
    *,
    to: str | None,
    received_by: str,
    refusal: type[Exception],
    supervisor: User,
    assigned_report: Make,
    written: Written,
) -> None:
    good, bad = assigned_report(), assigned_report(to, received_by=received_by)
    with pytest.raises(refusal):
        actions.open_cases([Opening((good,)), Opening((bad,))], by=supervisor)
    assert _nothing_opened()
    assert Report.objects.visible_to(supervisor).get(pk=good.pk).status == "assigned"
    assert written() == [("case.opened", "refused")]


def test_an_analyst_opens_no_case(person: Person, assigned_report: Make, written: Written) -> None:
    with pytest.raises(NotAllowed):
        actions.open_cases([Opening((assigned_report(),))], by=person("co", RoleName.ANALYST))
    assert _nothing_opened()
    assert written() == [("case.opened", "refused")]


def test_a_case_is_closed_with_its_open_reports(
    supervisor: User, reported_case: MakeCase, written: Written, held_clock: datetime
) -> None:
    actions.close_cases([reported_case()], by=supervisor, disposition=CaseDisposition.EXHAUSTED)
    case, report = Case.objects.visible_to(supervisor).get(), Report.objects.visible_to(supervisor).get()
    assert (case.status, case.disposition, case.closed_at) == ("closed", "exhausted", held_clock)
    assert (report.status, report.closed_because) == ("closed", "Case closed: leads exhausted")
    assert written()[-2:] == [("report.closed", "done"), ("case.closed", "done")]
    with pytest.raises(IllegalMove):
        actions.close_cases([case], by=supervisor, disposition=CaseDisposition.EXHAUSTED)


def test_a_report_that_was_closed_before_keeps_its_reason(supervisor: User, reported_case: MakeCase) -> None:
    case = reported_case()
    actions.close_reports(Report.objects.visible_to(supervisor), by=supervisor, because="No nexus")
    actions.close_cases([case], by=supervisor, disposition=CaseDisposition.UNFOUNDED)
    assert Report.objects.visible_to(supervisor).get().closed_because == "No nexus"


def test_a_case_ends_with_an_arrest_only_if_there_is_one(
    supervisor: User, reported_case: MakeCase, arrest: Callable[[], Arrest]
) -> None:
    arrested, other = arrest().case, reported_case()
    with pytest.raises(RuleRefusal, match="no arrest"):
        actions.close_cases([arrested, other], by=supervisor, disposition=CaseDisposition.ARREST_MADE)
    assert not Case.objects.visible_to(supervisor).filter(status="closed").exists()
    actions.close_cases([arrested], by=supervisor, disposition=CaseDisposition.ARREST_MADE)
    assert Case.objects.visible_to(supervisor).get(status="closed").pk == arrested.pk


@pytest.mark.parametrize(
    ("code", "role", "refusal"),
    [("co", RoleName.INVESTIGATOR, NotAllowed), ("wa", RoleName.SUPERVISOR, NotFound)],
)
def test_a_case_is_closed_by_a_supervisor_of_its_agency_only(
    *, code: str, role: RoleName, refusal: type[Exception], person: Person, reported_case: MakeCase, written: Written
) -> None:
    case = reported_case()
    with pytest.raises(refusal):
        actions.close_cases([case], by=person(code, role), disposition=CaseDisposition.EXHAUSTED)
    assert Case.objects.unscoped(because="test").get().status == "open"
    assert ("case.closed", "refused") in written()
