"""Submissions as received, and what each report says.

The truth is the submission's bytes; every other table here is lifted out of them and points back into them.
"""

from nightlight.intake.models.parts import (
    KeptElement,
    PartOfReport,
    Passage,
    ReportedFile,
    ReportedPerson,
    Sighting,
    StatedFact,
    StatedPlace,
)
from nightlight.intake.models.public_form import Door, Knocks, ReturnCode
from nightlight.intake.models.reports import Report, report_is_visible_to
from nightlight.intake.models.submissions import Channel, Submission, SubmissionPart

__all__ = [
    "Channel",
    "Door",
    "KeptElement",
    "Knocks",
    "PartOfReport",
    "Passage",
    "Report",
    "ReportedFile",
    "ReportedPerson",
    "ReturnCode",
    "Sighting",
    "StatedFact",
    "StatedPlace",
    "Submission",
    "SubmissionPart",
    "report_is_visible_to",
]
