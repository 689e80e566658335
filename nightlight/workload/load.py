"""What a task force has to do, in numbers: counted in the database, with a fixed number of questions."""

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import chain
from typing import Any
from uuid import UUID

from django.db.models import Case, Count, F, IntegerField, Min, Q, When

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

SPAN = Case(
    When(first_look_seconds__lt=3_600, then=F("first_look_seconds") / 10),
    When(first_look_seconds__lt=86_400, then=360 + F("first_look_seconds") / 300),
    default=648 + F("first_look_seconds") / 3_600,
    output_field=IntegerField(),
)
"""A wait as the number of a span, in their order: ten seconds in the first hour, then five minutes, then an hour."""


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
            open=Count("assigned_to", filter=lead),
            folded=Count("assigned_to", filter=~lead),
            not_looked_at=Count("assigned_to", filter=lead & Q(first_look_seconds=None)),
            with_nobody=Count("assigned_to", filter=free),
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
            open=Count("assigned_to"),
            not_looked_at=Count("assigned_to", filter=Q(first_look_seconds=None)),
            oldest=Min("assigned_at"),
        )
    )
    return {row.pop("worked_by"): _held(row) for row in rows}


def waits(agencies: Collection[UUID], *, since: datetime) -> tuple[Mapping[UUID, Waits], Waits]:
    """Return the waits for a first look of what came since a moment: of each agency, and of all together. Two queries.

    Nearest rank, because SQLite knows no `percentile_cont`. Nothing is sorted: the index of first looks is counted into
    spans, and only the spans in which a rank lies are read (decision 0030).
    """
    looked = _reports().filter(
        assigned_to__in=agencies, assigned_at__gte=since, first_look_seconds__isnull=False, folded_into=None
    )
    spans: dict[UUID, dict[int, int]] = defaultdict(dict)
    for holder, span, number in looked.annotate(span=SPAN).values_list("assigned_to", "span").annotate(Count("span")):
        spans[holder][span] = number
    if not spans:
        return {}, Waits()
    together = Counter[int]()
    for each in spans.values():
        together.update(each)
    own = {holder: [_span_of(rank, each) for rank in _ranks(sum(each.values()))] for holder, each in spans.items()}
    of_all = [_span_of(rank, together) for rank in _ranks(together.total())]
    wanted = Q(span__in=[span for span, _ in of_all])
    for holder, found in own.items():
        wanted |= Q(assigned_to=holder, span__in=[span for span, _ in found])
    read: dict[UUID, dict[int, list[int]]] = defaultdict(lambda: defaultdict(list))
    for holder, span, seconds in (
        looked.annotate(span=SPAN).filter(wanted).values_list("assigned_to", "span", "first_look_seconds")
    ):
        read[holder][span].append(seconds)
    by_agency = {
        holder: Waits(sum(spans[holder].values()), *(sorted(read[holder][span])[place] for span, place in found))
        for holder, found in own.items()
    }
    every = [sorted(chain(*(each[span] for each in read.values())))[place] for span, place in of_all]
    return by_agency, Waits(together.total(), *every)


def _ranks(number: int) -> tuple[int, int]:
    """Return the nearest ranks of median and 90th percentile: the first places with so many of a hundred up to them."""
    return -(-number * HALF // 100), -(-number * NINE_TENTHS // 100)


def _span_of(rank: int, spans: Mapping[int, int]) -> tuple[int, int]:
    """Return the span in which a rank lies, from 1, and its place within that, from 0."""
    before = 0
    for span in sorted(spans):
        if before + spans[span] >= rank:
            return span, rank - before - 1
        before += spans[span]
    raise ValueError("There is no such rank.")


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
        counts[f"age_{place}"] = Count("assigned_to", filter=span & Q(assigned_at__gt=older) if older else span)
        younger = older or younger
    return counts


def _held(row: dict[str, Any]) -> Held:
    ages = tuple(row.pop(f"age_{place}") for place in range(len(AGES)) if f"age_{place}" in row)
    return Held(**row, ages=ages)
