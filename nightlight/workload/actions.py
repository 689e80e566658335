"""A report is given to a person of the agency that holds it; people's skills and leave are written down."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from nightlight.accounts.models import User, UserKind
from nightlight.accounts.permissions import Permission
from nightlight.foundation import clock, ids
from nightlight.foundation.acts import act, creating, over_many
from nightlight.foundation.bulk import insert, unsaved, write_back
from nightlight.foundation.refusals import NotFound, RuleRefusal
from nightlight.foundation.sealed import Actor
from nightlight.intake.lifecycle import ReportStatus
from nightlight.intake.models import Report
from nightlight.triage.replacing import not_before
from nightlight.triage.routing.by_person import require_whole_leads
from nightlight.workload.models import REASON_LETTERS, Leave, PersonalAssignment, Skill
from nightlight.workload.policy import policy

GIVEN_ON = "It was given to somebody else."
OPEN = {ReportStatus.ASSIGNED.value, ReportStatus.UNDER_INVESTIGATION.value}


def _with(report: Any) -> Mapping[str, Any]:
    return {"person": str(report.worked_by_id)}


@over_many("report.given_to_person", needs=Permission.REPORT_ASSIGN, each=_with)
def give(reports: Sequence[Report], *, to: User, by: Actor, because: str) -> list[PersonalAssignment]:
    """Give reports to a person of the agency that holds them, with a receipt. A lead goes whole.

    Raises RuleRefusal without a reason, for a report of another agency, one that nobody works on, or one the person
    has already, and for who is no person there that may work reports.
    """
    _require_reason(because)
    _require_held(reports, by=by)
    require_whole_leads(reports, by=by)
    for stands_against, words in (
        (any(report.status not in OPEN for report in reports), "Only assigned reports are given to a person. Assign"),
        (any(report.assigned_to_id != to.agency_id for report in reports), "The person is not of the agency. Choose"),
        (not _works(to), "This account cannot work reports. Choose another"),
        (any(report.worked_by_id == to.pk for report in reports), "A report is with this person already. Leave it out"),
    ):
        if stands_against:
            raise RuleRefusal(f"{words}; nothing was changed.")
    now = clock.now()
    _end(reports, GIVEN_ON, by, now)
    made = [
        unsaved(
            PersonalAssignment,
            agency_id=report.assigned_to_id,
            report_id=report.pk,
            to_id=to.pk,
            at=now,
            by_user_id=by.pk,
            because=because.strip(),
        )
        for report in reports
    ]
    for assignment in made:
        assignment.receipt = f"P-{ids.spoken(assignment.pk)}"
    insert(made)
    for report in reports:
        report.worked_by_id = to.pk
    write_back(reports, "worked_by")
    return made


@over_many("report.taken_from_person", needs=Permission.REPORT_ASSIGN)
def take_back(reports: Sequence[Report], *, by: Actor, because: str) -> list[Report]:
    """Let reports be with nobody in particular again. Raises RuleRefusal without a reason, and for one that is."""
    _require_reason(because)
    _require_held(reports, by=by)
    require_whole_leads(reports, by=by)
    if any(report.worked_by_id is None for report in reports):
        raise RuleRefusal("A report of the selection is with nobody. Leave it out; nothing was changed.")
    _end(reports, because.strip(), by, clock.now())
    for report in reports:
        report.worked_by_id = None
    write_back(reports, "worked_by")
    return list(reports)


@creating("skill.recorded", needs=Permission.STAFF_MANAGE)
def add_skill(*, person: User, skill: str, first_day: date, by: Actor) -> Skill:
    """Write down that a person of the actor's agencies has a skill that the policy names, from a day on."""
    _require_colleague(person, by)
    if skill not in {each.id for each in policy(clock.today()).content.skills}:
        raise RuleRefusal("The policy in force names no such skill. Choose one of the list; nothing was changed.")
    held: Any = Skill.objects.visible_to(by).filter(person=person, skill=skill, last_day=None)
    if held.exists():
        raise RuleRefusal("The skill is written down for this person already; nothing was changed.")
    return Skill.objects.create(
        agency_id=person.agency_id, person=person, skill=skill, first_day=first_day, by_user_id=by.pk
    )


@act("skill.ended", needs=Permission.STAFF_MANAGE)
def end_skill(skill: Skill, *, by: Actor) -> Skill:
    """Write down that a skill no longer counts, from tomorrow on."""
    del by
    if skill.last_day is not None:
        raise RuleRefusal("The skill has ended already; nothing was changed.")
    skill.last_day = max(clock.today(), skill.first_day)
    skill.save(update_fields=["last_day"])
    return skill


@creating("leave.planned", needs=Permission.STAFF_MANAGE)
def plan_leave(*, person: User, first_day: date, last_day: date, by: Actor) -> Leave:
    """Write down that a person of the actor's agencies is away, both days included."""
    _require_colleague(person, by)
    if last_day < first_day:
        raise RuleRefusal("The leave ends before it begins. Look at the days; nothing was changed.")
    return Leave.objects.create(
        agency_id=person.agency_id, person=person, first_day=first_day, last_day=last_day, by_user_id=by.pk
    )


@act("leave.taken_back", needs=Permission.STAFF_MANAGE)
def take_back_leave(leave: Leave, *, by: Actor) -> Leave:
    """Write down that a person is not away after all."""
    del by
    if leave.taken_back_at is not None:
        raise RuleRefusal("The leave was taken back already; nothing was changed.")
    leave.taken_back_at = clock.now()
    leave.save(update_fields=["taken_back_at"])
    return leave


def _end(reports: Sequence[Report], because: str, by: Actor, now: datetime) -> None:
    """End what is open of these reports at their agency; also what another agency left behind and got back."""
    rows: Any = PersonalAssignment.objects.visible_to(by).filter(ended_at=None)
    rows.filter(report__in=[report.pk for report in reports]).update(
        ended_at=not_before("at", now), ended_by=by.pk, ended_because=because
    )


def _require_reason(because: str) -> None:
    if not because.strip() or len(because.strip()) > REASON_LETTERS:
        raise RuleRefusal(f"This needs a reason of at most {REASON_LETTERS} letters. Say why; nothing was changed.")


def _require_held(reports: Sequence[Report], *, by: Actor) -> None:
    held: Any = Report.objects.visible_to(by).filter(by.sees("assigned_to"), pk__in=[report.pk for report in reports])
    if held.exclude(assigned_to=None).count() < len(reports):
        raise RuleRefusal("Only reports that your agency holds are given to its people; nothing was changed.")


def _require_colleague(person: User, by: Actor) -> None:
    if not User.objects.get_queryset().visible_to(by).filter(pk=person.pk).exists():
        raise NotFound


def _works(person: User) -> bool:
    return person.kind == UserKind.PERSON and person.may(Permission.REPORT_WORK)
