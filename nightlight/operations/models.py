"""Operations, who takes part in them, and the presentations that agencies give.

No event points at an operation. What counts for one follows from its window and its participants alone
(`counting.py`), so that an arrest is recorded once and counts in every operation it falls into.
"""

from django.db import models
from django.db.models import CheckConstraint, F, Q, UniqueConstraint

from nightlight.agencies.models import Agency
from nightlight.foundation import clock
from nightlight.foundation.rows import Row
from nightlight.foundation.sealed import Actor, SealedQuerySet
from nightlight.operations.lifecycle import OperationStatus
from nightlight.operations.standing import lineage, parents


class Scope(models.TextChoices):
    """How far an operation reaches."""

    NATIONAL = "national"
    REGIONAL = "regional"
    LOCAL = "local"


class Audience(models.TextChoices):
    """Whom a presentation was given to (measure 41 of the catalogue)."""

    YOUTH = "youth", "youth"
    PARENTS = "parents", "parents"
    EDUCATORS = "educators", "educators"
    LAW_ENFORCEMENT = "law_enforcement", "law enforcement"
    JUDICIARY = "judiciary", "judiciary"
    OTHER = "other", "other"


class OperationQuerySet(SealedQuerySet["Operation"]):
    """Operations."""

    def visibility(self, actor: Actor) -> Q:
        """Return those that the actor's agency, or one above or under it, owns or takes part in. One query."""
        if not actor.may("operation:read"):
            return Q(pk__in=[])
        line = lineage(actor.agency_id, parents(on=clock.today()))
        concerned = actor.sees("agency") | Q(agency__in=line)
        taking_part = Participation.objects.unscoped(because="who takes part decides who may see an operation")
        return concerned | Q(pk__in=taking_part.filter(concerned).values("operation"))

    def named(self, name: str) -> "Operation | None":
        """Return the operation of that name or code, in any case of letters; of several, the latest."""
        return self.filter(Q(name__iexact=name) | Q(code__iexact=name)).order_by("-starts_on", "-pk").first()


class Operation(Row):
    """A time in which agencies work together and count what they did. `agency` owns it."""

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="operations")
    code = models.SlugField(max_length=60)
    name = models.CharField(max_length=120)
    scope = models.CharField(max_length=8, choices=Scope.choices)
    starts_on = models.DateField()
    ends_on = models.DateField(help_text="The last day that counts")
    category_set = models.DateField(help_text="Which dated set of offense categories it counts by")
    status = models.CharField(max_length=8, default=OperationStatus.PLANNED.value)
    started_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)

    objects = OperationQuerySet.as_manager()

    class Meta:
        constraints = [
            UniqueConstraint(name="one_operation_per_code", fields=["agency", "code"]),
            CheckConstraint(name="operation_is_named", condition=~Q(name="") & ~Q(code="")),
            CheckConstraint(name="operation_scope_is_known", condition=Q(scope__in=Scope.values)),
            CheckConstraint(name="operation_ends_on_or_after_its_first_day", condition=Q(ends_on__gte=F("starts_on"))),
            CheckConstraint(
                name="operation_status_is_known", condition=Q(status__in=[status.value for status in OperationStatus])
            ),
            CheckConstraint(
                name="operation_is_planned_exactly_until_it_started",
                condition=Q(status=OperationStatus.PLANNED.value, started_at=None)
                | (~Q(status=OperationStatus.PLANNED.value) & Q(started_at__isnull=False)),
            ),
            CheckConstraint(
                name="operation_is_closed_exactly_when_it_has_a_closing_time",
                condition=Q(status=OperationStatus.CLOSED.value, closed_at__isnull=False)
                | (~Q(status=OperationStatus.CLOSED.value) & Q(closed_at=None)),
            ),
            CheckConstraint(
                name="operation_closes_after_it_started",
                condition=Q(closed_at=None) | Q(closed_at__gte=F("started_at")),
            ),
        ]


class ParticipationQuerySet(SealedQuerySet["Participation"]):
    """Participations."""

    def visibility(self, actor: Actor) -> Q:
        """Return those in the operations that the actor sees. One query."""
        return Q(operation__in=Operation.objects.visible_to(actor))


class Participation(Row):
    """An agency takes part in an operation, with everything under it."""

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="participations")
    operation = models.ForeignKey(Operation, on_delete=models.PROTECT, related_name="participations")
    joined_at = models.DateTimeField(default=clock.now)

    objects = ParticipationQuerySet.as_manager()

    class Meta:
        constraints = [
            UniqueConstraint(name="one_participation_per_agency", fields=["agency", "operation"]),
        ]


class PresentationQuerySet(SealedQuerySet["Presentation"]):
    """Presentations."""

    def visibility(self, actor: Actor) -> Q:
        """Return those of the agencies that the actor sees."""
        return actor.sees("agency") if actor.may("operation:read") else Q(pk__in=[])


class Presentation(Row):
    """A talk that an agency gave: when, to whom, and how many people heard it."""

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="presentations")
    held_on = models.DateField()
    audience = models.CharField(max_length=15, choices=Audience.choices)
    people_reached = models.IntegerField()

    objects = PresentationQuerySet.as_manager()

    class Meta:
        constraints = [
            CheckConstraint(name="presentation_audience_is_known", condition=Q(audience__in=Audience.values)),
            CheckConstraint(name="presentation_reaches_nobody_or_more", condition=Q(people_reached__gte=0)),
        ]
        indexes = [models.Index(fields=["agency", "held_on"], name="presentation_by_agency_and_day")]
