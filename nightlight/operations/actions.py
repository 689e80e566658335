"""What people do about operations: define one, enrol agencies, start it, close it, record presentations."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from nightlight.accounts.permissions import Permission
from nightlight.agencies.models import Agency, AgencyKind
from nightlight.foundation import clock
from nightlight.foundation.acts import act, creating
from nightlight.foundation.refusals import RuleRefusal
from nightlight.foundation.sealed import Actor
from nightlight.investigations.categories import category_set
from nightlight.operations.lifecycle import LIFECYCLE, OperationStatus
from nightlight.operations.models import Audience, Operation, Participation, Presentation, Scope
from nightlight.policy.dated import NoPolicyInForce

BATCH = 500
MAY_TAKE_PART = frozenset({AgencyKind.TASK_FORCE, AgencyKind.AFFILIATE, AgencyKind.FEDERAL})


@dataclass(frozen=True, slots=True)
class Definition:
    """An operation to be: its window includes both days; it counts by the category set in force on `category_set`."""

    code: str
    name: str
    scope: Scope
    starts_on: date
    ends_on: date
    category_set: date


@dataclass(frozen=True, slots=True)
class PresentationHeld:
    """A talk that was given, and how many people heard it."""

    held_on: date
    audience: Audience
    people_reached: int


@creating("operation.defined", needs=Permission.OPERATION_DEFINE)
def define_operation(definition: Definition, *, by: Actor) -> Operation:
    """Define an operation, owned by the actor's agency and still without participants.

    Raises RuleRefusal when the window ends before it begins, no category set was in force, or the agency has an
    operation of that code.
    """
    if definition.ends_on < definition.starts_on:
        raise RuleRefusal("An operation ends on or after its first day. Correct the window; nothing was changed.")
    own = Operation.objects.visible_to(by).filter(agency=by.agency_id, code=definition.code)
    if own.exists():
        raise RuleRefusal("Your agency has an operation of this code. Choose another code; nothing was changed.")
    return Operation.objects.create(
        agency_id=by.agency_id,
        code=definition.code,
        name=definition.name,
        scope=definition.scope,
        starts_on=definition.starts_on,
        ends_on=definition.ends_on,
        category_set=_category_set(definition.category_set),
    )


@act("operation.enrolled", needs=Permission.OPERATION_DEFINE)
def enrol(operation: Operation, *, agencies: Sequence[Agency], by: Actor) -> list[Participation]:
    """Let agencies take part, each with everything under it; return the participations that are new.

    Raises RuleRefusal for an operation that is closed or somebody else's, and for an agency that does not
    investigate: the national coordinator, a provider, a partner.
    """
    _require_owner(operation, by)
    if operation.status == OperationStatus.CLOSED:
        raise RuleRefusal("A closed operation takes nobody in; nothing was changed.")
    unfit = sorted(agency.name for agency in agencies if agency.kind not in MAY_TAKE_PART)
    if unfit:
        raise RuleRefusal(f"Only agencies that investigate take part, not {', '.join(unfit)}. Nothing was changed.")
    joined = set(Participation.objects.visible_to(by).filter(operation=operation).values_list("agency_id", flat=True))
    fresh = dict.fromkeys(agency.pk for agency in agencies if agency.pk not in joined)
    return Participation.objects.bulk_create(
        [Participation(agency_id=agency_id, operation=operation) for agency_id in fresh], batch_size=BATCH
    )


@act("operation.started", needs=Permission.OPERATION_DEFINE)
def start(operation: Operation, *, by: Actor) -> Operation:
    """Say that a planned operation has begun."""
    _require_owner(operation, by)
    operation.status = LIFECYCLE.after("start", operation.status)
    operation.started_at = clock.now()
    operation.save(update_fields=["status", "started_at"])
    return operation


@act("operation.closed", needs=Permission.OPERATION_DEFINE)
def close(operation: Operation, *, by: Actor) -> Operation:
    """Close a running operation. Its figures stay live: what is recorded later still counts by its date."""
    _require_owner(operation, by)
    operation.status = LIFECYCLE.after("close", operation.status)
    operation.closed_at = clock.now()
    operation.save(update_fields=["status", "closed_at"])
    return operation


@creating("presentation.recorded", needs=Permission.PRESENTATION_RECORD)
def record_presentations(held: Sequence[PresentationHeld], *, by: Actor) -> list[Presentation]:
    """Record talks that the actor's agency gave. Raises RuleRefusal when one reached fewer than no people."""
    if any(talk.people_reached < 0 for talk in held):
        raise RuleRefusal("A presentation reaches nobody or more. Correct the number; nothing was changed.")
    return Presentation.objects.bulk_create(
        [
            Presentation(
                agency_id=by.agency_id,
                held_on=talk.held_on,
                audience=talk.audience,
                people_reached=talk.people_reached,
            )
            for talk in held
        ],
        batch_size=BATCH,
    )


def _category_set(on: date) -> date:
    try:
        return category_set(on).in_force_from
    except NoPolicyInForce:
        raise RuleRefusal("There were no offense categories on that date. Choose a later one.") from None


def _require_owner(operation: Operation, by: Actor) -> None:
    if operation.agency_id != by.agency_id:
        raise RuleRefusal("Only the agency that owns an operation changes it. Ask its owner; nothing was changed.")
