"""Warrants, and the files that each covers."""

from django.db import models
from django.db.models import CheckConstraint, Q, UniqueConstraint

from nightlight.accounts.models import User
from nightlight.agencies.models import Agency
from nightlight.foundation.rows import Row
from nightlight.foundation.sealed import Actor, SealedQuerySet
from nightlight.intake.models import Report, report_is_visible_to


class WarrantQuerySet(SealedQuerySet["Warrant"]):
    """A warrant is seen by whoever sees the report."""

    def visibility(self, actor: Actor) -> Q:
        return report_is_visible_to(actor)


class Warrant(Row):
    """A court's warrant to open files of a report. It covers the files that are listed with it and no others."""

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="warrants")
    number = models.CharField(max_length=60)
    court = models.CharField(max_length=200)
    issued_by = models.CharField(max_length=120, help_text="The judge or magistrate")
    issued_on = models.DateField()
    by_user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_because = models.TextField(blank=True)

    objects = WarrantQuerySet.as_manager()

    class Meta:
        constraints = [
            UniqueConstraint(
                name="one_standing_warrant_per_number_and_report",
                fields=["agency", "report", "number"],
                condition=Q(withdrawn_at=None),
            ),
            CheckConstraint(
                name="warrant_names_its_number_its_court_and_its_judge",
                condition=~Q(number="") & ~Q(court="") & ~Q(issued_by=""),
            ),
            CheckConstraint(
                name="warrant_is_withdrawn_with_a_reason_or_holds",
                condition=Q(withdrawn_at=None, withdrawn_because="")
                | (Q(withdrawn_at__isnull=False) & ~Q(withdrawn_because="")),
            ),
        ]


class WarrantFileQuerySet(SealedQuerySet["WarrantFile"]):
    """What a warrant covers is seen by whoever sees the report."""

    def visibility(self, actor: Actor) -> Q:
        return report_is_visible_to(actor, "warrant__report")


class WarrantFile(Row):
    """A file that a warrant covers, by the key under which later versions of the report know it again.

    `also` holds every other key of the file when the warrant was recorded; `place` is where it stood in the report.
    """

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    warrant = models.ForeignKey(Warrant, on_delete=models.CASCADE, related_name="files")
    key = models.CharField(max_length=120)
    also = models.JSONField(default=list)
    place = models.PositiveIntegerField()

    objects = WarrantFileQuerySet.as_manager()

    class Meta:
        constraints = [
            UniqueConstraint(name="a_warrant_covers_a_file_once", fields=["agency", "warrant", "key"]),
            CheckConstraint(name="warrant_covers_a_file_that_has_a_key", condition=~Q(key="")),
            CheckConstraint(name="warrant_file_place_starts_at_one", condition=Q(place__gte=1)),
        ]
