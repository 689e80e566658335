"""What the queue sorts and filters by, kept on the report's own row: written with the act that changes it.

One covering index answers every list from these columns (decision 0025), so a filter never reads an assessment.
"""

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from typing import Any

from nightlight.intake.models import Report
from nightlight.triage.assessment.axes import Solvable, Word
from nightlight.triage.assessment.facts import Fact
from nightlight.triage.models import Assessment

STEPS: Mapping[str, int] = {word.value: step for step, word in enumerate(Word)}
SOLVABLE_STEPS: Mapping[str, int] = {
    word.value: step for step, word in enumerate((Solvable.NOT_KNOWN, Solvable.GONE, Solvable.FADING, Solvable.OPEN))
}
SOLVABLE_WORDS: Mapping[int, Solvable] = {step: Solvable(word) for word, step in SOLVABLE_STEPS.items()}
NAMES = ("tier", "victim", "offender", "solvable", "severity", "marks", "state", "desk", "changed_at", "judge_again_on")
"""The columns that an assessment writes back."""


class Mark(StrEnum):
    """A fact that the queue can be filtered by. Their order is the order of the bits in `Report.marks`: append only."""

    ESCALATED = Fact.ESCALATED.value
    KNOWN_FILE = Fact.KNOWN_FILE.value
    KNOWN_CHILD_IDENTIFIED = Fact.KNOWN_CHILD_IDENTIFIED.value
    KNOWN_CHILD_NOT_IDENTIFIED = Fact.KNOWN_CHILD_NOT_IDENTIFIED.value
    NEW_FILE = Fact.NEW_FILE.value
    VIRAL_FILE = Fact.VIRAL_FILE.value
    ONLY_RECIRCULATED = Fact.ONLY_RECIRCULATED.value
    PRIORITY_ONE = Fact.PRIORITY_ONE.value
    PRIOR_REPORTS_HERE = Fact.PRIOR_REPORTS_HERE.value

    @property
    def bit(self) -> int:
        """The bit of the mark in `Report.marks`."""
        return 1 << list(Mark).index(self)


BITS: Mapping[str, int] = {mark.value: mark.bit for mark in Mark}


def set_keys(report: Report, assessment: Assessment, *, at: datetime) -> None:
    """Let a report say what its new assessment says. It is news where the tier is another."""
    if report.tier != assessment.tier:
        report.changed_at = at
    report.tier = assessment.tier
    report.victim, report.offender = STEPS[assessment.victim], STEPS[assessment.offender]
    report.solvable, report.severity = SOLVABLE_STEPS[assessment.solvable], STEPS[assessment.severity]
    report.marks = marks_of(assessment.facts)
    report.judge_again_on = assessment.turns_on


def marks_of(facts: Mapping[str, Any]) -> int:
    """Return the marks of what an assessment remembers as true, a bit each."""
    return sum(bit for name, bit in BITS.items() if name in facts and facts[name]["value"])
