"""Folds reports into the lead that stands for them, inside the act that is running, and lists what is folded."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from nightlight.foundation.bulk import insert, unsaved, write_back
from nightlight.foundation.sealed import Actor
from nightlight.intake.lifecycle import SubmissionStatus
from nightlight.intake.models import Report, Submission, lane_of
from nightlight.policy import Dated
from nightlight.triage.folding.alike import Found
from nightlight.triage.folding.policy import FoldingPolicy
from nightlight.triage.models import Fold

TOLD = "It is folded into a lead that is here: {because} It stays whole, and the fold can be undone."


def fold_by_rule(
    reports: Sequence[Report], leads: Mapping[UUID, Found], rules: Dated[FoldingPolicy], *, by: Actor, at: datetime
) -> None:
    """Fold each of the reports into the lead that a rule found for it."""
    folds = [
        unsaved(
            Fold,
            agency_id=report.agency_id,
            report_id=report.pk,
            into_id=leads[report.pk].into,
            rule=leads[report.pk].rule.id,
            policy_date=rules.in_force_from,
            policy_digest=rules.digest,
            because=leads[report.pk].rule.because,
            folded_at=at,
            by_user_id=by.pk,
        )
        for report in reports
    ]
    _write(reports, folds)


def fold_by_hand(reports: Sequence[Report], into: Report, because: str, *, by: Actor, at: datetime) -> None:
    """Fold each of the reports into one lead, for a person's reason."""
    folds = [
        unsaved(
            Fold,
            agency_id=report.agency_id,
            report_id=report.pk,
            into_id=into.pk,
            because=because,
            folded_at=at,
            by_user_id=by.pk,
        )
        for report in reports
    ]
    _write(reports, folds)


def _write(reports: Sequence[Report], folds: Sequence[Fold]) -> None:
    insert(folds)
    for report, fold in zip(reports, folds, strict=True):
        report.folded_into_id, report.changed_at = fold.into_id, fold.folded_at
        report.lane = lane_of(report)
    write_back(reports, "folded_into", "lane", "changed_at")


def tell_senders(reports: Sequence[Report], leads: Mapping[UUID, Found], *, by: Actor) -> None:
    """Let the submissions of reports that fold on arrival end as folded, so that the receipt says it."""
    told: Any = Submission.objects.visible_to(by).filter(status=SubmissionStatus.RECEIVED)
    submissions = {one.pk: one for one in told.filter(pk__in=[report.submission_id for report in reports])}
    for report in reports:
        if submission := submissions.get(report.submission_id):
            submission.status = submission.reason = SubmissionStatus.FOLDED.value
            submission.message = TOLD.format(because=leads[report.pk].rule.because)
    write_back(list(submissions.values()), "status", "reason", "message")


def folded_into(reports: Sequence[Report], *, by: Actor) -> list[Report]:
    """Return the open reports that these stand for, as far as the actor sees them: they go where their lead goes."""
    rows: Any = Report.objects.visible_to(by).filter(folded_into__in=[report.pk for report in reports])
    return list(rows.open().order_by("received_at", "pk"))
