"""Cases and what belongs to them: an agency's own, seen by those who may read cases and see that agency."""

from nightlight.investigations.models.cases import Case, CaseDisposition, CaseReport, Origin
from nightlight.investigations.models.court import Arrest, ArrestCategory, Charge, ChargeDisposition, Jurisdiction
from nightlight.investigations.models.subjects import Finding, Subject

__all__ = [
    "Arrest",
    "ArrestCategory",
    "Case",
    "CaseDisposition",
    "CaseReport",
    "Charge",
    "ChargeDisposition",
    "Finding",
    "Jurisdiction",
    "Origin",
    "Subject",
]
