"""What an assessment states, as a condition that the database answers from the facts that were kept of it."""

from django.db.models import Q, Value
from django.db.models.functions import StrIndex
from django.db.models.lookups import GreaterThan


def states(fact: str) -> Q:
    """Return when an assessment holds a fact for true."""
    return Q(GreaterThan(StrIndex("true_facts", Value(f",{fact},")), 0))
