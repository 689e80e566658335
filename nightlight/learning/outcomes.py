"""What became of a report, as investigations and victims record it: one word, the one that says most."""

from typing import Any

from django.db.models import Case, CharField, Exists, OuterRef, TextChoices, Value, When

from nightlight.foundation.sealed import Actor
from nightlight.intake.lifecycle import ReportStatus
from nightlight.investigations.lifecycle import CaseStatus, SubjectStatus
from nightlight.investigations.models import Arrest, CaseReport, Finding, Subject
from nightlight.victims.lifecycle import VictimStatus
from nightlight.victims.models import Victim


class Outcome(TextChoices):
    """What became of a report, from the one that says most. Open says: not known yet, never nothing."""

    CHILD_IDENTIFIED = "child_identified", "child identified"
    PRODUCED_OR_ABUSED = "produced_or_abused", "found to have produced or abused"
    CHARGED_ABUSE = "charged_abuse", "arrest, charged with contact abuse"
    CHARGED_PRODUCTION = "charged_production", "arrest, charged with production"
    ARREST = "arrest", "arrest"
    CASE_WITHOUT = "case_without", "case closed without these"
    NO_CASE = "no_case", "closed without a case"
    OPEN = "open", "not known yet"


LED_SOMEWHERE = (
    Outcome.CHILD_IDENTIFIED,
    Outcome.PRODUCED_OR_ABUSED,
    Outcome.CHARGED_ABUSE,
    Outcome.CHARGED_PRODUCTION,
    Outcome.ARREST,
)
"""Outcomes that bear out a high tier."""


def _child_identified(actor: Actor) -> Exists:
    """Return whether a child of the case of an assessment's report was identified, as far as the actor may know."""
    rows = Victim.objects.filter(status=VictimStatus.IDENTIFIED, case__case_reports__report=OuterRef("report"))
    return Exists(rows.visible_to(actor))


def outcome(actor: Actor) -> Case:
    """Return the outcome of the report of an assessment as an expression; of an arrest, without what was charged.

    Counts what the actor may know: whoever may not read of children, or of cases, sees no such outcome. That is for
    the page to say (`hidden_from`). A person who was cleared is no outcome. All reports of a case share its outcome.
    """
    found = Subject.objects.exclude(finding=Finding.NONE).filter(case__case_reports__report=OuterRef("report"))
    arrested = Arrest.objects.exclude(subject__status=SubjectStatus.CLEARED)
    arrested = arrested.filter(case__case_reports__report=OuterRef("report"))
    joined: Any = CaseReport.objects.filter(report=OuterRef("report"))
    return Case(
        When(_child_identified(actor), then=Value(Outcome.CHILD_IDENTIFIED.value)),
        When(Exists(found.visible_to(actor)), then=Value(Outcome.PRODUCED_OR_ABUSED.value)),
        When(Exists(arrested.visible_to(actor)), then=Value(Outcome.ARREST.value)),
        When(
            Exists(joined.filter(case__status=CaseStatus.CLOSED).visible_to(actor)),
            then=Value(Outcome.CASE_WITHOUT.value),
        ),
        When(Exists(joined.visible_to(actor)), then=Value(Outcome.OPEN.value)),
        When(report__status=ReportStatus.CLOSED, then=Value(Outcome.NO_CASE.value)),
        default=Value(Outcome.OPEN.value),
        output_field=CharField(),
    )


def hidden_from(actor: Actor) -> tuple[str, ...]:
    """Return the rights without which an outcome does not show, and that the actor lacks."""
    return tuple(right for right in ("victim:read", "case:read") if not actor.may(right))
