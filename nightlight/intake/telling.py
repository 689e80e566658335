"""Which report a submission tells of: a new one, or one that is here, of which it is then a later version.

A later version replaces what was lifted out of the one before; the bytes of every version stay, and can be read again.
A closed report is not changed any more: what comes under its number is a new report that follows it.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import F

from nightlight.foundation import clock
from nightlight.foundation.acts import hold
from nightlight.foundation.bulk import insert, unsaved, write_back
from nightlight.intake import nexus
from nightlight.intake.formats.values import ReadReport
from nightlight.intake.lifecycle import ReportStatus, SubmissionStatus
from nightlight.intake.lifting import LIFTED, Rows, fit, lift
from nightlight.intake.models import Report, ReportVersion, Submission

Read = tuple[Submission, ReadReport]
Key = tuple[UUID, UUID | None, str]
"""By what a report is known again: who received it, who sent it, and the number that it carries."""

LATER = "It carries the number of a report that is here, and is version {position} of it. What changed stands there."
FOLLOWS = "It carries the number of a report that is closed. It came in as a new report that follows the closed one."
SAID = ("number", "provider", "platform", "incident_type", "incident_at", "incident_as_given")
NEXUS = ("nexus", "nexus_because", "nexus_rule", "nexus_policy_date", "nexus_policy_digest")
CHANGES = (*SAID, *NEXUS, "incident_time_definition", "has_files", "versions", "revised_at", "changed_at")


@dataclass(slots=True)
class Told:
    """What read submissions add: new reports, reports with a later version, and the rows of both."""

    new: dict[UUID, Report] = field(default_factory=dict)
    revised: dict[UUID, Report] = field(default_factory=dict)
    versions: list[ReportVersion] = field(default_factory=list)
    rows: Rows = field(default_factory=Rows)

    @property
    def reports(self) -> list[Report]:
        """Every report that was told of, once."""
        return [*self.new.values(), *self.revised.values()]


def tell(read: Sequence[Read]) -> Told:
    """Say which report each submission tells of, under lock; sets status and message of those that add to one.

    Nothing is written yet. Only the same sender adds to a report: a number alone is easily guessed.
    """
    here, told = _here(read), Told()
    newest: dict[UUID, ReadReport] = {}
    for submission, said in read:
        key = (submission.agency_id, submission.sent_by_id, fit(said.number, 40))
        known = here.get(key) if said.number else None
        if known and known.status != ReportStatus.CLOSED:
            report = known
            _revise(report, submission, said, told)
        else:
            report = told.new[report.pk] = _report(submission, said, follows=known)
        here[key], newest[report.pk] = report, said
    for report in told.reports:
        lift(report, newest[report.pk], told.rows)
    return told


def keep(told: Told) -> None:
    """Write what `tell` said, in the transaction that is running, and hold its reports; the submissions are there."""
    _forget(told.revised)
    insert(list(told.new.values()))
    write_back(list(told.revised.values()), *CHANGES)
    insert(told.versions)
    for table in told.rows.tables():
        insert(table)
    for report in told.new.values():
        report._state.adding = False  # noqa: SLF001 - as Django marks what it wrote itself
    hold(told.reports)


def _here(read: Sequence[Read]) -> dict[Key, Report]:
    """Return the newest report under each number that the submissions carry."""
    numbers = {fit(said.number, 40) for _, said in read if said.number}
    if not numbers:
        return {}
    known: Any = Report.objects.unscoped(because="a later submission under a report's number is a version of it")
    agencies = {submission.agency_id for submission, _ in read}
    found = list(known.filter(agency__in=agencies, number__in=numbers).values_list("pk", flat=True))
    if not found:  # as for nearly every report that comes by itself: the whole row is a dear question
        return {}
    numbered = known.filter(pk__in=found).annotate(sender=F("submission__sent_by"))
    locked = numbered.select_for_update(of=("self",)).order_by("pk")
    return {(report.agency_id, report.sender, report.number): report for report in locked}


def _report(submission: Submission, said: ReadReport, *, follows: Report | None) -> Report:
    report = unsaved(
        Report,
        agency_id=submission.agency_id,
        submission_id=submission.pk,
        received_at=submission.received_at,
        channel=submission.channel,
        first_incident_type=fit(said.incident_type, 200),
        follows_id=follows.pk if follows else None,
    )
    _say(report, said, on=submission.received_at.date())
    if follows:
        _add(submission, FOLLOWS)
    return report


def _say(report: Report, said: ReadReport, *, on: date) -> None:
    incident = said.incident
    report.number = fit(said.number, 40)
    report.provider = fit(said.provider, 200)
    report.platform = fit(said.platform, 256)
    report.incident_type = fit(said.incident_type, 200)
    report.incident_at = incident.at if incident else None
    report.incident_as_given = fit(incident.as_given, 60) if incident else ""
    report.has_files = bool(said.files)
    report.incident_time_definition = fit(said.incident_time_definition, 3000)
    _propose_nexus(report, said, on)


def _propose_nexus(report: Report, said: ReadReport, on: date) -> None:
    """Set what the dated policy says of the use of the Internet, unless a person has decided it."""
    if report.nexus_because and not report.nexus_rule:
        return
    rules = nexus.policy(on)
    rule = rules.content.answer(said)
    report.nexus, report.nexus_because, report.nexus_rule = rule.nexus.value, rule.because, rule.id
    report.nexus_policy_date, report.nexus_policy_digest = rules.in_force_from, rules.digest


def _revise(report: Report, submission: Submission, said: ReadReport, told: Told) -> None:
    _say(report, said, on=submission.received_at.date())
    report.versions += 1
    report.revised_at = max(submission.received_at, report.received_at)  # clocks may be set back
    report.changed_at = clock.now()
    told.versions.append(
        unsaved(
            ReportVersion,
            agency_id=report.agency_id,
            report_id=report.pk,
            position=report.versions,
            submission_id=submission.pk,
            incident_type=report.incident_type,
            received_at=submission.received_at,
        )
    )
    if report.pk not in told.new:
        told.revised[report.pk] = report
    _add(submission, LATER.format(position=report.versions))


def _add(submission: Submission, message: str) -> None:
    submission.status = submission.reason = SubmissionStatus.SUPPLEMENT.value
    submission.message = message


def _forget(reports: Collection[UUID]) -> None:
    """Let go of what was lifted out of the version before; its bytes stay."""
    for model in reversed(LIFTED) if reports else ():
        rows: Any = model.objects
        rows.unscoped(because="a later version replaces what an earlier one said").filter(report__in=reports).delete()
