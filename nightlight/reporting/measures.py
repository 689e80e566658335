"""The measures there are. `docs/measures.md` says the same in a table; a test compares the two."""

from typing import Any

from nightlight.accounts.permissions import Permission
from nightlight.agencies.models import AgencyKind
from nightlight.foundation.refusals import NotFound
from nightlight.foundation.sealed import SealedQuerySet
from nightlight.intake.models import Report
from nightlight.investigations.lifecycle import SubjectStatus
from nightlight.investigations.models import Arrest, Finding, Subject
from nightlight.operations.counting import Counting
from nightlight.operations.models import Participation, Presentation
from nightlight.reporting.measure import Measure, participants_seen
from nightlight.victims.lifecycle import VictimStatus
from nightlight.victims.models import Victim

OPERATION_FIGURES = "Operation Broken Heart 2018, announcement of June 12, 2018"


def _participations(counting: Counting) -> SealedQuerySet[Any]:
    return Participation.objects.filter(operation=counting.operation_id, agency__kind=AgencyKind.TASK_FORCE)


TASK_FORCES = Measure(
    code="task_forces",
    label="Task forces",
    definition="Task forces that take part in the operation. Other participants count in every figure but this one.",
    unit="task force",
    source=OPERATION_FIGURES,
    needs=Permission.OPERATION_READ,
    rows=_participations,
    agency="agency",
    happened="operation__starts_on",
    known="joined_at",
    number=("agency__code",),
    whose=participants_seen,
    by_date=False,
)
COMPLAINTS = Measure(
    code="complaints",
    label="Complaints investigated",
    definition="Reports that an investigator took up, by the date of that. One report is one complaint, however many "
    "incidents it bundles; a report that was received and closed without being taken up does not count.",
    unit="report",
    source="34 U.S.C. 21116(d); measure 5 of the catalogue; " + OPERATION_FIGURES,
    needs=Permission.REPORT_READ,
    rows=lambda _: Report.objects.filter(taken_up_at__isnull=False),
    agency="assigned_to",
    happened="taken_up_at",
    happened_at_a_moment=True,
    known="taken_up_recorded_at",
    number=("number",),
)
ARRESTS = Measure(
    code="arrests",
    label="Arrests",
    definition="Persons arrested, each once per arrest, by the date of arrest and the primary category. Further "
    "categories and charges add nothing, and a person who was cleared no longer counts. An arrested person is alleged "
    "until a court decides.",
    unit="person arrested",
    source="34 U.S.C. 21116(d); measure 7 of the catalogue; " + OPERATION_FIGURES,
    needs=Permission.CASE_READ,
    rows=lambda _: Arrest.objects.exclude(subject__status=SubjectStatus.CLEARED),
    agency="agency",
    happened="arrested_on",
    known="recorded_at",
    number=("case__number",),
    category="category",
)
OFFENDERS = Measure(
    code="offenders_produced_or_abused",
    label="Found to have produced or abused",
    definition="Subjects whom a task force found to have produced material, to have abused a child, or both, each "
    "once, by the date of the finding. A finding is a task force's, not a court's.",
    unit="subject",
    source="measures 23 and 24 of the catalogue; " + OPERATION_FIGURES,
    needs=Permission.CASE_READ,
    rows=lambda _: Subject.objects.exclude(finding=Finding.NONE),
    agency="agency",
    happened="found_on",
    known="finding_recorded_at",
    number=("case__number",),
    category="finding",
)
CHILDREN = Measure(
    code="children_identified",
    label="Children identified",
    definition="Children identified, each once, at first identification, by the date of that and the recency of the "
    "abuse: recent, ongoing, historical, or production only.",
    unit="child",
    source="34 U.S.C. 21116(d); measure 20 of the catalogue; " + OPERATION_FIGURES,
    needs=Permission.VICTIM_READ,
    rows=lambda _: Victim.objects.filter(status=VictimStatus.IDENTIFIED, counted_first_nationally=True),
    agency="agency",
    happened="identified_on",
    known="identification_recorded_at",
    number=("case__number", "pseudonym"),
    category="recency",
)
PRESENTATIONS = Measure(
    code="presentations",
    label="Presentations",
    definition="Talks given, by the day they were held and the audience they were given to.",
    unit="presentation",
    source="measure 41 of the catalogue; " + OPERATION_FIGURES,
    needs=Permission.OPERATION_READ,
    rows=lambda _: Presentation.objects.all(),
    agency="agency",
    happened="held_on",
    known="recorded_at",
    number=("agency__code",),
    category="audience",
)
PEOPLE_REACHED = Measure(
    code="people_reached",
    label="People reached",
    definition="People who heard a presentation, as its speaker counted them, added up over the presentations. "
    "Somebody who heard two counts twice.",
    unit="listener",
    source="measure 41 of the catalogue; " + OPERATION_FIGURES,
    needs=Permission.OPERATION_READ,
    rows=lambda _: Presentation.objects.all(),
    agency="agency",
    happened="held_on",
    known="recorded_at",
    number=("agency__code",),
    category="audience",
    adds_up="people_reached",
)

MEASURES = {
    measure.code: measure
    for measure in (TASK_FORCES, COMPLAINTS, ARRESTS, OFFENDERS, CHILDREN, PRESENTATIONS, PEOPLE_REACHED)
}


def measure_called(code: str) -> Measure:
    """Return the measure of that code, or raise NotFound."""
    if code not in MEASURES:
        raise NotFound
    return MEASURES[code]
