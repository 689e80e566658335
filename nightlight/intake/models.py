"""Submissions as received, and what each report says.

The truth is the submission's bytes; every other table here is lifted out of them and points back into them.
"""

from django.db import models
from django.db.models import CheckConstraint, Exists, F, OuterRef, Q, UniqueConstraint

from nightlight.agencies.models import Agency
from nightlight.foundation import ids
from nightlight.foundation.rows import Row
from nightlight.foundation.sealed import Actor, SealedQuerySet
from nightlight.identifiers.kinds import Kind
from nightlight.intake.formats.values import Event, Role, Said
from nightlight.intake.lifecycle import ReportStatus, SubmissionStatus

SHA256 = r"^[0-9a-f]{64}$"


class Channel(models.TextChoices):
    """By which door a submission came."""

    API = "api"
    FILE = "file"


class SubmissionQuerySet(SealedQuerySet["Submission"]):
    """Submissions to the actor's agencies, and those the actor's own agency sent."""

    def visibility(self, actor: Actor) -> Q:
        if actor.may("submission:read"):
            return actor.sees("agency") | Q(sent_by=actor.agency_id)
        return Q(sent_by=actor.agency_id) if actor.may("submission:send") else Q(pk__in=[])


class Submission(Row):
    """Something that arrived: when, from whom, by which door, its digest, and how it ended."""

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="submissions")
    sent_by = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="sent", null=True)
    channel = models.CharField(max_length=4, choices=Channel.choices)
    source = models.CharField(max_length=300, help_text="The file's name, or the door")
    receipt = models.CharField(max_length=20)
    sha256 = models.CharField(max_length=64)
    size_bytes = models.PositiveBigIntegerField()
    format = models.CharField(max_length=30, blank=True)
    status = models.CharField(max_length=12)
    reason = models.CharField(max_length=12, blank=True, help_text="One word for machines")
    message = models.TextField(blank=True, help_text="What, where, and what to do; for people")
    received_at = models.DateTimeField()

    objects = SubmissionQuerySet.as_manager()

    class Meta:
        constraints = [
            UniqueConstraint(name="one_submission_per_digest", fields=["agency", "sha256"]),
            UniqueConstraint(name="one_submission_per_receipt", fields=["agency", "receipt"]),
            CheckConstraint(name="submission_digest_is_sha256", condition=Q(sha256__regex=SHA256)),
            CheckConstraint(name="submission_channel_is_known", condition=Q(channel__in=Channel.values)),
            CheckConstraint(
                name="submission_status_is_known", condition=Q(status__in=[status.value for status in SubmissionStatus])
            ),
            CheckConstraint(
                name="submission_says_why_exactly_when_it_was_not_received",
                condition=Q(status=SubmissionStatus.RECEIVED.value, reason="", message="")
                | (~Q(status=SubmissionStatus.RECEIVED.value) & ~Q(reason="") & ~Q(message="")),
            ),
        ]


class PartQuerySet(SealedQuerySet["SubmissionPart"]):
    """A part is seen by whoever may read its submission."""

    def visibility(self, actor: Actor) -> Q:
        if not actor.may("submission:read"):
            return Q(pk__in=[])
        return Q(Exists(Submission.objects.visible_to(actor).filter(pk=OuterRef("submission"))))


class SubmissionPart(models.Model):
    """One document of a submission, its bytes as received, deflated.

    Text only: imagery is refused before this table is reached. What was refused has no part, only its digest.
    """

    id = models.UUIDField(primary_key=True, default=ids.new, editable=False)
    submission = models.ForeignKey(Submission, on_delete=models.PROTECT, related_name="parts")
    position = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    size_bytes = models.PositiveBigIntegerField()
    deflated = models.BinaryField()

    objects = PartQuerySet.as_manager()

    class Meta:
        constraints = [
            UniqueConstraint(name="one_part_per_place_in_a_submission", fields=["submission", "position"]),
            CheckConstraint(name="part_digest_is_sha256", condition=Q(sha256__regex=SHA256)),
        ]


class ReportQuerySet(SealedQuerySet["Report"]):
    """Reports that came to, or are assigned to, the actor's agencies."""

    def visibility(self, actor: Actor) -> Q:
        if not actor.may("report:read"):
            return Q(pk__in=[])
        return actor.sees("assigned_to") | actor.sees("agency")

    def open(self) -> "ReportQuerySet":
        """Return the reports that nobody has closed."""
        return self.exclude(status=ReportStatus.CLOSED.value)

    def awaiting_assessment(self) -> "ReportQuerySet":
        """Return the reports that triage has not looked at: the table is the queue."""
        return self.filter(status=ReportStatus.RECEIVED.value)


