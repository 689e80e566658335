"""What triage decided about each report: assessments, routes, assignments. Whoever sees the report sees them."""

from nightlight.triage.models.assessments import Assessment
from nightlight.triage.models.assignments import Assignment
from nightlight.triage.models.folds import Fold
from nightlight.triage.models.nexus import NexusDecision
from nightlight.triage.models.routes import RouteClaim, RouteDecision
from nightlight.triage.models.seen import OfReport

__all__ = ["Assessment", "Assignment", "Fold", "NexusDecision", "OfReport", "RouteClaim", "RouteDecision"]
