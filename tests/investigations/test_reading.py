"""What the pages read, and for whom."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from nightlight.accounts.models import User
from nightlight.accounts.permissions import RoleName
from nightlight.foundation import clock
from nightlight.foundation.refusals import NotFound
from nightlight.intake.models import Report
from nightlight.investigations import actions
from nightlight.investigations.asked import (
    ArrestMade,
    ChargeBrought,
    ChargeDisposed,
    FindingMade,
    Opening,
    SubjectNamed,
)
from nightlight.investigations.categories import Category
from nightlight.investigations.lifecycle import CaseStatus
from nightlight.investigations.models import Case, CaseDisposition, ChargeDisposition, Finding, Jurisdiction, Origin
from nightlight.investigations.reading import case_page, cases_for

Person = Callable[..., User]
FEDERAL = Jurisdiction.FEDERAL


@pytest.fixture
def full_case(supervisor: User, assigned_report: Callable[..., Report]) -> Callable[[int], Case]:
    """Make a case with so many of everything."""

    def make(many: int) -> Case:
        reports = tuple(assigned_report() for _ in range(many))
        (case,) = actions.open_cases([Opening(reports)], by=supervisor)
        named = [SubjectNamed(case, f"Sample Subject {number}") for number in range(many)]
        subjects = actions.add_subjects(named, by=supervisor)
        made = [ArrestMade(subject, date(2018, 4, 9), Category.A, (Category.D,)) for subject in subjects]
        arrests = actions.record_arrests(made, by=supervisor)
        actions.add_charges([ChargeBrought(arrest, "18 U.S.C. 2251(a)", FEDERAL) for arrest in arrests], by=supervisor)
        return case

    return make


def test_a_page_shows_what_belongs_to_the_case(supervisor: User, full_case: Callable[[int], Case]) -> None:
    full_case(2)
    case = full_case(1)
    page = case_page(supervisor, case.pk)
    assert (page.case.number, page.case.agency.code) == (case.number, "co")
    assert [len(part) for part in (page.reports, page.subjects, page.arrests)] == [1, 1, 1]
    (arrest,) = page.arrests
    assert "Produce" in arrest.category.wording
    assert [category.code for category in arrest.further] == ["d"]
    assert [charge.statute for charge in arrest.charges] == ["18 U.S.C. 2251(a)"]


def test_the_timeline_tells_everything_newest_first(supervisor: User, full_case: Callable[[int], Case]) -> None:
    case = full_case(1)
    page = case_page(supervisor, case.pk)
    (charge,), (subject,) = page.arrests[0].charges, page.subjects
    with clock.held_at(datetime(2018, 5, 20, tzinfo=UTC)):
        actions.record_findings([FindingMade(subject, Finding.PRODUCED, date(2018, 5, 2))], by=supervisor)
        disposed = ChargeDisposed(charge, ChargeDisposition.CONVICTED, date(2018, 5, 3))
        actions.record_dispositions([disposed], by=supervisor)
        actions.close_cases([case], by=supervisor, disposition=CaseDisposition.ARREST_MADE)
    told = case_page(supervisor, case.pk).timeline
    assert [(each.event.value, each.about) for each in told] == [
        ("Case closed", "arrest made"),
        ("Charge disposed of", "18 U.S.C. 2251(a): convicted"),
        ("Finding recorded", "produced material"),
        ("Charge added", "18 U.S.C. 2251(a)"),
        ("Subject added", "Sample Subject 0"),
        ("Report joined", page.reports[0].number),
        ("Case opened", ""),
        ("Arrest", "Sample Subject 0"),
    ]
    assert [each.at is None for each in told] == [False, True, True, False, False, False, False, True]


@pytest.mark.parametrize("code", ["wa", "co"])
def test_a_case_that_is_not_theirs_to_read_is_not_found(
    code: str, person: Person, full_case: Callable[[int], Case]
) -> None:
    reader = person(code, RoleName.SUPERVISOR if code == "wa" else RoleName.ADMINISTRATOR)
    with pytest.raises(NotFound):
        case_page(reader, full_case(1).pk)
    assert cases_for(reader).total == 0


def test_an_address_without_a_case_is_not_found(supervisor: User) -> None:
    with pytest.raises(NotFound):
        case_page(supervisor, uuid4())


def test_who_reads_cases_but_no_reports_sees_no_report(person: Person, full_case: Callable[[int], Case]) -> None:
    page = case_page(person("co", RoleName.VICTIM_SPECIALIST), full_case(1).pk)
    assert page.reports == ()
    assert "Report joined" not in {each.event.value for each in page.timeline}
    assert len(page.subjects) == 1


def test_the_list_counts_what_belongs_to_each_case_last_opened_first(
    supervisor: User, full_case: Callable[[int], Case]
) -> None:
    first = full_case(2)
    with clock.held_at(datetime(2018, 4, 11, tzinfo=UTC)):
        (second,) = actions.open_cases([Opening(origin=Origin.PROACTIVE)], by=supervisor)
    listed = cases_for(supervisor)
    counts = [(line.case.pk, line.reports, line.subjects, line.arrests) for line in listed.lines]
    assert counts == [(second.pk, 0, 0, 0), (first.pk, 2, 2, 2)]
    actions.close_cases([first], by=supervisor, disposition=CaseDisposition.REFERRED)
    assert [line.case.pk for line in cases_for(supervisor, status=CaseStatus.OPEN).lines] == [second.pk]
    part = cases_for(supervisor, offset=1, limit=1)
    assert ([line.case.pk for line in part.lines], part.total) == ([first.pk], 2)


def _queries(work: Callable[[], object]) -> int:
    with CaptureQueriesContext(connection) as captured:
        work()
    return len(captured)


def test_reading_takes_the_same_number_of_queries_whatever_the_count(
    supervisor: User, full_case: Callable[[int], Case]
) -> None:
    small = full_case(1)
    listed = _queries(lambda: cases_for(supervisor))
    large = full_case(50)
    assert _queries(lambda: cases_for(supervisor)) == listed == 5
    pages = {_queries(lambda case=case: case_page(supervisor, case.pk)) for case in (small, large)}
    assert pages == {7}


def test_an_act_takes_the_same_number_of_queries_whatever_the_count(
    supervisor: User, assigned_report: Callable[..., Report]
) -> None:
    day = date(2018, 4, 9)

    def road(many: int) -> list[int]:
        reports = [assigned_report() for _ in range(many)]
        made: dict[str, list] = {}  # type: ignore[type-arg]

        def step(name: str, work: Callable[[], list]) -> int:  # type: ignore[type-arg]
            return _queries(lambda: made.update({name: work()}))

        by = supervisor
        return [
            step("cases", lambda: actions.open_cases([Opening((report,)) for report in reports], by=by)),
            step("subjects", lambda: actions.add_subjects([SubjectNamed(c, "Sample") for c in made["cases"]], by=by)),
            step(
                "arrests",
                lambda: actions.record_arrests(
                    [ArrestMade(subject, day, Category.A, (Category.B,)) for subject in made["subjects"]], by=by
                ),
            ),
            step(
                "charges",
                lambda: actions.add_charges(
                    [ChargeBrought(arrest, "18 U.S.C. 1470", FEDERAL) for arrest in made["arrests"]], by=by
                ),
            ),
            step(
                "disposed",
                lambda: actions.record_dispositions(
                    [ChargeDisposed(charge, ChargeDisposition.DISMISSED, day) for charge in made["charges"]], by=by
                ),
            ),
            step(
                "found",
                lambda: actions.record_findings(
                    [FindingMade(subject, Finding.PRODUCED, day) for subject in made["subjects"]], by=by
                ),
            ),
            step("cleared", lambda: actions.clear_subjects(made["subjects"], by=by, because="Wrong subscriber")),
            step(
                "closed",
                lambda: actions.close_cases(made["cases"], by=by, disposition=CaseDisposition.ARREST_MADE),
            ),
        ]

    road(1)
    assert road(1) == road(50)
