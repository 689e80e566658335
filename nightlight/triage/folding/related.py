"""What a report has to do with others: its versions, the lead it is folded into, what it names and what names it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from nightlight.foundation.sealed import Actor
from nightlight.intake.models import Report, ReportVersion, StatedFact
from nightlight.triage.models import Fold

MOST = 50
"""How many reports each list has at most; what is beyond is counted."""


@dataclass(frozen=True, slots=True)
class Named:
    """An earlier report that the provider names by its number, and the report here that has it, where one is."""

    number: str
    report: Report | None


@dataclass(frozen=True, slots=True)
class Related:
    """The reports around one, as far as the reader sees them."""

    versions: Sequence[ReportVersion]
    follows: Report | None
    followed_by: Sequence[Report]
    fold: Fold | None
    """The fold by which this report stands under its lead (`fold.into`), where it does."""
    folds: Sequence[Fold]
    """The folds by which others stand under this one (`fold.report`)."""
    folded: int
    named: Sequence[Named]
    named_by: Sequence[Report]

    @property
    def any(self) -> bool:
        """Whether there is anything to show."""
        return bool(self.versions or self.follows or self.followed_by or self.fold or self.folded or self.named_by) or (
            len(self.named) > 0
        )


def related(actor: Actor, report: Report) -> Related:
    """Return what the report has to do with others. A fixed number of queries, and one more beyond the most."""
    seen: Any = Report.objects.visible_to(actor)
    folds: Any = Fold.objects.visible_to(actor).filter(undone_at=None)
    under = folds.filter(into=report, report__in=seen).select_related("report", "by_user").order_by("folded_at", "pk")
    versions: Any = ReportVersion.objects.visible_to(actor).filter(report=report).order_by("position")
    standing = list(under[: MOST + 1])
    return Related(
        versions=list(versions.select_related("submission")),
        follows=seen.filter(pk=report.follows_id).first() if report.follows_id else None,
        followed_by=list(seen.filter(follows=report).order_by("pk")[:MOST]),
        fold=folds.filter(report=report, into__in=seen).select_related("into", "by_user").first(),
        folds=standing[:MOST],
        folded=len(standing) if len(standing) <= MOST else under.count(),
        named=_named(actor, seen, report),
        named_by=_naming(actor, seen, report),
    )


def _named(actor: Actor, seen: Any, report: Report) -> list[Named]:
    stated: Any = StatedFact.objects.visible_to(actor).filter(report=report, name="priorReport")
    numbers = list(dict.fromkeys(stated.order_by("pk").values_list("value", flat=True)[:MOST]))
    found = {one.number: one for one in seen.filter(number__in=numbers).order_by("-pk")}
    return [Named(number, found.get(number)) for number in numbers]


def _naming(actor: Actor, seen: Any, report: Report) -> list[Report]:
    stated: Any = StatedFact.objects.visible_to(actor).filter(name="priorReport", value=report.number).exclude(value="")
    return list(seen.filter(pk__in=stated.values("report")).exclude(pk=report.pk).order_by("-pk")[:MOST])
