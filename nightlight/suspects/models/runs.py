"""Runs: the list as it was reported on one day, with all that went into it. Triggers refuse every change.

A run holds numbers and named indicators, never a name: whom an entry is about is opened through the nomination, so
that a name that is purged there is gone everywhere (28 CFR 23.20(h)).
"""

from django.db import models
from django.db.models import CheckConstraint, F, Q, UniqueConstraint

from nightlight.accounts.models import User
from nightlight.agencies.models import Agency
from nightlight.foundation import clock
from nightlight.foundation.rows import Row
from nightlight.foundation.sealed import Actor, SealedQuerySet
from nightlight.operations.standing import lineage, parents
from nightlight.suspects.models.nominations import SHA256, STATUSES, Nomination, Share


class Held(models.TextChoices):
    """Why a nomination that was considered is not on the list; listed where nothing kept it off."""

    LISTED = "listed", "listed"
    NOT_REVIEWED = "not_reviewed", "its suspicion is not approved yet"
    RETURNED = "returned", "returned to its author"
    NOT_SHARED = "not_shared", "its agency has not agreed to share it"
    LAPSED = "lapsed", "its validation is overdue"
    CLEARED = "cleared", "the subject was cleared"
    NO_INDICATOR = "no_indicator", "none of its indicators is in the policy in force"
    ENDED = "ended", "withdrawn or expired"


class RunQuerySet(SealedQuerySet["Run"]):
    """Runs."""

    def visibility(self, actor: Actor) -> Q:
        """Return those that the actor's agency, one above or one under it, made or received. One query more."""
        if not actor.may("suspect:read"):
            return Q(pk__in=[])
        line = lineage(actor.agency_id, parents(on=clock.today()))
        concerned = actor.sees("agency") | Q(agency__in=line)
        received = RunRecipient.objects.unscoped(because="who receives a run decides who may see it")
        return actor.sees("agency") | Q(pk__in=received.filter(concerned).values("run"))


class Run(Row):
    """One run of the list: made when, by whom, by which policies, following which; and the digest of the whole."""

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="suspect_runs")
    number = models.CharField(max_length=20)
    made_at = models.DateTimeField()
    author = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    previous = models.ForeignKey("self", on_delete=models.PROTECT, related_name="following", null=True)
    indicators_date = models.DateField()
    indicators_digest = models.CharField(max_length=64)
    rhythm_date = models.DateField()
    rhythm_digest = models.CharField(max_length=64)
    digest = models.CharField(max_length=64)

    objects = RunQuerySet.as_manager()

    class Meta:
        ordering = ["-made_at", "-pk"]
        constraints = [
            UniqueConstraint(name="one_run_per_number", fields=["agency", "number"]),
            UniqueConstraint(name="one_run_follows_another", fields=["agency", "previous"]),
            CheckConstraint(name="run_follows_another_than_itself", condition=Q(previous=None) | ~Q(previous=F("id"))),
            CheckConstraint(
                name="run_digests_are_sha256",
                condition=Q(digest__regex=SHA256) & Q(indicators_digest__regex=SHA256) & Q(rhythm_digest__regex=SHA256),
            ),
        ]
        indexes = [models.Index(fields=["agency", "made_at"], name="run_by_agency_and_time")]


class RunLineQuerySet(SealedQuerySet["RunLine"]):
    """Lines of the runs that the actor sees."""

    def visibility(self, actor: Actor) -> Q:
        """Return what was listed; what was considered and kept off is its own agency's alone."""
        seen = Q(run__in=Run.objects.visible_to(actor))
        return seen & (Q(held=Held.LISTED) | actor.sees("nominated_by"))


class RunLine(Row):
    """A nomination that a run considered, as it stood: on the list at a place, or kept off for a reason."""

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    run = models.ForeignKey(Run, on_delete=models.PROTECT, related_name="lines")
    nomination = models.ForeignKey(Nomination, on_delete=models.PROTECT, related_name="+")
    nominated_by = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    number = models.CharField(max_length=20)
    status = models.CharField(max_length=9, help_text="Of the nomination, when the run was made")
    share = models.CharField(max_length=7)
    held = models.CharField(max_length=12, choices=Held.choices)
    place = models.PositiveIntegerField(null=True)
    indicators = models.JSONField(default=list, help_text="Code, words, of, law; the gravest first")
    because = models.CharField(max_length=300)
    approved_on = models.DateField(null=True)

    objects = RunLineQuerySet.as_manager()

    class Meta:
        ordering = ["place", "number"]
        constraints = [
            UniqueConstraint(name="one_line_per_nomination_and_run", fields=["agency", "run", "nomination"]),
            UniqueConstraint(name="one_line_per_place_of_a_run", fields=["agency", "run", "place"]),
            CheckConstraint(
                name="line_stands_as_is_known",
                condition=Q(held__in=Held.values, status__in=STATUSES, share__in=Share.values),
            ),
            CheckConstraint(
                name="line_has_a_place_exactly_when_listed",
                condition=(Q(held=Held.LISTED, place__isnull=False, place__gte=1))
                | (~Q(held=Held.LISTED) & Q(place=None)),
            ),
            CheckConstraint(
                name="a_listed_line_is_in_force_shared_and_has_an_indicator",
                condition=~Q(held=Held.LISTED)
                | (Q(status="in_force", approved_on__isnull=False) & ~Q(share=Share.NONE) & ~Q(indicators=[])),
            ),
            CheckConstraint(name="line_says_why", condition=~Q(because="")),
        ]


class OfRun(SealedQuerySet["RunRecipient"]):
    """Whoever sees a run sees who received it."""

    def visibility(self, actor: Actor) -> Q:
        return Q(run__in=Run.objects.visible_to(actor))


class RunRecipient(Row):
    """An agency that a run was reported to."""

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    run = models.ForeignKey(Run, on_delete=models.PROTECT, related_name="recipients")

    objects = OfRun.as_manager()

    class Meta:
        constraints = [UniqueConstraint(name="one_recipient_per_agency_and_run", fields=["agency", "run"])]
