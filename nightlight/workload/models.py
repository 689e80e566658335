"""Who in an agency works a report, and what people can do and when they are away: dated rows, by whom and why."""

from datetime import date

from django.db import models
from django.db.models import CheckConstraint, F, Q, UniqueConstraint

from nightlight.accounts.models import User
from nightlight.agencies.models import Agency
from nightlight.foundation.rows import Row
from nightlight.foundation.sealed import Actor, SealedQuerySet
from nightlight.intake.models import Report

REASON_LETTERS = 300


class OfColleagues(SealedQuerySet[models.Model]):
    """Rows of the agencies that the actor sees, for whoever may read reports."""

    def visibility(self, actor: Actor) -> Q:
        return actor.sees("agency") if actor.may("report:read") else Q(pk__in=[])


class DatedOfColleagues(OfColleagues):
    """Rows with a first and perhaps a last day."""

    def in_force(self, on: date) -> "DatedOfColleagues":
        """Return the rows that hold on a day, the last day included."""
        return self.filter(Q(last_day=None) | Q(last_day__gte=on), first_day__lte=on)


class PersonalAssignment(Row):
    """A report was given to a person of the agency that holds it, by whom and why, with a receipt.

    Whom it is with now stands on the report (`worked_by`); this is what led there.
    """

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="personal_assignments")
    to = models.ForeignKey(User, on_delete=models.PROTECT, related_name="personal_assignments")
    at = models.DateTimeField()
    by_user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    because = models.CharField(max_length=REASON_LETTERS)
    receipt = models.CharField(max_length=20)
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", null=True)
    ended_because = models.CharField(max_length=REASON_LETTERS, blank=True)

    objects = models.Manager.from_queryset(OfColleagues)()

    class Meta:
        ordering = ["at", "pk"]
        constraints = [
            UniqueConstraint(
                name="one_open_personal_assignment_per_report", fields=["agency", "report"], condition=Q(ended_at=None)
            ),
            UniqueConstraint(name="one_personal_assignment_per_receipt", fields=["agency", "receipt"]),
            CheckConstraint(name="personal_assignment_says_why", condition=~Q(because="")),
            CheckConstraint(name="personal_assignment_has_a_spoken_receipt", condition=Q(receipt__startswith="P-")),
            CheckConstraint(
                name="personal_assignment_ends_by_somebody_for_a_reason_or_holds",
                condition=Q(ended_at=None, ended_by=None, ended_because="")
                | (Q(ended_at__gte=F("at"), ended_by__isnull=False) & ~Q(ended_because="")),
            ),
        ]


class Skill(Row):
    """A person can do something, from a day on. The words are the policy's."""

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(User, on_delete=models.PROTECT, related_name="skills")
    skill = models.CharField(max_length=30)
    first_day = models.DateField()
    last_day = models.DateField(null=True)
    by_user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    objects = models.Manager.from_queryset(DatedOfColleagues)()

    class Meta:
        constraints = [
            UniqueConstraint(
                name="one_open_row_per_person_and_skill",
                fields=["agency", "person", "skill"],
                condition=Q(last_day=None),
            ),
            CheckConstraint(name="skill_is_named", condition=~Q(skill="")),
            CheckConstraint(
                name="skill_does_not_end_before_it_begins",
                condition=Q(last_day=None) | Q(last_day__gte=F("first_day")),
            ),
        ]


class Leave(Row):
    """A person is away, from a day to a day, both included; taken back when plans change."""

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(User, on_delete=models.PROTECT, related_name="leaves")
    first_day = models.DateField()
    last_day = models.DateField()
    by_user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    taken_back_at = models.DateTimeField(null=True)

    objects = models.Manager.from_queryset(DatedOfColleagues)()

    class Meta:
        constraints = [
            CheckConstraint(name="leave_does_not_end_before_it_begins", condition=Q(last_day__gte=F("first_day"))),
        ]
