"""What must hold before an act about a nomination happens. Each rule refuses in words for the reader."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from nightlight.foundation.refusals import NotFound, RuleRefusal
from nightlight.foundation.sealed import Actor
from nightlight.intake.formats.values import Role
from nightlight.intake.models import Report, ReportedPerson
from nightlight.investigations.lifecycle import SubjectStatus
from nightlight.investigations.models import CaseReport, Subject
from nightlight.suspects.asked import Stated, Suspicion
from nightlight.suspects.indicators import IndicatorPolicy
from nightlight.suspects.lifecycle import OPEN
from nightlight.suspects.models import Nomination
from nightlight.suspects.models.nominations import ACTIVITY_LETTERS, BASIS_LETTERS, REASON_LETTERS, STATED_LETTERS


def require_reason(because: str) -> str:
    """Return the reason, which is there and has 200 letters at most."""
    said = because.strip()
    if not said or len(said) > REASON_LETTERS:
        raise RuleRefusal(f"Give a reason of {REASON_LETTERS} letters at most; nothing was changed.")
    return said


def require_suspicion(asked: Suspicion) -> None:
    """Reasonable suspicion is documented: activity, basis, and that it was lawfully obtained."""
    if not asked.activity.strip() or len(asked.activity) > ACTIVITY_LETTERS:
        raise RuleRefusal(
            f"Name the criminal activity, in {ACTIVITY_LETTERS} letters at most (28 CFR 23.20(c)); nothing was changed."
        )
    if not asked.basis.strip() or len(asked.basis) > BASIS_LETTERS:
        raise RuleRefusal(
            f"Document the reasonable suspicion, in {BASIS_LETTERS} letters at most (28 CFR 23.20(a)); "
            "nothing was changed."
        )
    if not asked.is_lawfully_obtained:
        raise RuleRefusal("Say that the information was lawfully obtained (28 CFR 23.20(d)); nothing was changed.")


def require_indicators(stated: Sequence[Stated], policy: IndicatorPolicy) -> None:
    """At least one named indicator of the policy, each once, each with who states it."""
    if not stated:
        raise RuleRefusal("Name at least one indicator of seriousness or danger; a count lists nobody.")
    codes = [one.code for one in stated]
    if len(codes) != len(set(codes)):
        raise RuleRefusal("An indicator is given twice. Give each once; nothing was changed.")
    if unknown := sorted(code for code in codes if policy.named(code) is None):
        raise RuleRefusal(f"The policy in force has no indicator {', '.join(unknown)}. Nothing was changed.")
    if any(not one.stated_by.strip() or len(one.stated_by) > STATED_LETTERS for one in stated):
        raise RuleRefusal(
            f"Say for each indicator who states it, in {STATED_LETTERS} letters at most; nothing was changed."
        )


def require_nominable(who: Subject | ReportedPerson, *, by: Actor) -> dict[str, Any]:
    """Return the columns that say whom a nomination is of, and whose it will be. Raises NotFound for who is not seen.

    A subject of a case that was not cleared; or the person reported, by the name given, in a report that is assigned to
    the actor's agencies: never a child, a reporter or anybody else whom the report names.
    """
    return _subject(who, by) if isinstance(who, Subject) else _reported(who, by)


def _subject(who: Subject, by: Actor) -> dict[str, Any]:
    subject = Subject.objects.visible_to(by).filter(pk=who.pk).first()
    if subject is None:
        raise NotFound
    if subject.status == SubjectStatus.CLEARED:
        raise RuleRefusal("It was not this person: the subject is cleared. Nothing was changed.")
    _require_not_nominated(subject=subject)
    return {"agency_id": subject.agency_id, "subject": subject}


def _reported(who: ReportedPerson, by: Actor) -> dict[str, Any]:
    report = Report.objects.visible_to(by).filter(by.sees("assigned_to"), pk=who.report_id).first()
    if report is None:
        raise NotFound
    name = f"{who.first_name} {who.last_name}".strip()
    if who.role != Role.REPORTED or not name:
        raise RuleRefusal("Only a person reported by name can be nominated. Open a case to go on without a name.")
    _require_not_nominated(report=report, name_as_given=name)
    return {"agency_id": report.assigned_to_id, "report": report, "name_as_given": name}


def _require_not_nominated(**who: Any) -> None:
    everyone = Nomination.objects.unscoped(because="a person is nominated once at a time, whoever may see it")
    if everyone.filter(**who, status__in=OPEN).exists():
        raise RuleRefusal("This person is nominated already. Open that nomination; nothing was changed.")


def require_sources(stated: Sequence[Stated], columns: dict[str, Any], *, by: Actor) -> None:
    """Every report that an indicator rests on is the nominated person's: of the case, or the report itself."""
    asked = {one.report.pk for one in stated if one.report}
    if subject := columns.get("subject"):
        joined = CaseReport.objects.visible_to(by).filter(case_id=subject.case_id, report__in=asked)
        own: set[UUID] = set(joined.values_list("report_id", flat=True))
    else:
        own = {columns["report"].pk}
    if asked - own:
        raise RuleRefusal("An indicator rests on a report that does not belong to this person. Nothing was changed.")