class Report(Row):
    """What one submission says, as a complaint to be worked. `agency` received it; `assigned_to` works it."""

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="reports_received")
    submission = models.ForeignKey(Submission, on_delete=models.PROTECT, related_name="reports")
    number = models.CharField(max_length=40, blank=True)
    provider = models.CharField(max_length=200, blank=True)
    platform = models.CharField(max_length=256, blank=True)
    incident_type = models.CharField(max_length=200, blank=True)
    incident_at = models.DateTimeField(null=True)
    incident_as_given = models.CharField(max_length=60, blank=True)
    incident_time_definition = models.TextField(blank=True)
    received_at = models.DateTimeField()
    status = models.CharField(max_length=20, default=ReportStatus.RECEIVED.value)
    assigned_to = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="reports", null=True)
    assigned_at = models.DateTimeField(null=True)
    taken_up_at = models.DateTimeField(null=True)
    taken_up_recorded_at = models.DateTimeField(null=True, help_text="When Nightlight came to know that it was")
    closed_at = models.DateTimeField(null=True)
    closed_because = models.CharField(max_length=200, blank=True)

    objects = ReportQuerySet.as_manager()

    class Meta:
        constraints = [
            UniqueConstraint(name="one_report_per_submission", fields=["agency", "submission"]),
            CheckConstraint(
                name="report_status_is_known", condition=Q(status__in=[status.value for status in ReportStatus])
            ),
            CheckConstraint(
                name="report_is_closed_exactly_when_it_has_a_closing_time_and_reason",
                condition=(Q(status=ReportStatus.CLOSED.value, closed_at__isnull=False) & ~Q(closed_because=""))
                | (~Q(status=ReportStatus.CLOSED.value) & Q(closed_at=None, closed_because="")),
            ),
            CheckConstraint(
                name="report_is_assigned_to_somebody_since_some_time_or_neither",
                condition=Q(assigned_to=None, assigned_at=None)
                | Q(assigned_to__isnull=False, assigned_at__isnull=False),
            ),
            CheckConstraint(
                name="report_being_worked_is_assigned",
                condition=~Q(status__in=[ReportStatus.ASSIGNED.value, ReportStatus.UNDER_INVESTIGATION.value])
                | Q(assigned_to__isnull=False),
            ),
            CheckConstraint(
                name="report_under_investigation_was_taken_up",
                condition=~Q(status=ReportStatus.UNDER_INVESTIGATION.value) | Q(taken_up_at__isnull=False),
            ),
            CheckConstraint(
                name="report_is_known_to_be_taken_up_since_then_or_later",
                condition=Q(taken_up_at=None, taken_up_recorded_at=None)
                | Q(
                    taken_up_at__isnull=False,
                    taken_up_recorded_at__isnull=False,
                    taken_up_recorded_at__gte=F("taken_up_at"),
                ),
            ),
            CheckConstraint(
                name="report_is_taken_up_after_it_was_received",
                condition=Q(taken_up_at=None) | Q(taken_up_at__gte=F("received_at")),
            ),
        ]
        indexes = [
            models.Index(fields=["agency", "number"], name="report_by_number"),
            models.Index(fields=["assigned_to", "status"], name="report_by_assignee"),
            models.Index(fields=["status", "received_at"], name="report_by_status"),
        ]


def report_is_visible_to(actor: Actor, report: str = "report") -> Q:
    """Return the condition that the report at a path is one the actor sees.

    It asks row by row (EXISTS), because SQLite would list every visible report for each question (IN).
    """
    return Q(Exists(Report.objects.visible_to(actor).filter(pk=OuterRef(report))))


class PartOfReport(SealedQuerySet[models.Model]):
    """Whatever belongs to a report is seen by whoever sees the report."""

    def visibility(self, actor: Actor) -> Q:
        return report_is_visible_to(actor)


class ReportPart(models.Model):
    """Something lifted out of a report, with the place in the submission where it stands."""

    id = models.UUIDField(primary_key=True, default=ids.new, editable=False)
    pointer = models.CharField(max_length=500)

    objects = models.Manager.from_queryset(PartOfReport)()

    class Meta:
        abstract = True


