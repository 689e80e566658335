"""How many of the seven things of a complete report an assessment found, from what is stored beside it."""

from django.db.models import Case, IntegerField, Q, Value, When
from django.db.models.expressions import CombinedExpression

from nightlight.triage.assessment.facts import Fact
from nightlight.triage.assessment.in_database import states

F = Fact


def items_stated() -> Case | CombinedExpression:
    """Return how many of the seven an assessment's report states, from 0 to 7; a mark that is not set says nothing.

    Who and where from, a child, the file, when and by whose clock, viewed by the provider, a meme, generated. Source:
    Stanford Internet Observatory, How to Fix the Online Child Exploitation Reporting System, 2024, section 8.1.1.
    """
    who, child, file, when, viewed, meme, generated = (
        states(F.HAS_UPLOAD_ADDRESS) | states(F.HAS_ADDRESS),
        states(F.CHILD_REPORTED),
        states(F.HAS_FILES),
        ~Q(report__incident_as_given="") & ~Q(report__incident_time_definition=""),
        states(F.HAS_FILES) & ~states(F.UNVIEWED_FILES),
        states(F.MEME) | states(F.VIRAL),
        states(F.GENERATIVE_AI),
    )
    count: Case | CombinedExpression = _one(who)
    for item in (child, file, when, viewed, meme, generated):
        count = count + _one(item)
    return count


def _one(item: Q) -> Case:
    return Case(When(item, then=Value(1)), default=Value(0), output_field=IntegerField())
