"""What investigators do: take up reports, open and close cases, record subjects, arrests, charges and outcomes."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from nightlight.accounts.permissions import Permission
from nightlight.agencies.models import Agency
from nightlight.foundation import clock, ids
from nightlight.foundation.acts import Each, creating, over_many
from nightlight.foundation.bulk import insert, write_back
from nightlight.foundation.refusals import RuleRefusal
from nightlight.foundation.sealed import Actor
from nightlight.intake.lifecycle import LIFECYCLE as REPORT_LIFECYCLE
from nightlight.intake.lifecycle import ReportStatus
from nightlight.intake.models import Report
from nightlight.investigations import rules
from nightlight.investigations.asked import (
    ArrestMade,
    ChargeBrought,
    ChargeDisposed,
    FindingMade,
    Opening,
    SubjectNamed,
)
from nightlight.investigations.days import require_no_future
from nightlight.investigations.held import hold
from nightlight.investigations.lifecycle import LIFECYCLE, SUBJECT_LIFECYCLE, CaseStatus, SubjectStatus
from nightlight.investigations.models import (
    Arrest,
    ArrestCategory,
    Case,
    CaseDisposition,
    CaseReport,
    Charge,
    Finding,
    Subject,
)


def _written(*names: str) -> Each:
    """Return what to write down about each row: the named ids, choices, numbers and dates."""

    def each(row: Any) -> Mapping[str, Any]:
        values = {name: getattr(row, name) for name in names}
        return {name: value if isinstance(value, int) else str(value or "") for name, value in values.items()}

    return each


@over_many("report.taken_up", needs=Permission.REPORT_WORK, each=_written("taken_up_at"))
def take_up(reports: Sequence[Report], *, by: Actor, at: Mapping[UUID, datetime] | None = None) -> list[Report]:
    """Begin to investigate reports that are assigned to the actor's agencies.

    `at` says when, by the report's id, where it is entered afterwards; the others are taken up now. Raises
    RuleRefusal for a moment that has not come or lies before the report did.
    """
    now, at = clock.now(), at or {}
    rules.require_own_work(reports, by=by)
    for report in reports:
        report.status = REPORT_LIFECYCLE.after("take_up", report.status)
        report.taken_up_at, report.taken_up_recorded_at = at.get(report.pk, now), now
        report.changed_at = now
    rules.require_begun_in_time(reports, now)
    write_back(reports, "status", "taken_up_at", "taken_up_recorded_at", "changed_at")
    return list(reports)


@over_many("report.closed", needs=Permission.REPORT_WORK)
def close_reports(reports: Sequence[Report], *, by: Actor, because: str) -> list[Report]:
    """Close reports for a reason of 200 letters at most.

    Raises RuleRefusal for urgent ones among others, and for one drawn as a sample that nobody has looked at.
    """
    rules.require_one_by_one(reports, by=by)
    return _close(reports, by, because)


@over_many("report.closed", needs=Permission.REPORT_WORK)
def _close_with_their_cases(reports: Sequence[Report], *, by: Actor, because: str) -> list[Report]:
    return _close(reports, by, because)


def _close(reports: Sequence[Report], by: Actor, because: str) -> list[Report]:
    rules.require_reason(because)
    rules.require_looked_at(reports, by=by)
    now = clock.now()
    for report in reports:
        report.status = REPORT_LIFECYCLE.after("close", report.status)
        report.closed_at, report.closed_because, report.lane = now, because, None
    rules.require_own_work(reports, by=by)
    left = {"status": ReportStatus.CLOSED, "lane": None, "changed_at": now}
    _update(reports, by=by, closed_at=now, closed_because=because, **left)
    return list(reports)


@creating("case.opened", needs=Permission.CASE_WORK, each=_written("number", "origin"))
def open_cases(openings: Sequence[Opening], *, by: Actor) -> list[Case]:
    """Open cases, in the order of the openings, and take up their reports that nobody had taken up yet.

    A case belongs to the agency that its reports are assigned to, or to the actor's own when it begins with none.
    Raises NotFound for a report the actor does not see, IllegalMove for one that cannot be taken up, RuleRefusal
    for one that is in a case already or assigned elsewhere, and for a reactive case without a report.
    """
    rules.require_short((opening.title for opening in openings), letters=rules.TITLE_LETTERS)
    asked = [report for opening in openings for report in opening.reports]
    reports = hold(Report.objects.all(), asked, by=by)
    rules.require_no_case(asked)
    rules.require_own_work((report for report in reports.values() if _is_worked(report)), by=by)
    began = {report.pk: opening.began_at for opening in openings if opening.began_at for report in opening.reports}
    take_up([report for report in reports.values() if not _is_worked(report)], by=by, at=began)
    owners = [rules.owner([reports[report.pk] for report in opening.reports], opening, by=by) for opening in openings]
    agencies = Agency.objects.in_bulk(set(owners))
    now = clock.now()
    cases = []
    for opening, owner in zip(openings, owners, strict=True):
        case = Case(agency_id=owner, origin=opening.origin, title=opening.title.strip())
        case.opened_at = opening.began_at or now
        case.number = f"{agencies[owner].code.upper()}-{now.year}-{ids.spoken(case.pk)}"
        cases.append(case)
    insert(cases)
    _join(
        [
            CaseReport(agency_id=case.agency_id, case=case, report=reports[report.pk])
            for case, opening in zip(cases, openings, strict=True)
            for report in opening.reports
        ],
        by=by,
    )
    return cases


@creating("case.report_joined", needs=Permission.CASE_WORK, each=_written("case_id", "report_id"))
def _join(links: list[CaseReport], *, by: Actor) -> list[CaseReport]:
    insert(links)
    return links


@over_many("case.closed", needs=Permission.CASE_CLOSE)
def close_cases(cases: Sequence[Case], *, by: Actor, disposition: CaseDisposition) -> list[Case]:
    """Close cases with how they ended, and the reports of theirs that are still open.

    Raises RuleRefusal when they are to end with an arrest and one of them has none on record.
    """
    now = clock.now()
    for case in cases:
        case.status = LIFECYCLE.after("close", case.status)
        case.closed_at, case.disposition = now, disposition
    if disposition == CaseDisposition.ARREST_MADE:
        rules.require_arrests(cases, by=by)
    _update(cases, by=by, status=CaseStatus.CLOSED, closed_at=now, disposition=disposition)
    joined = CaseReport.objects.visible_to(by).filter(case__in=[case.pk for case in cases])
    waiting = Report.objects.visible_to(by).open().filter(pk__in=joined.values("report"))
    _close_with_their_cases(list(waiting), by=by, because=f"Case closed: {disposition.label}")
    return list(cases)


@creating("subject.added", needs=Permission.CASE_WORK, each=_written("case_id", "status"))
def add_subjects(subjects: Sequence[SubjectNamed], *, by: Actor) -> list[Subject]:
    """Add the persons that open cases are about. Who has no name yet is unknown."""
    rules.require_short((asked.name_as_given for asked in subjects), letters=rules.NAME_LETTERS)
    cases = hold(Case.objects.all(), [asked.case for asked in subjects], by=by)
    rules.require_open(cases.values())
    rows = []
    for asked in subjects:
        case, name = cases[asked.case.pk], asked.name_as_given.strip()
        status = SubjectStatus.KNOWN if name else SubjectStatus.UNKNOWN
        rows.append(Subject(agency_id=case.agency_id, case=case, name_as_given=name, status=status))
    insert(rows)
    return rows


@over_many("subject.cleared", needs=Permission.CASE_WORK)
def clear_subjects(subjects: Sequence[Subject], *, by: Actor, because: str) -> list[Subject]:
    """Say that it was not these persons. What was found about them is taken back."""
    rules.require_reason(because)
    for subject in subjects:
        subject.status = SUBJECT_LIFECYCLE.after("clear", subject.status)
        subject.finding, subject.found_on, subject.finding_recorded_at = Finding.NONE, None, None
    nothing_found = {"finding": Finding.NONE, "found_on": None, "finding_recorded_at": None}
    _update(subjects, by=by, status=SubjectStatus.CLEARED, **nothing_found)
    return list(subjects)


@creating("subject.finding_recorded", needs=Permission.ARREST_RECORD, each=_written("finding", "found_on"))
def record_findings(findings: Sequence[FindingMade], *, by: Actor) -> list[Subject]:
    """Record what was found about subjects, in place of what was recorded before; the case may be closed by then."""
    require_no_future(asked.found_on for asked in findings)
    subjects = hold(Subject.objects.all(), [asked.subject for asked in findings], by=by)
    rules.require_each_once(asked.subject for asked in findings)
    rules.require_uncleared(subjects.values())
    now, found = clock.now(), []
    for asked in findings:
        subject = subjects[asked.subject.pk]
        subject.finding = asked.finding
        is_none = asked.finding == Finding.NONE
        subject.found_on = None if is_none else asked.found_on
        subject.finding_recorded_at = None if is_none else now
        found.append(subject)
    write_back(found, "finding", "found_on", "finding_recorded_at")
    return found


@creating(
    "arrest.recorded",
    needs=Permission.ARREST_RECORD,
    each=_written("case_id", "subject_id", "arrested_on", "category", "category_set"),
)
def record_arrests(arrests: Sequence[ArrestMade], *, by: Actor) -> list[Arrest]:
    """Record arrests in open cases, each under the set of categories in force on its day.

    Raises RuleRefusal for a day that has not come or has no set of categories, for a person who was cleared or
    whose arrest on that day is recorded, and for a further category that is given twice.
    """
    require_no_future(asked.arrested_on for asked in arrests)
    subjects = hold(Subject.objects.select_related("case"), [asked.subject for asked in arrests], by=by)
    rules.require_uncleared(subjects.values())
    rules.require_open(subject.case for subject in subjects.values())
    rules.require_new_arrests(arrests)
    rows, further = [], []
    for asked in arrests:
        subject = subjects[asked.subject.pk]
        arrest = Arrest(
            agency_id=subject.agency_id,
            case=subject.case,
            subject=subject,
            arrested_on=asked.arrested_on,
            category=asked.category,
            category_set=rules.category_set_of(asked),
        )
        rows.append(arrest)
        further += [
            ArrestCategory(agency_id=subject.agency_id, arrest=arrest, category=category) for category in asked.further
        ]
    insert(rows)
    insert(further)
    return rows


@creating(
    "charge.added", needs=Permission.ARREST_RECORD, each=_written("arrest_id", "jurisdiction", "counts", "category")
)
def add_charges(charges: Sequence[ChargeBrought], *, by: Actor) -> list[Charge]:
    """Add the charges that followed arrests; the case may be closed by then."""
    arrests = hold(Arrest.objects.all(), [asked.arrest for asked in charges], by=by)
    rules.require_counts_and_statutes(charges)
    rows = []
    for asked in charges:
        arrest = arrests[asked.arrest.pk]
        rows.append(
            Charge(
                agency_id=arrest.agency_id,
                arrest=arrest,
                statute=asked.statute.strip(),
                jurisdiction=asked.jurisdiction,
                counts=asked.counts,
                category=asked.category or rules.category_by_statute(asked.statute, on=arrest.arrested_on),
            )
        )
    insert(rows)
    return rows


@creating("charge.disposed", needs=Permission.ARREST_RECORD, each=_written("disposition", "disposition_on"))
def record_dispositions(dispositions: Sequence[ChargeDisposed], *, by: Actor) -> list[Charge]:
    """Record what became of charges, in place of what was recorded before; never before the arrest."""
    require_no_future(asked.disposition_on for asked in dispositions)
    rules.require_each_once(asked.charge for asked in dispositions)
    charges = hold(Charge.objects.select_related("arrest"), [asked.charge for asked in dispositions], by=by)
    disposed = []
    for asked in dispositions:
        charge = charges[asked.charge.pk]
        if asked.disposition_on < charge.arrest.arrested_on:
            raise RuleRefusal("A charge is not disposed of before the arrest. Correct the date; nothing was changed.")
        charge.disposition, charge.disposition_on = asked.disposition, asked.disposition_on
        disposed.append(charge)
    write_back(disposed, "disposition", "disposition_on")
    return disposed


def _is_worked(report: Report) -> bool:
    return report.status == ReportStatus.UNDER_INVESTIGATION


def _update(rows: Sequence[Any], *, by: Actor, **values: Any) -> None:
    """Write the same values to rows of one table, which the act has locked, in one query."""
    if rows:
        type(rows[0]).objects.visible_to(by).filter(pk__in=[row.pk for row in rows]).update(**values)
