"""What a report has to do with others: its versions, the lead it is folded into, what it names and what names it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from nightlight.foundation.sealed import Actor
from nightlight.intake.models import Report, StatedFact, report_is_visible_to
from nightlight.triage.models import Fold

MOST = 50
"""How many reports each list has at most; what is beyond is counted."""
PRIOR = "priorReport"
FOLDED = ("because", "rule", "folded_at", "report__number", "report__received_at")
LEAD = ("because", "rule", "policy_date", "folded_at", "into__number", "by_user__name")
"""What is read of a fold: from the side of the lead, and from the side of the report that stands under it."""


@dataclass(frozen=True, slots=True)
class Named:
    """An earlier report that the provider names by its number, and the report here that has it, where one is."""

    number: str
    report: Report | None


@dataclass(frozen=True, slots=True)
class Related:
    """The reports around one, as far as the reader sees them."""

    later_versions: int
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
        return bool(
            self.later_versions or self.follows or self.followed_by or self.fold or self.folded or self.named_by
        ) or (len(self.named) > 0)


def related(actor: Actor, report: Report, stated: Sequence[StatedFact]) -> Related:
    """Return what a report that the actor sees has to do with others; `stated` are its facts as they stand in it.

    Three queries, and one more for each of: the lead that it is folded into, the closed report that it follows, those
    that it names, the number of those beyond the most.
    """
    seen: Any = Report.objects.visible_to(actor)
    folds: Any = Fold.objects.visible_to(actor).filter(undone_at=None)
    under = folds.filter(into=report).select_related("report").only(*FOLDED).order_by("folded_at", "pk")
    standing = list(under[: MOST + 1])
    lead = folds.filter(report_is_visible_to(actor, "into"), report=report).select_related("into", "by_user")
    return Related(
        later_versions=report.versions - 1,
        follows=seen.filter(pk=report.follows_id).first() if report.follows_id else None,
        followed_by=list(seen.filter(follows=report).only("number").order_by("pk")[:MOST]),
        fold=lead.only(*LEAD).first() if report.folded_into_id else None,
        folds=standing[:MOST],
        folded=len(standing) if len(standing) <= MOST else under.count(),
        named=_named(seen, stated),
        named_by=_naming(actor, report),
    )


def _named(seen: Any, stated: Sequence[StatedFact]) -> list[Named]:
    numbers = list(dict.fromkeys([fact.value for fact in stated if fact.name == PRIOR][:MOST]))
    rows = seen.filter(number__in=numbers).only("number").order_by("-pk") if numbers else ()
    found = {one.number: one for one in rows}
    return [Named(number, found.get(number)) for number in numbers]


def _naming(actor: Actor, report: Report) -> list[Report]:
    """Return the reports that name this one. Each fact asks for itself whether the reader sees its report."""
    stated: Any = StatedFact.objects.visible_to(actor).filter(name=PRIOR, value=report.number)
    naming: Any = Report.objects.unscoped(because="a report is seen by whoever sees its facts, by which it is found")
    rows = naming.filter(pk__in=stated.values("report")).exclude(pk=report.pk)
    return list(rows.only("number").order_by("-pk")[:MOST]) if report.number else []
