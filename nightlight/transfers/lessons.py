"""What misroutes teach: where reports from one place were passed on to, because it was not the holder's territory."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, F, Q

from nightlight.agencies.models import Agency
from nightlight.foundation.sealed import Actor
from nightlight.transfers.lifecycle import Ground, TransferState
from nightlight.transfers.models import Transfer
from nightlight.triage.models import RouteDecision

NOT_OURS = Ground.NOT_OUR_TERRITORY.value
COUNTY, NETWORK = "county", "asn"


@dataclass(frozen=True, slots=True)
class Lesson:
    """Of the reports from one place, or over one network, that came to an agency: how many went elsewhere."""

    by: str
    """`county` or `asn`."""
    place: str
    rules: tuple[str, ...]
    denied_by: Agency
    ended_with: Agency
    passed: int
    came: int
    """How many came to the agency from there, by a rule or as a rule suggested; at least as many as were passed on."""


def lessons(actor: Actor, *, since: datetime, by: str = COUNTY) -> list[Lesson]:
    """Return what was passed on since a moment, the most often passed first. Four queries.

    An agency says that a place is not its territory when it offers a report on for that reason and the other accepts,
    or when it refuses an offer for that reason and the sender does not keep it. Where the report is now is where it
    ended.
    """
    counted: dict[tuple[Any, UUID, UUID], int] = defaultdict(int)
    rules: dict[tuple[Any, UUID, UUID], set[str]] = defaultdict(set)
    for place, denied_by, ended, rule, number in (*_passed_on(actor, since, by), *_refused(actor, since, by)):
        counted[place, denied_by, ended] += number
        rules[place, denied_by, ended].add(rule)
    came = _came(actor, since, by, {place for place, _, _ in counted}, {denied for _, denied, _ in counted})
    agencies = {agency.pk: agency for agency in Agency.objects.filter(pk__in={pk for _, *two in counted for pk in two})}
    found = [
        Lesson(
            by,
            str(place),
            tuple(sorted(filter(None, rules[place, denied_by, ended]))),
            agencies[denied_by],
            agencies[ended],
            passed,
            max(passed, came.get((place, denied_by), 0)),
        )
        for (place, denied_by, ended), passed in counted.items()
    ]
    return sorted(found, key=lambda one: (-one.passed, one.place, one.denied_by.code, one.ended_with.code))


def _passed_on(actor: Actor, since: datetime, by: str) -> Sequence[tuple[Any, ...]]:
    told = Q(state=TransferState.ACCEPTED.value, ground=NOT_OURS)
    return _grouped(actor, since, by, told, "agency")


def _refused(actor: Actor, since: datetime, by: str) -> Sequence[tuple[Any, ...]]:
    told = Q(state=TransferState.REFUSED.value, answer_ground=NOT_OURS)
    return _grouped(actor, since, by, told, "to", exclude="agency")


def _grouped(
    actor: Actor, since: datetime, by: str, told: Q, denied_by: str, *, exclude: str = ""
) -> Sequence[tuple[Any, ...]]:
    """Return place, who denied it, where it ended, rule and number; not what is still with `exclude`, if named."""
    nowhere = Q(**{by: ""}) if by == COUNTY else Q(**{f"{by}__isnull": True})
    rows: Any = Transfer.objects.visible_to(actor).filter(told, answered_at__gte=since).exclude(nowhere)
    ended = rows.exclude(report__assigned_to=None).exclude(report__assigned_to=F(denied_by))
    if exclude:
        ended = ended.exclude(report__assigned_to=F(exclude))
    columns = (by, denied_by, "report__assigned_to", "rule")
    return list(ended.order_by().values_list(*columns).annotate(Count("report", distinct=True)))


def _came(
    actor: Actor, since: datetime, by: str, places: Iterable[Any], denied_by: Iterable[UUID]
) -> Mapping[tuple[Any, UUID], int]:
    rows: Any = RouteDecision.objects.visible_to(actor).filter(decided_at__gte=since)
    of_those = rows.filter(chosen__in=list(denied_by), **{f"{by}__in": list(places)})
    counted = of_those.order_by().values_list(by, "chosen").annotate(Count("report", distinct=True))
    return {(place, agency): number for place, agency, number in counted}
