"""Submissions as received, and what each report says.

The truth is the submission's bytes; every other table here is lifted out of them and points back into them.
"""

from nightlight.intake.models.beside import EnclosedFile, SchemaDeviation
from nightlight.intake.models.filings import FiledFile, Filing
from nightlight.intake.models.mappings import ColumnMapping
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
from nightlight.intake.models.repeats import Repeat
from nightlight.intake.models.reports import Lane, Report, lane_of, report_is_visible_to
from nightlight.intake.models.submissions import Channel, Submission, SubmissionPart
from nightlight.intake.models.versions import ReportVersion

__all__ = [
    "Channel",
    "ColumnMapping",
    "Door",
    "EnclosedFile",
    "FiledFile",
    "Filing",
    "KeptElement",
    "Knocks",
    "Lane",
    "PartOfReport",
    "Passage",
    "Repeat",
    "Report",
    "ReportVersion",
    "ReportedFile",
    "ReportedPerson",
    "ReturnCode",
    "SchemaDeviation",
    "Sighting",
    "StatedFact",
    "StatedPlace",
    "Submission",
    "SubmissionPart",
    "lane_of",
    "report_is_visible_to",
]
