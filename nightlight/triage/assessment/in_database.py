"""A priority policy as an expression: the database judges past reports from the facts that were kept of them."""

from django.db.models import Case, IntegerField, Q, Value, When
from django.db.models.functions import StrIndex
from django.db.models.lookups import GreaterThan

from nightlight.triage.assessment.conditions import When as Condition
from nightlight.triage.assessment.priority import PriorityPolicy


def tier_by(policy: PriorityPolicy) -> Case:
    """Return the tier that a policy gives an assessment's true facts: what `Judge.tier` says, with no row fetched."""
    *ruled, last = policy.rules
    return Case(
        *(When(holds(rule.when), then=Value(rule.tier)) for rule in ruled),
        default=Value(last.tier),
        output_field=IntegerField(),
    )


def holds(condition: Condition) -> Q:
    """Return when a condition holds for the true facts of an assessment."""
    every, some = Q(), Q()
    for fact in condition.all_of:
        every &= states(fact)
    for fact in condition.any_of:
        some |= states(fact)
    return every & some


def states(fact: str) -> Q:
    """Return when an assessment holds a fact for true."""
    return Q(GreaterThan(StrIndex("true_facts", Value(f",{fact},")), 0))
