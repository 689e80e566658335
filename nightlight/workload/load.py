"""What a task force has to do, in numbers: counted in the database, with a fixed number of questions."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Count, F, Min, Q, Window
from django.db.models.functions import RowNumber

from nightlight.intake.lifecycle import ReportStatus
from nightlight.intake.models import Report

HALF, NINE_TENTHS = 50, 90
AGES: tuple[tuple[str, int | None], ...] = (
    ("under 1 day", 1),
    ("1 to 3 days", 3),
    ("3 to 7 days", 7),
    ("7 to 30 days", 30),
    ("over 30 days", None),
)
"""How long a report is with the agency; each step to its number of days, the last without an end."""


@dataclass(frozen=True, slots=True)
class Waits:
    """How long it took until the first look, in seconds: of how many reports, the median and the 90th percentile."""

    looked_at: int = 0
    median: int | None = None
    ninetieth: int | None = None


@dataclass(frozen=True, slots=True)
class Held:
    """The open leads of one agency, or with one person, and how old the oldest is that nobody has."""

    open: int = 0
    folded: int = 0
    not_looked_at: int = 0
    with_nobody: int = 0
    oldest: datetime | None = None
    oldest_with_nobody: datetime | None = None
    ages: tuple[int, ...] = ()


def held_by_agency(agencies: Collection[UUID], *, at: datetime) -> Mapping[UUID, Held]:
    """Return what each agency holds. One query; who asks was asked before."""
    lead, free = Q(folded_into=None), Q(folded_into=None, worked_by=None)
    rows = (
        _open(agencies)
        .values("assigned_to")
        .annotate(
            open=Count("pk", filter=lead),
            folded=Count("pk", filter=~lead),
            not_looked_at=Count("pk", filter=lead & Q(first_look_seconds=None)),
            with_nobody=Count("pk", filter=free),
            oldest=Min("assigned_at", filter=lead),
            oldest_with_nobody=Min("assigned_at", filter=free),
            **_ages(at),
        )
    )
    return {row.pop("assigned_to"): _held(row) for row in rows}


def held_by_person(agencies: Collection[UUID]) -> Mapping[UUID, Held]:
    """Return what is with each person of these agencies, who has something. One query."""
    rows = (
        _open(agencies)
        .filter(folded_into=None)
        .exclude(worked_by=None)
        .values("worked_by")
        .annotate(
            open=Count("pk"),
            not_looked_at=Count("pk", filter=Q(first_look_seconds=None)),
            oldest=Min("assigned_at"),
        )
    )
    return {row.pop("worked_by"): _held(row) for row in rows}


def waits_by_agency(agencies: Collection[UUID], *, since: datetime) -> Mapping[UUID, Waits]:
    """Return the waits for a first look of what came to each agency since a moment. One query."""
    found: dict[UUID, dict[str, Any]] = {}
    for holder, seconds, place, number in _percentiles(agencies, since, by_agency=True):
        _put(found.setdefault(holder, {}), seconds, place, number)
    return {holder: Waits(**values) for holder, values in found.items()}


def waits_of_all(agencies: Collection[UUID], *, since: datetime) -> Waits:
    """Return the waits for a first look of what came to any of these agencies since a moment. One query."""
    values: dict[str, Any] = {}
    for _, seconds, place, number in _percentiles(agencies, since, by_agency=False):
        _put(values, seconds, place, number)
    return Waits(**values)


def _put(values: dict[str, Any], seconds: int, place: int, number: int) -> None:
    values["looked_at"] = number
    if place == _rank(number, HALF):
        values["median"] = seconds
    if place == _rank(number, NINE_TENTHS):
        values["ninetieth"] = seconds


def _rank(number: Any, percent: int) -> Any:
    """Return the nearest rank: the smallest place that so many of a hundred do not exceed."""
    return -(-number * percent // 100)


def _percentiles(agencies: Collection[UUID], since: datetime, *, by_agency: bool) -> Sequence[tuple[Any, ...]]:
    """Return holder, seconds, place and number of the rows that are the percentiles, found by the database.

    Nearest rank, because SQLite knows no `percentile_cont`; integer division is the same on both databases.
    """
    parted = [F("assigned_to")] if by_agency else None
    rows = (
        _reports()
        .filter(assigned_to__in=agencies, assigned_at__gte=since, first_look_seconds__isnull=False, folded_into=None)
        .annotate(
            place=Window(RowNumber(), partition_by=parted, order_by=F("first_look_seconds").asc()),
            among=Window(Count("*"), partition_by=parted),
        )
        .filter(Q(place=(F("among") * HALF + 99) / 100) | Q(place=(F("among") * NINE_TENTHS + 99) / 100))
    )
    return list(rows.values_list("assigned_to", "first_look_seconds", "place", "among"))


def _open(agencies: Collection[UUID]) -> Any:
    working = [ReportStatus.ASSIGNED.value, ReportStatus.UNDER_INVESTIGATION.value]
    return _reports().filter(assigned_to__in=agencies, status__in=working)


def _reports() -> Any:
    return Report.objects.unscoped(
        because="a load is counted of agencies that the reader was found to see; only numbers are read"
    ).order_by()


def _ages(at: datetime) -> dict[str, Count]:
    """Return the counts of leads by how long the agency has them."""
    counts, younger = {}, at
    for place, (_, days) in enumerate(AGES):
        older = at - timedelta(days=days) if days else None
        span = Q(folded_into=None, assigned_at__lte=younger) if place else Q(folded_into=None)
        counts[f"age_{place}"] = Count("pk", filter=span & Q(assigned_at__gt=older) if older else span)
        younger = older or younger
    return counts


def _held(row: dict[str, Any]) -> Held:
    ages = tuple(row.pop(f"age_{place}") for place in range(len(AGES)) if f"age_{place}" in row)
    return Held(**row, ages=ages)
