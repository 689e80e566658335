"""What the pages about cases read: one case with everything that belongs to it, and the list of cases."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Count

from nightlight.foundation.refusals import NotFound
from nightlight.foundation.sealed import Actor, SealedQuerySet
from nightlight.intake.models import Report
from nightlight.investigations.categories import OffenceCategory, category_set
from nightlight.investigations.lifecycle import CaseStatus
from nightlight.investigations.models import Arrest, ArrestCategory, Case, CaseReport, Charge, Subject
from nightlight.investigations.timeline import Happening, timeline

PAGE = 50


@dataclass(frozen=True, slots=True)
class ArrestRead:
    """An arrest with its categories, in the wording of its day, and its charges."""

    arrest: Arrest
    category: OffenceCategory
    further: tuple[OffenceCategory, ...]
    charges: tuple[Charge, ...]


@dataclass(frozen=True, slots=True)
class CasePage:
    """What the page of one case shows. Children are not here: they have rights of their own, one floor up."""

    case: Case
    reports: tuple[Report, ...]
    subjects: tuple[Subject, ...]
    arrests: tuple[ArrestRead, ...]
    timeline: tuple[Happening, ...]


@dataclass(frozen=True, slots=True)
class CaseLine:
    """A case in a list, and how much belongs to it."""

    case: Case
    reports: int
    subjects: int
    arrests: int


@dataclass(frozen=True, slots=True)
class CaseList:
    """A part of the list of cases, and how many there are in all."""

    lines: tuple[CaseLine, ...]
    total: int


def case_page(actor: Actor, pk: UUID) -> CasePage:
    """Return everything about one case, in a fixed number of queries. Raises NotFound.

    Reports that the actor may not read are left out.
    """
    case = Case.objects.visible_to(actor).select_related("agency").filter(pk=pk).first()
    if case is None:
        raise NotFound
    links = tuple(CaseReport.objects.visible_to(actor).filter(case=case).order_by("recorded_at", "pk"))
    readable = Report.objects.visible_to(actor).in_bulk([link.report_id for link in links])
    joined = tuple((link, readable[link.report_id]) for link in links if link.report_id in readable)
    subjects = tuple(Subject.objects.visible_to(actor).filter(case=case).order_by("recorded_at", "pk"))
    arrests = _arrests(actor, case)
    return CasePage(
        case,
        tuple(report for _, report in joined),
        subjects,
        arrests,
        timeline(
            case,
            joined=joined,
            subjects=subjects,
            arrests=(read.arrest for read in arrests),
            charges=(charge for read in arrests for charge in read.charges),
        ),
    )


def cases_for(actor: Actor, *, status: CaseStatus | None = None, offset: int = 0, limit: int = PAGE) -> CaseList:
    """Return the actor's cases, the last opened first, from `offset` on, at most `limit`. A fixed number of queries."""
    cases = Case.objects.visible_to(actor)
    if status is not None:
        cases = cases.filter(status=status)
    page = list(cases.select_related("agency").order_by("-opened_at", "-pk")[offset : offset + limit])
    reports, subjects, arrests = (
        _counted(rows.visible_to(actor), page) for rows in (CaseReport.objects, Subject.objects, Arrest.objects)
    )
    lines = (CaseLine(case, reports[case.pk], subjects[case.pk], arrests[case.pk]) for case in page)
    return CaseList(tuple(lines), cases.count())


def _counted(rows: SealedQuerySet[Any], cases: Iterable[Case]) -> Counter[UUID]:
    of_cases = rows.filter(case__in=[case.pk for case in cases]).order_by()
    return Counter(dict(of_cases.values_list("case_id").annotate(how_many=Count("pk"))))


def _arrests(actor: Actor, case: Case) -> tuple[ArrestRead, ...]:
    arrests = Arrest.objects.visible_to(actor).filter(case=case).select_related("subject")
    charges: dict[UUID, list[Charge]] = defaultdict(list)
    for charge in Charge.objects.visible_to(actor).filter(arrest__case=case).order_by("recorded_at", "pk"):
        charges[charge.arrest_id].append(charge)
    further: dict[UUID, list[str]] = defaultdict(list)
    for row in ArrestCategory.objects.visible_to(actor).filter(arrest__case=case).order_by("category"):
        further[row.arrest_id].append(row.category)
    read = []
    for arrest in arrests.order_by("arrested_on", "pk"):
        worded = category_set(arrest.category_set).content.of
        also = tuple(worded(code) for code in further[arrest.pk])
        read.append(ArrestRead(arrest, worded(arrest.category), also, tuple(charges[arrest.pk])))
    return tuple(read)
