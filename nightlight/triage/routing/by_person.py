"""A person says whose reports are: the decision is written in the place of what stood, and they are handed over."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from nightlight.foundation.bulk import insert, unsaved
from nightlight.foundation.refusals import RuleRefusal
from nightlight.foundation.sealed import Actor
from nightlight.intake.models import Report
from nightlight.triage.actions.reassessing import judge_again
from nightlight.triage.folding import assigned as just_assigned
from nightlight.triage.folding.standing_for import folded_into
from nightlight.triage.grounds import Grounds
from nightlight.triage.lifecycle import Decided
from nightlight.triage.models import Assessment, Assignment, RouteDecision
from nightlight.triage.rejudging import judged_by_others
from nightlight.triage.replacing import not_before
from nightlight.triage.routing.handing import hand_over
from nightlight.triage.routing.origin import Origin, origins
from nightlight.urgent.raising import Judged, raise_alarms


def hand_on(
    reports: Sequence[Report], to: Mapping[UUID, UUID], because: str, *, by: Actor, at: datetime
) -> list[Assignment]:
    """Write that a person decided, and hand each report to the agency that `to` names, inside the act that runs."""
    _decide(reports, to, because, by, at)
    if others := judged_by_others(reports, to, by=by, at=at):  # while the actor still sees them
        judge_again(others, by=by, holders=to)
    tiers = _tiers(reports, by)
    made = hand_over(reports, to, dict.fromkeys(to, because), by=by, at=at)
    just_assigned.fold_what_is_alike(reports, Grounds(by, at.date()).rules, by=by, at=at)
    raise_alarms([Judged(report, *tiers[report.pk]) for report in reports if report.pk in tiers], at=at)
    return made


def _tiers(reports: Sequence[Report], by: Actor) -> dict[UUID, tuple[int, str]]:
    """Return the tier of each report and the rule that gave it, for whom it calls; while the actor still sees them."""
    rows: Any = Assessment.objects.visible_to(by)
    current = rows.current().filter(report__in=[report.pk for report in reports])
    return {pk: (tier, rule) for pk, tier, rule in current.values_list("report_id", "tier", "rule")}


def require_whole_leads(reports: Sequence[Report], *, by: Actor) -> None:
    """Refuse to part a lead from the reports that are folded into it."""
    chosen = {report.pk for report in reports}
    left = [report for report in folded_into(reports, by=by) if report.pk not in chosen]
    if left or any(report.folded_into_id and report.folded_into_id not in chosen for report in reports):
        raise RuleRefusal(
            "A lead and the reports folded into it go together. Choose all of them, or undo the fold first; nothing "
            "was changed."
        )


def _decide(reports: Sequence[Report], chosen: Mapping[UUID, UUID], because: str, by: Actor, now: datetime) -> None:
    """Write that a person decided the routes, in place of what stood before; first, while the actor still sees them."""
    came, nothing = origins(reports, by=by), Origin()
    old: Any = RouteDecision.objects.visible_to(by)
    old.current().filter(report__in=[report.pk for report in reports]).update(
        superseded_at=not_before("decided_at", now)
    )
    insert(
        [
            unsaved(
                RouteDecision,
                agency_id=report.agency_id,
                report_id=report.pk,
                decided=Decided.BY_PERSON.value,
                because=because,
                chosen_id=chosen[report.pk],
                county=came.get(report.pk, nothing).county,
                asn=came.get(report.pk, nothing).asn,
                decided_at=now,
            )
            for report in reports
        ]
    )
