"""What was lifted out of a report: people, files, identifiers, places, facts, passages, and what we do not know."""

from django.db import models
from django.db.models import CheckConstraint, Q

from nightlight.foundation.rows import Identified, one_of
from nightlight.foundation.sealed import Actor, SealedQuerySet
from nightlight.identifiers.kinds import Kind
from nightlight.intake.formats.values import Event, Role, Said
from nightlight.intake.models.reports import Report, report_is_visible_to


class PartOfReport(SealedQuerySet[models.Model]):
    """Whatever belongs to a report is seen by whoever sees the report."""

    def visibility(self, actor: Actor) -> Q:
        return report_is_visible_to(actor)


class ReportPart(Identified):
    """Something lifted out of a report, with the place in the submission where it stands."""

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
            CheckConstraint(name="person_role_is_known", condition=one_of("role", Role)),
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
                condition=one_of("classification", ["", "A1", "A2", "B1", "B2"]),
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
            CheckConstraint(name="sighting_kind_is_known", condition=one_of("kind", Kind)),
            CheckConstraint(name="sighting_is_declared_or_found", condition=one_of("said", Said)),
            CheckConstraint(name="sighting_event_is_known", condition=one_of("event", ["", *Event])),
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

    class Meta:
        indexes = [models.Index(fields=["value"], name="fact_by_prior_report", condition=Q(name="priorReport"))]


class Passage(ReportPart):
    """Free text of the report; stays folded until somebody asks for it."""

    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="passages")
    text = models.TextField()


class KeptElement(ReportPart):
    """Something this version does not know: kept and shown, never dropped."""

    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="kept")
    text = models.TextField()
