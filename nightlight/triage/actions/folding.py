"""Folds reports into one that stands for them, and undoes it."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from nightlight.accounts.permissions import Permission
from nightlight.foundation import clock
from nightlight.foundation.acts import over_many
from nightlight.foundation.bulk import write_back
from nightlight.foundation.refusals import NotFound, RuleRefusal
from nightlight.foundation.sealed import Actor
from nightlight.intake.lifecycle import ReportStatus
from nightlight.intake.models import Report, lane_of
from nightlight.policy import Dated
from nightlight.triage.folding import policy as folding_policy
from nightlight.triage.folding.alike import Found
from nightlight.triage.folding.policy import FoldingPolicy
from nightlight.triage.folding.standing_for import fold_by_hand, fold_by_rule
from nightlight.triage.models import Assessment, Fold
from nightlight.triage.replacing import not_before


def _folded(report: Any) -> Mapping[str, Any]:
    return {"into": str(report.folded_into_id)}


@over_many("report.folded_by_rule", needs=Permission.REPORT_ROUTE, each=_folded)
def fold_alike(
    reports: Sequence[Report], *, by: Actor, leads: Mapping[UUID, Found], rules: Dated[FoldingPolicy]
) -> list[Report]:
    """Fold reports into the leads that a rule of the policy in force found for them."""
    fold_by_rule(reports, leads, rules, by=by, at=clock.now())
    return list(reports)


OTHERS_WORK = "Only reports that the same agency works fold into one lead. Transfer them first"


@over_many("report.folded", needs=Permission.REPORT_ASSIGN, each=_folded)
def fold(reports: Sequence[Report], *, into: Report, by: Actor, because: str) -> list[Report]:
    """Fold reports into one lead that stands for them; all are kept, and each fold can be undone.

    Raises RuleRefusal without a reason, for reports of another agency than the lead's, for closed ones, for one that
    is folded or stands for others itself, and for one of a tier that is never folded; NotFound for a lead that the
    actor does not see.
    """
    lead = _lead(into, by)
    _require_foldable(reports, lead, because, by)
    fold_by_hand(reports, lead, because, by=by, at=clock.now())
    return list(reports)


@over_many("report.unfolded", needs=Permission.REPORT_ASSIGN)
def unfold(reports: Sequence[Report], *, by: Actor, because: str) -> list[Report]:
    """Let folded reports stand by themselves again. Raises RuleRefusal without a reason, and for one not folded."""
    if not because.strip():
        raise RuleRefusal("Undoing a fold needs a reason. Say why in a sentence; nothing was changed.")
    _require_held_where_offered(reports, by)
    if any(report.folded_into_id is None for report in reports):
        raise RuleRefusal("A report of the selection is not folded. Leave it out; nothing was changed.")
    holding: Any = Fold.objects.visible_to(by).filter(undone_at=None)
    holding.filter(report__in=[report.pk for report in reports]).update(
        undone_at=not_before("folded_at", clock.now()), undone_because=because.strip()
    )
    for report in reports:
        report.folded_into_id, report.changed_at = None, clock.now()
        report.lane = lane_of(report)
    write_back(reports, "folded_into", "lane", "changed_at")
    return list(reports)


def _require_held_where_offered(reports: Sequence[Report], by: Actor) -> None:
    """Refuse to part what somebody else holds and only offers: who is asked sees it, and may do nothing yet."""
    offered = [report.pk for report in reports if report.offered_to_id]
    held: Any = Report.objects.visible_to(by).filter(by.sees("assigned_to"), pk__in=offered)
    if offered and held.exclude(assigned_to=None).count() < len(offered):
        raise RuleRefusal(f"{OTHERS_WORK}; nothing was changed.")


def _lead(into: Report, by: Actor) -> Report:
    found: Any = Report.objects.visible_to(by).select_for_update(of=("self",)).filter(pk=into.pk).first()
    if found is None:
        raise NotFound
    return found  # type: ignore[no-any-return]


def _require_foldable(reports: Sequence[Report], lead: Report, because: str, by: Actor) -> None:
    rules = folding_policy.policy(clock.today()).content
    standing: Any = Report.objects.visible_to(by).filter(folded_into__in=[report.pk for report in reports])
    tiers: Any = Assessment.objects.visible_to(by)
    urgent = tiers.current().filter(report__in=[report.pk for report in reports], tier__in=rules.never_tiers)
    closed = any(report.status == ReportStatus.CLOSED for report in (*reports, lead))
    for stands_against, words in (
        (not because.strip(), "Folding needs a reason. Say why in a sentence"),
        (any(report.pk == lead.pk for report in reports), "A report is not folded into itself. Choose another lead"),
        (closed, "A closed report is not folded, and nothing folds into one. Leave it out"),
        (any(one.offered_to_id for one in (*reports, lead)), "One of them is offered to another agency. Withdraw that"),
        (lead.folded_into_id is not None, "This lead is folded into another. Choose that one"),
        (any(report.folded_into_id for report in reports), "A report of the selection is folded already. Leave it out"),
        (any(report.assigned_to_id != lead.assigned_to_id for report in reports), OTHERS_WORK),
        (standing.exists(), "A report of the selection stands for others. Undo their folds first"),
        (urgent.exists(), "A report of immediate risk always stands by itself. Leave it out"),
    ):
        if stands_against:
            raise RuleRefusal(f"{words}; nothing was changed.")
