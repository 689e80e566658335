"""What a person says when nominating."""

from collections.abc import Sequence
from dataclasses import dataclass

from nightlight.intake.models import Report, ReportedPerson
from nightlight.investigations.models import Subject
from nightlight.suspects.models import Confidence, Sensitivity, Share


@dataclass(frozen=True, slots=True)
class Stated:
    """An indicator: by its code, who states it, and in which report and where; without a report, in the case."""

    code: str
    stated_by: str
    report: Report | None = None
    pointer: str = ""


@dataclass(frozen=True, slots=True)
class Suspicion:
    """Reasonable suspicion: the definable criminal activity, and the facts that give it (28 CFR 23.20(c))."""

    activity: str
    basis: str
    is_lawfully_obtained: bool


@dataclass(frozen=True, slots=True)
class Labels:
    """What travels with an entry, and what its agency agreed to share."""

    share: Share = Share.NAME
    sensitivity: Sensitivity = Sensitivity.SENSITIVE
    confidence: Confidence = Confidence.PROBABLE


@dataclass(frozen=True, slots=True)
class Naming:
    """Who is nominated, for which indicators, on what suspicion."""

    who: Subject | ReportedPerson
    indicators: Sequence[Stated]
    suspicion: Suspicion
    labels: Labels = Labels()