class ReportedPerson(ReportPart):
    """A person of a report, as given. Alleged. A child's name is never lifted out of the submission."""

    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="people")
    role = models.CharField(max_length=10)
    first_name = models.CharField(max_length=100, blank=True)
    last_name = models.CharField(max_length=100, blank=True)
    date_of_birth = models.CharField(max_length=30, blank=True)
    age = models.PositiveSmallIntegerField(null=True)

    class Meta:
        constraints = [
            CheckConstraint(name="person_role_is_known", condition=Q(role__in=[role.value for role in Role])),
            CheckConstraint(
                name="a_child_is_not_named",
                condition=~Q(role=Role.VICTIM.value) | Q(first_name="", last_name="", date_of_birth=""),
            ),
            CheckConstraint(name="person_age_is_plausible", condition=Q(age=None) | Q(age__lte=150)),
        ]


class ReportedFile(ReportPart):
    """Metadata of a reported file. No field can hold its content. NULL in a flag means: not stated."""

    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="files")
    file_id = models.CharField(max_length=100, blank=True)
    name = models.CharField(max_length=2056, blank=True)
    declared_type = models.CharField(max_length=100, blank=True)
    size_bytes = models.PositiveBigIntegerField(null=True)
    viewed_by_provider = models.BooleanField(null=True)
    exif_viewed = models.BooleanField(null=True)
    publicly_available = models.BooleanField(null=True)
    relevance = models.CharField(max_length=30, blank=True)
    classification = models.CharField(max_length=2, blank=True)

    class Meta:
        constraints = [
            CheckConstraint(
                name="file_classification_is_known",
                condition=Q(classification__in=["", "A1", "A2", "B1", "B2"]),
            ),
        ]


class Sighting(ReportPart):
    """One identifier, seen at one place of a report: normalised, and as given."""

    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="sightings")
    person = models.ForeignKey(
        ReportedPerson, on_delete=models.CASCADE, related_name="sightings", null=True, db_index=False
    )
    file = models.ForeignKey(
        ReportedFile, on_delete=models.CASCADE, related_name="sightings", null=True, db_index=False
    )
    kind = models.CharField(max_length=8)
    realm = models.CharField(max_length=255, blank=True)
    value = models.CharField(max_length=2083)
    as_given = models.CharField(max_length=2083)
    said = models.CharField(max_length=10)
    event = models.CharField(max_length=12, blank=True)
    seen_at = models.DateTimeField(null=True)
    seen_as_given = models.CharField(max_length=60, blank=True)
    port = models.PositiveIntegerField(null=True)
    possible_proxy = models.BooleanField(null=True)
    verified = models.BooleanField(null=True)

    class Meta:
        constraints = [
            CheckConstraint(name="sighting_kind_is_known", condition=Q(kind__in=[kind.value for kind in Kind])),
            CheckConstraint(name="sighting_is_declared_or_found", condition=Q(said__in=[said.value for said in Said])),
            CheckConstraint(
                name="sighting_event_is_known", condition=Q(event__in=["", *(event.value for event in Event)])
            ),
            CheckConstraint(name="sighting_belongs_to_one_thing_at_most", condition=Q(person=None) | Q(file=None)),
            CheckConstraint(name="sighting_port_is_a_port", condition=Q(port=None) | Q(port__gte=1, port__lte=65535)),
        ]
        indexes = [models.Index(fields=["kind", "value"], name="sighting_by_value")]


class StatedPlace(ReportPart):
    """A place that the report states, with how it came to be stated."""

    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="places")
    person = models.ForeignKey(
        ReportedPerson, on_delete=models.CASCADE, related_name="places", null=True, db_index=False
    )
    source = models.CharField(max_length=30)
    city = models.CharField(max_length=255, blank=True)
    region = models.CharField(max_length=255, blank=True)
    postal_code = models.CharField(max_length=20, blank=True)
    country = models.CharField(max_length=60, blank=True)
    verified = models.BooleanField(null=True)


class StatedFact(ReportPart):
    """A plain statement of the report, named as its format names it: an annotation, an escalation, a flag."""

    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="facts")
    person = models.ForeignKey(
        ReportedPerson, on_delete=models.CASCADE, related_name="facts", null=True, db_index=False
    )
    file = models.ForeignKey(ReportedFile, on_delete=models.CASCADE, related_name="facts", null=True, db_index=False)
    name = models.CharField(max_length=100)
    value = models.CharField(max_length=500)


class Passage(ReportPart):
    """Free text of the report; stays folded until somebody asks for it."""

    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="passages")
    text = models.TextField()


class KeptElement(ReportPart):
    """Something this version does not know: kept and shown, never dropped."""

    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="kept")
    text = models.TextField()


__all__ = [
    "Channel",
    "KeptElement",
    "Passage",
    "Report",
    "ReportedFile",
    "ReportedPerson",
    "Sighting",
    "StatedFact",
    "StatedPlace",
    "Submission",
    "SubmissionPart",
]
