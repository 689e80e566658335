"""What stands against an offer or an answer, and which offers stand."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from nightlight.foundation.bulk import write_back
from nightlight.foundation.refusals import RuleRefusal
from nightlight.foundation.sealed import Actor
from nightlight.intake.models import Report
from nightlight.transfers.lifecycle import TransferState
from nightlight.transfers.models import REASON_LETTERS, Transfer
from nightlight.triage.replacing import not_before

ELSEWHERE = "It went elsewhere while the offer stood."


def require_reason(because: str) -> None:
    """Refuse an empty reason, and one that is too long to keep."""
    if not because.strip():
        raise RuleRefusal("This needs a reason. Say why in a sentence; nothing was changed.")
    if len(because.strip()) > REASON_LETTERS:
        raise RuleRefusal(f"The reason is longer than {REASON_LETTERS} letters. Shorten it; nothing was changed.")


def require_held(reports: Sequence[Report], *, by: Actor) -> None:
    """Refuse unless every report is with the actor's agency or one under it."""
    own: Any = Report.objects.visible_to(by).filter(by.sees("assigned_to"), pk__in=[report.pk for report in reports])
    if own.exclude(assigned_to=None).count() < len(reports):
        raise RuleRefusal("Only who holds a report can offer it or take the offer back; nothing was changed.")


def standing(reports: Sequence[Report], *, by: Actor) -> dict[UUID, Transfer]:
    """Return the offer that stands for each report. Raises RuleRefusal where none does."""
    rows: Any = Transfer.objects.visible_to(by).standing().filter(report__in=[report.pk for report in reports])
    holder = {report.pk: (report.assigned_to_id, report.offered_to_id) for report in reports}
    found = {row.report_id: row for row in rows if holder[row.report_id] == (row.agency_id, row.to_id)}
    if len(found) < len(reports):
        raise RuleRefusal("No offer stands for a report of the selection. Look at it again; nothing was changed.")
    return found


def standing_to(reports: Sequence[Report], *, by: Actor) -> dict[UUID, Transfer]:
    """Return the offers that stand for reports, where they are the actor's to answer. Raises RuleRefusal."""
    found = standing(reports, by=by)
    ours: Any = Report.objects.visible_to(by).filter(by.sees("offered_to"), pk__in=[report.pk for report in reports])
    if ours.exclude(offered_to=None).count() < len(reports):
        raise RuleRefusal("Only the agency that was asked can answer; nothing was changed.")
    return found


def end_overtaken(reports: Sequence[Report], *, by: Actor, at: datetime) -> None:
    """End offers of these reports that nobody answered before they went elsewhere and came back."""
    rows: Any = Transfer.objects.visible_to(by).standing().filter(report__in=[report.pk for report in reports])
    rows.update(
        state=TransferState.OVERTAKEN.value,
        answered_at=not_before("offered_at", at),
        answered_by=by.pk,
        answer_because=ELSEWHERE,
    )


def no_longer_offered(reports: Sequence[Report]) -> None:
    """Let reports be with their holder alone again."""
    for report in reports:
        report.offered_to_id = None
    write_back(reports, "offered_to")
