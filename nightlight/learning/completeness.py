"""How many things of the dated checklist an assessment found, from what is stored with it."""

from django.db.models import F, Value
from django.db.models.expressions import CombinedExpression
from django.db.models.functions import Length, Replace

from nightlight.triage.assessment.completeness import State


def items_stated() -> CombinedExpression:
    """Return how many items of the checklist an assessment's report has: what it lacks or does not say counts as none.

    Which items, and from where, says `nightlight.triage.assessment.completeness`.
    """
    others = Replace(F("completeness"), Value(State.HAS.value), Value(""))
    return Length(F("completeness")) - Length(others)
