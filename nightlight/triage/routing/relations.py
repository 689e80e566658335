"""How an agency hands a report to another: at once, or as an offer that the other answers."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from enum import StrEnum
from uuid import UUID

from pydantic import PositiveInt

from nightlight.agencies.models import Agency, AgencyKind, Membership
from nightlight.foundation import clock
from nightlight.foundation.refusals import RuleRefusal
from nightlight.foundation.sealed import Actor
from nightlight.intake.models import Report
from nightlight.policy import Dated, in_force
from nightlight.policy.dated import PolicyFile

NAME = "triage.handing"
OTHERS_AFFILIATE = (
    "This affiliate is not one of the task force that holds the report. Assign it to the affiliate's own task force; "
    "nothing was changed."
)


class Way(StrEnum):
    """How a report is handed on."""

    AT_ONCE = "at_once"
    OFFER = "offer"


class Relation(StrEnum):
    """Who hands to whom; each has its way in the policy."""

    FROM_A_DESK = "from_a_desk"
    BETWEEN_TASK_FORCES = "between_task_forces"
    TO_OWN_AFFILIATE = "to_own_affiliate"
    BACK_UP = "back_up"


class HandingPolicy(PolicyFile):
    """The dated rules of handing on."""

    from_a_desk: Way
    between_task_forces: Way
    to_own_affiliate: Way
    back_up: Way
    hours_to_answer: PositiveInt

    def way(self, relation: Relation) -> Way:
        """Return how a report is handed on in a relation."""
        return Way(getattr(self, relation.value))


def policy(on: date) -> Dated[HandingPolicy]:
    """Return the policy of handing on that is in force on a date."""
    return in_force(NAME, on=on, schema=HandingPolicy)


def relations(reports: Sequence[Report], to: Agency, *, by: Actor) -> list[Relation]:
    """Return how each report would pass from its holder to an agency. Two queries.

    Raises RuleRefusal for an affiliate of another task force than the holder's.
    """
    holders = {report.assigned_to_id or by.agency_id for report in reports}
    over = _parents({to.pk, *holders})
    kind = dict(Agency.objects.filter(pk__in=[by.agency_id, *holders]).values_list("pk", "kind"))
    if to.kind == AgencyKind.AFFILIATE and any(not over[holder] & (over[to.pk] - {to.pk}) for holder in holders):
        raise RuleRefusal(OTHERS_AFFILIATE)
    return [_relation(report, to, over, kind, by) for report in reports]


def _relation(
    report: Report, to: Agency, over: Mapping[UUID, set[UUID]], kind: Mapping[UUID, str], by: Actor
) -> Relation:
    holder = report.assigned_to_id
    takes_back = holder is not None and to.pk in over[holder] and by.agency_id == to.pk
    from_a_desk = holder is None or kind[holder] not in {AgencyKind.TASK_FORCE, AgencyKind.AFFILIATE}
    if kind[by.agency_id] == AgencyKind.NATIONAL or from_a_desk:
        return Relation.FROM_A_DESK
    if takes_back or to.kind == AgencyKind.AFFILIATE:
        return Relation.TO_OWN_AFFILIATE
    return Relation.BACK_UP if to.pk in over[holder or by.agency_id] else Relation.BETWEEN_TASK_FORCES


def require_at_once(found: Iterable[Relation]) -> None:
    """Refuse what the policy in force leaves to the receiver to accept."""
    rules = policy(clock.today()).content
    if any(rules.way(relation) is Way.OFFER for relation in found):
        raise RuleRefusal(
            "The other agency is asked first: choose Transfer, and it accepts or refuses. Nothing was changed."
        )


def _parents(agencies: Iterable[UUID]) -> dict[UUID, set[UUID]]:
    """Return each agency with itself and what it stands under today."""
    over: dict[UUID, set[UUID]] = defaultdict(set)
    for agency in agencies:
        over[agency].add(agency)
    rows = Membership.objects.in_force(clock.today()).filter(agency__in=list(over))
    for agency, parent in rows.values_list("agency_id", "parent_id"):
        over[agency].add(parent)
    return over
