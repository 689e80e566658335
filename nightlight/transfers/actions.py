"""A report is offered to another agency, which accepts or refuses; the sender may withdraw."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from nightlight.accounts.permissions import Permission
from nightlight.agencies.models import Agency, AgencyKind
from nightlight.foundation import clock, ids
from nightlight.foundation.acts import over_many
from nightlight.foundation.bulk import insert, unsaved, write_back
from nightlight.foundation.refusals import RuleRefusal
from nightlight.foundation.sealed import Actor
from nightlight.intake.lifecycle import LIFECYCLE as REPORT_LIFECYCLE
from nightlight.intake.models import Report
from nightlight.transfers import rules
from nightlight.transfers.lifecycle import LIFECYCLE, Ground, TransferState
from nightlight.transfers.models import Transfer
from nightlight.triage.routing import relations
from nightlight.triage.routing.by_person import hand_on, require_whole_leads
from nightlight.triage.routing.origin import Origin, origins

TAKEN_OVER = "Accepted as offered: {because}"


def _offered(report: Any) -> Mapping[str, Any]:
    return {"to": str(report.offered_to_id)}


def _assigned(report: Any) -> Mapping[str, Any]:
    return {"to": str(report.assigned_to_id)}


@over_many("report.offered", needs=Permission.REPORT_ASSIGN, each=_offered)
def offer(reports: Sequence[Report], *, to: Agency, by: Actor, ground: Ground, because: str) -> list[Transfer]:
    """Offer reports to another agency, which has until a moment of the policy in force to answer. A lead goes whole.

    The sender holds them until then. Raises RuleRefusal without a reason, for a report that somebody else holds, that
    is offered already, or that the policy hands over at once; IllegalMove for one that is being worked or closed.
    """
    rules.require_reason(because)
    rules.require_held(reports, by=by)
    if to.kind not in {AgencyKind.TASK_FORCE, AgencyKind.AFFILIATE}:
        raise RuleRefusal("Reports are offered to task forces and their affiliates only; nothing was changed.")
    if any(report.offered_to_id for report in reports):
        raise RuleRefusal("A report of the selection is offered already. Withdraw that first; nothing was changed.")
    if any(report.assigned_to_id == to.pk for report in reports):
        raise RuleRefusal("A report of the selection is there already. Leave it out; nothing was changed.")
    for report in reports:
        REPORT_LIFECYCLE.after("assign", report.status)
    handing = relations.policy(clock.today())
    found = relations.relations(reports, to, by=by)
    if all(handing.content.way(relation) is relations.Way.AT_ONCE for relation in found):
        raise RuleRefusal(
            "Here nobody needs to be asked: choose Assign, and it goes over at once. Nothing was changed."
        )
    require_whole_leads(reports, by=by)
    now = clock.now()
    rules.end_overtaken(reports, by=by, at=now)
    came, due = origins(reports, by=by), now + timedelta(hours=handing.content.hours_to_answer)
    told = {"ground": ground.value, "because": because.strip(), "offered_at": now, "due_at": due, "by_user_id": by.pk}
    told |= {"policy_date": handing.in_force_from, "policy_digest": handing.digest}
    transfers = [_transfer(report, to, came.get(report.pk, Origin()), told) for report in reports]
    insert(transfers)
    for report in reports:
        report.offered_to_id = to.pk
    write_back(reports, "offered_to")
    return transfers


def _transfer(report: Report, to: Agency, came: Origin, told: Mapping[str, Any]) -> Transfer:
    made = unsaved(
        Transfer,
        agency_id=report.assigned_to_id,
        to_id=to.pk,
        report_id=report.pk,
        number=report.number,
        rule=came.rule,
        county=came.county,
        asn=came.asn,
        **told,
    )
    made.receipt = f"T-{ids.spoken(made.pk)}"
    return made


@over_many("report.transfer_accepted", needs=Permission.REPORT_ASSIGN, each=_assigned)
def accept(reports: Sequence[Report], *, by: Actor) -> list[Report]:
    """Take over reports that are offered to the actor's agency. Raises RuleRefusal for one that is not."""
    transfers, now = rules.standing_to(reports, by=by), clock.now()
    require_whole_leads(reports, by=by)
    _answer(transfers, "accept", by, now)
    reasons: dict[str, list[Report]] = {}
    for report in reports:
        reasons.setdefault(transfers[report.pk].because, []).append(report)
    for because, offered in reasons.items():
        to: dict[UUID, UUID] = {report.pk: transfers[report.pk].to_id for report in offered}
        hand_on(offered, to, TAKEN_OVER.format(because=because), by=by, at=now)
    return list(reports)


@over_many("report.transfer_refused", needs=Permission.REPORT_ASSIGN)
def refuse(reports: Sequence[Report], *, by: Actor, ground: Ground, because: str) -> list[Report]:
    """Refuse reports that are offered to the actor's agency; they stay with the sender, who reads the reason."""
    rules.require_reason(because)
    transfers = rules.standing_to(reports, by=by)
    require_whole_leads(reports, by=by)
    for transfer in transfers.values():
        transfer.answer_ground, transfer.answer_because = ground.value, because.strip()
    _answer(transfers, "refuse", by, clock.now())
    rules.no_longer_offered(reports)
    return list(reports)


@over_many("report.transfer_withdrawn", needs=Permission.REPORT_ASSIGN)
def withdraw(reports: Sequence[Report], *, by: Actor, because: str) -> list[Report]:
    """Take offers back that the actor's agency made and nobody has answered."""
    rules.require_reason(because)
    rules.require_held(reports, by=by)
    transfers = rules.standing(reports, by=by)
    require_whole_leads(reports, by=by)
    for transfer in transfers.values():
        transfer.answer_because = because.strip()
    _answer(transfers, "withdraw", by, clock.now())
    rules.no_longer_offered(reports)
    return list(reports)


def _answer(transfers: Mapping[UUID, Transfer], move: str, by: Actor, now: datetime) -> None:
    for transfer in transfers.values():
        transfer.state = TransferState(LIFECYCLE.after(move, transfer.state)).value
        transfer.answered_at, transfer.answered_by_id = max(now, transfer.offered_at), by.pk
    write_back(list(transfers.values()), "state", "answered_at", "answered_by", "answer_ground", "answer_because")
